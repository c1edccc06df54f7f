// Where a character of a text field stands, in pixels from the field's corner: measured in an unseen twin.
const COPIED = ["font", "letterSpacing", "lineHeight", "padding", "border", "boxSizing", "width", "tabSize", "wordSpacing"];

export function caret(field, at) {
  const style = getComputedStyle(field);
  const twin = document.createElement("div");
  for (const name of COPIED) twin.style[name] = style[name];
  Object.assign(twin.style, { position: "absolute", visibility: "hidden", whiteSpace: "pre-wrap", overflowWrap: "anywhere" });
  const mark = Object.assign(document.createElement("span"), { textContent: field.value[at] || "." });
  twin.append(field.value.slice(0, at), mark);
  document.body.append(twin);
  const left = mark.offsetLeft;
  const top = mark.offsetTop + parseFloat(style.lineHeight) + 4 - field.scrollTop;
  twin.remove();
  return { left, top };
}

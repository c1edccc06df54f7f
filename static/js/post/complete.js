// `#` and `@` in the text offer tags and people; the place field offers places.
import { announce, ask, changed, find, form, put, quiet, say, stamp } from "./page.js";
import { listbox } from "./listbox.js";

const text = find("complete", form);
const TYPED = /(^|[\s\p{P}\p{S}\p{Script=Han}])([#＃@＠])([^\s#＃@＠]{0,20})$/u;
let running = null;

function option(item, sign = "") {
  const one = stamp("option");
  find("label", one).textContent = sign + item.label;
  find("about", one).textContent = [item.kind_label, item.count ? put(say.sayNotes, { n: item.count }) : ""].filter(Boolean).join(" · ");
  if (sign !== "@") return one;
  const avatar = find("avatar", one);
  avatar.hidden = false;
  if (item.avatar) avatar.append(Object.assign(new Image(), { src: item.avatar, alt: "" }));
  else avatar.textContent = item.label.slice(0, 1);
  find("about", one).textContent = `@${item.value}`;
  find("label", one).textContent = item.label;
  return one;
}

async function load(path) {
  running?.abort();
  running = new AbortController();
  const { ok, data, stopped } = await ask(path, { signal: running.signal });
  return stopped ? null : ok ? data?.items || [] : [];
}

// The word being written at the caret: { sign, typed, start }.
function word() {
  const before = text.value.slice(0, text.selectionStart);
  const found = text.selectionStart === text.selectionEnd && before.match(TYPED);
  if (!found) return null;
  const typed = found[3];
  return { sign: "@＠".includes(found[2]) ? "@" : "#", typed, start: before.length - typed.length - 1 };
}

const box = Object.assign(document.createElement("div"), { className: "completion", hidden: true });
text.after(box);
let sign = "#";
const options = listbox(text, box, {
  draw: (item) => option(item, sign),
  pick(item) {
    const now = word();
    options.show([]);
    if (!now) return;
    text.setRangeText(`${now.sign}${item.value} `, now.start, text.selectionStart, "end");
    text.focus();
    text.dispatchEvent(new Event("input", { bubbles: true }));
  },
});

const offer = quiet(120, async () => {
  const now = word();
  if (!now) return options.show([]);
  sign = now.sign;
  const items = await load(`complete/?for=${sign === "@" ? "person" : "tag"}&q=${encodeURIComponent(now.typed)}`);
  if (!items || document.activeElement !== text) return;
  options.show(items.slice(0, 8));
  const { caret } = await import("./caret.js");
  const { left, top } = caret(text, now.start);
  box.style.cssText = `left:${Math.max(0, Math.min(left, text.offsetWidth - box.offsetWidth))}px;top:${text.offsetTop + top}px`;
  if (items.length) announce(put(say.sayFound, { n: items.length }));
});
text.addEventListener("input", offer);
text.addEventListener("click", offer);
text.addEventListener("blur", () => options.show([]));
if (document.activeElement === text) offer();

// Places.
const place = form.elements.place;
const placeBox = Object.assign(document.createElement("div"), { className: "completion completion--line", hidden: true });
place.after(placeBox);
const places = listbox(place, placeBox, {
  draw: (item) => option(item),
  pick(item) {
    place.value = item.value;
    places.show([]);
    changed("place");
  },
});
place.addEventListener(
  "input",
  quiet(150, async () => {
    const typed = place.value.trim();
    const items = typed ? await load(`places/?q=${encodeURIComponent(typed)}`) : [];
    if (items && document.activeElement === place) places.show(items.slice(0, 8));
  }),
);
place.addEventListener("blur", () => places.show([]));

// Options under a field, walked with the arrow keys while the field keeps the focus (the combobox pattern).
import { clamp } from "./page.js";

let serial = 0;

// `draw(item)` makes an option, `pick(item)` is told which one was chosen. A one-line field gets the combobox role.
export function listbox(field, box, { draw, pick }) {
  const id = `options-${(serial += 1)}`;
  const isLine = field.tagName === "INPUT";
  let items = [];
  let at = -1;
  Object.assign(box, { id, role: "listbox" });
  box.setAttribute("role", "listbox");
  box.setAttribute("aria-label", field.getAttribute("aria-label") || field.labels?.[0]?.firstChild.textContent.trim() || "");
  if (isLine) field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", id);
  show([]);

  function show(found) {
    items = found;
    box.replaceChildren(...items.map(draw));
    [...box.children].forEach((option, i) => (option.id = `${id}-${i}`));
    box.hidden = !items.length;
    if (isLine) field.setAttribute("aria-expanded", String(items.length > 0));
    mark(-1);
  }

  function mark(index) {
    at = index;
    [...box.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
    if (at < 0) return field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-activedescendant", box.children[at].id);
    box.children[at].scrollIntoView({ block: "nearest" });
  }

  function choose(index) {
    const item = items[index];
    if (item) pick(item);
  }

  field.addEventListener("keydown", (event) => {
    if (event.isComposing || !items.length) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") mark((at + (event.key === "ArrowDown" ? 1 : -1) + items.length) % items.length);
    else if (event.key === "Enter" || (event.key === "Tab" && !isLine)) choose(clamp(at, 0, items.length - 1));
    else if (event.key === "Escape") show([]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  // The press must not take the focus from the field.
  box.addEventListener("pointerdown", (event) => event.preventDefault());
  box.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose([...box.children].indexOf(option));
  });
  return { show, get isOpen() { return items.length > 0; } };
}

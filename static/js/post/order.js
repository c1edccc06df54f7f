// A picture pressed opens large. The order of the pictures: dragged with a mouse at once, with a finger after a moment, or moved with the arrow keys.
import { find, form } from "./page.js";
import { count, list, moved, place, tiles } from "./tiles.js";
import { remove } from "./uploads.js";

const HOLD = 280;
const SLACK = 6;
let held = null;

list.addEventListener("pointerdown", (event) => {
  const open = event.target.closest("[data-open]");
  if (!open || event.button) return;
  const tile = open.closest("[data-tile]");
  held = { tile, x: event.clientX, y: event.clientY, id: event.pointerId, ghost: null, from: tiles().indexOf(tile) };
  if (event.pointerType !== "mouse") held.wait = setTimeout(lift, HOLD);
});

addEventListener("pointermove", (event) => {
  if (!held || event.pointerId !== held.id) return;
  const far = Math.hypot(event.clientX - held.x, event.clientY - held.y) > SLACK;
  if (!held.ghost) {
    if (!far) return;
    if (event.pointerType !== "mouse") return letGo();
    lift();
  }
  held.ghost.style.transform = `translate(${event.clientX - held.x}px, ${event.clientY - held.y}px) scale(1.04)`;
  drag(event.clientX, event.clientY);
});

function lift() {
  const { tile } = held;
  const box = tile.getBoundingClientRect();
  const ghost = tile.cloneNode(true);
  ghost.className = "tile tile--ghost";
  ghost.removeAttribute("data-tile");
  ghost.inert = true;
  ghost.style.cssText += `;left:${box.left}px;top:${box.top}px;width:${box.width}px;height:${box.height}px`;
  for (const field of ghost.querySelectorAll("input")) field.remove();
  document.body.append(ghost);
  held.ghost = ghost;
  tile.classList.add("is-dragged");
  navigator.vibrate?.(12);
}

function drag(x, y) {
  if (y < 90) scrollBy(0, -12);
  else if (y > innerHeight - 130) scrollBy(0, 12);
  const over = document.elementFromPoint(x, y)?.closest("[data-tile]");
  if (!over || over === held.tile || !list.contains(over)) return;
  const all = tiles();
  over[all.indexOf(over) < all.indexOf(held.tile) ? "before" : "after"](held.tile);
  count();
}

function letGo() {
  clearTimeout(held.wait);
  held.ghost?.remove();
  held.tile.classList.remove("is-dragged");
  const { tile, from, ghost } = held;
  held = null;
  if (!ghost) return;
  list.addEventListener("click", swallow, { capture: true, once: true });
  setTimeout(() => list.removeEventListener("click", swallow, { capture: true }));
  if (tiles().indexOf(tile) !== from) moved(tile);
}

const swallow = (event) => {
  event.preventDefault();
  event.stopPropagation();
};
const end = (event) => held && event.pointerId === held.id && letGo();
addEventListener("pointerup", end);
addEventListener("pointercancel", end);
// While a picture is held the page stays where it is, and no menu comes up.
list.addEventListener("touchmove", (event) => held?.ghost && event.preventDefault(), { passive: false });
list.addEventListener("contextmenu", (event) => held && event.preventDefault());

list.addEventListener("keydown", (event) => {
  const open = event.target.closest("[data-open]");
  if (event.key === "Escape" && held) return letGo();
  if (!open || event.altKey || event.ctrlKey || event.metaKey) return;
  const tile = open.closest("[data-tile]");
  const all = tiles();
  const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -perRow(), ArrowDown: perRow(), Home: -all.length, End: all.length };
  if (event.key in steps) {
    event.preventDefault();
    place(tile, Math.min(Math.max(all.indexOf(tile) + steps[event.key], 0), all.length - 1));
    open.focus();
  } else if (event.key === "Delete" || event.key === "Backspace") {
    event.preventDefault();
    remove(tile);
  }
});

function perRow() {
  const [first, ...others] = tiles();
  const next = others.findIndex((tile) => tile.offsetTop > first.offsetTop);
  return next < 0 ? 1 : next + 1;
}

const open = async (tile, mode) => (await import("./editor.js")).open(tile, mode);
list.addEventListener("click", (event) => {
  const pressed = event.target.closest("[data-open]");
  if (pressed) open(pressed.closest("[data-tile]"));
});
form.addEventListener("post:open-points", ({ detail }) => open(detail, "points"));

form.classList.add("is-live");
for (const tile of tiles()) find("open", tile).draggable = false;

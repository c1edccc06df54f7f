// Products marked on the picture in the editor: pressed where they are, moved by hand or with the arrow keys.
import { announce, clamp, every, find, put, say, stamp } from "./page.js";
import { addProduct, draw, points } from "./products.js";
import { WHOLE } from "./tiles.js";

const dialog = find("editor");
const canvas = find("canvas", dialog);
const pins = find("pins", dialog);
let tile = null;

const inside = (share) => Math.round(clamp(share, 0.02, 0.98) * 1000) / 1000;

export function drawPins(next, shown) {
  tile = next;
  const mine = points.filter((point) => point.tile === tile);
  const held = document.activeElement?.row;
  pins.hidden = !shown;
  pins.replaceChildren(...(shown ? mine.map(pin) : []));
  const list = find("pinned", dialog);
  list.replaceChildren(
    ...mine.map((row) => Object.assign(document.createElement("li"), { className: "chip", textContent: row.name })),
  );
  every("pin", pins).find((one) => one.row === held)?.focus();
}

function pin(row) {
  const made = stamp("pin");
  made.row = row;
  made.lastElementChild.textContent = row.name;
  made.setAttribute("aria-label", put(say.sayPoint, { name: row.name }));
  lay(made);
  return made;
}

function lay(made) {
  const { x, y } = made.row;
  made.style.cssText = `left:${x * 100}%;top:${y * 100}%`;
  made.classList.toggle("pin--left", x > 0.55);
}

async function mark(x, y) {
  const row = await addProduct({ tile, x: inside(x), y: inside(y) });
  if (!row) return;
  announce(put(say.sayPlaced, row), find("crop-news", dialog));
  every("pin", pins).find((one) => one.row === row)?.focus();
}

function shift(made, x, y) {
  Object.assign(made.row, { x: inside(x), y: inside(y) });
  lay(made);
}

canvas.addEventListener("click", (event) => {
  if (!canvas.classList.contains("is-aim") || event.target.closest("[data-pin]")) return;
  const box = canvas.getBoundingClientRect();
  mark((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
});
find("point-here", dialog).addEventListener("click", () => mark(0.5, 0.5));

pins.addEventListener("pointerdown", (event) => {
  const made = event.target.closest("[data-pin]");
  if (!made) return;
  made.setPointerCapture(event.pointerId);
  const box = canvas.getBoundingClientRect();
  made.onpointermove = (now) => shift(made, (now.clientX - box.left) / box.width, (now.clientY - box.top) / box.height);
  made.onpointerup = made.onpointercancel = () => {
    made.onpointermove = made.onpointerup = made.onpointercancel = null;
    draw();
  };
});
pins.addEventListener("keydown", (event) => {
  const made = event.target.closest("[data-pin]");
  const step = event.shiftKey ? 0.1 : 0.02;
  const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
  if (event.key in moves) {
    const { x, y } = made.row;
    shift(made, x + moves[event.key][0], y + moves[event.key][1]);
    draw();
  } else if (event.key === "Delete" || event.key === "Backspace") {
    Object.assign(made.row, { tile: null, x: null, y: null });
    draw();
    find("point-here", dialog).focus();
  } else return;
  event.preventDefault();
});

// The picture shows another part now: its points stay on the same things.
dialog.addEventListener("post:cropped", ({ detail: { tile: which, before = WHOLE, after } }) => {
  const mine = points.filter((point) => point.tile === which);
  for (const point of mine) {
    point.x = inside((before[0] + point.x * before[2] - after[0]) / after[2]);
    point.y = inside((before[1] + point.y * before[3] - after[1]) / after[3]);
  }
  if (mine.length) draw();
});

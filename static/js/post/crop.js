// The frame on a picture: a shape, moved and sized by hand or keys. Numbers are shares (0-1) of the whole picture.
import { announce, changed, clamp, every, find, press, put, quiet, say } from "./page.js";
import { WHOLE, paint } from "./tiles.js";
import { amend } from "./uploads.js";

const dialog = find("editor");
const frame = find("crop", dialog);
const canvas = find("canvas", dialog);
const sizer = find("crop-size", dialog);
const ratios = every("ratio", dialog);
let tile, picture, part, shape;
let dirty = false;

const shapeOf = (name) => name.split(":").reduce((wide, high) => wide / high);
// How wide a part may be at most, when it is `shape` times as wide as high.
const widest = () => Math.min(1, (shape * picture.naturalHeight) / picture.naturalWidth);
const height = (width) => (width * picture.naturalWidth) / shape / picture.naturalHeight;

export function openCrop(next, image) {
  [tile, picture, dirty] = [next, image, false];
  part = [...tile.item.crop];
  const isWhole = tile.item.crop === WHOLE;
  const real = (part[2] * image.naturalWidth) / (part[3] * image.naturalHeight);
  const known = ratios.find(({ dataset }) => dataset.ratio && Math.abs(shapeOf(dataset.ratio) - real) < 0.02);
  const chosen = isWhole ? ratios[0] : known;
  shape = real;
  press(ratios, chosen);
  draw(!isWhole);
}

export function closeCrop() {
  frame.hidden = true;
  if (tile && dirty) store();
  tile = null;
}

function draw(shown) {
  frame.hidden = !shown;
  find("crop-sizer", dialog).hidden = !shown;
  const [left, top, width, high] = part.map((share) => `${share * 100}%`);
  frame.style.cssText = `left:${left};top:${top};width:${width};height:${high}`;
  if (shown) sizer.value = Math.round((part[2] / widest()) * 100);
}

function choose(button) {
  press(ratios, button);
  if (!button.dataset.ratio) {
    part = [...WHOLE];
    change(false);
    return;
  }
  shape = shapeOf(button.dataset.ratio);
  const width = widest();
  part = [(1 - width) / 2, (1 - height(width)) / 2, width, height(width)];
  change(true);
}

function change(shown = true) {
  const width = clamp(part[2], 0.3 * widest(), widest());
  const high = shown ? height(width) : part[3];
  part = [clamp(part[0], 0, 1 - width), clamp(part[1], 0, 1 - high), width, high];
  dirty = true;
  draw(shown);
  settle();
}

// Written down when the hand rests.
const settle = quiet(500, () => {
  if (!tile || !dirty) return;
  const [l, t, w] = part.map((share) => Math.round(share * 100));
  announce(put(say.sayCropped, { l, t, w }), find("crop-news", dialog));
  store();
});

function store() {
  const { item } = tile;
  const before = item.crop;
  const [left, top, width, high] = part;
  const round = (share) => Math.round(share * 10_000) / 10_000;
  item.crop = [left, top, width, high].map(round);
  if (item.crop.join() === WHOLE.join()) item.crop = WHOLE;
  dirty = false;
  if (item.crop.join() === before.join()) return;
  paint(tile);
  dialog.dispatchEvent(new CustomEvent("post:cropped", { detail: { tile, before, after: item.crop } }));
  changed("crop");
  amend(tile, { crop: item.crop === WHOLE ? "" : item.crop.join() });
}

function resize(width, corner = "") {
  const [left, top, before, high] = part;
  const now = clamp(width, 0.3 * widest(), widest());
  const right = left + before;
  const bottom = top + high;
  const anchorX = corner.includes("w") ? right - now : corner.includes("e") ? left : left + (before - now) / 2;
  const anchorY = corner.includes("n") ? bottom - height(now) : corner.includes("s") ? top : top + (high - height(now)) / 2;
  part = [anchorX, anchorY, now, height(now)];
  change();
}

frame.addEventListener("pointerdown", (event) => {
  event.preventDefault();
  frame.focus({ preventScroll: true });
  frame.setPointerCapture(event.pointerId);
  const box = canvas.getBoundingClientRect();
  const start = { x: event.clientX, y: event.clientY, part: [...part] };
  const corner = event.target.dataset.corner;
  const move = (now) => {
    const dx = (now.clientX - start.x) / box.width;
    const dy = (now.clientY - start.y) / box.height;
    part = [...start.part];
    if (corner) return resize(start.part[2] + (corner.includes("w") ? -dx : dx), corner);
    part[0] += dx;
    part[1] += dy;
    change();
  };
  const end = () => {
    frame.removeEventListener("pointermove", move);
    frame.removeEventListener("pointerup", end);
    frame.removeEventListener("pointercancel", end);
  };
  frame.addEventListener("pointermove", move);
  frame.addEventListener("pointerup", end);
  frame.addEventListener("pointercancel", end);
});
frame.addEventListener("keydown", (event) => {
  const step = event.shiftKey ? 0.1 : 0.02;
  const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
  if (event.key in moves) {
    part[0] += moves[event.key][0];
    part[1] += moves[event.key][1];
    change();
  } else if (event.key === "+" || event.key === "=") resize(part[2] * 1.05);
  else if (event.key === "-") resize(part[2] / 1.05);
  else return;
  event.preventDefault();
});
sizer.addEventListener("input", () => resize((Number(sizer.value) / 100) * widest()));
dialog.addEventListener("click", (event) => {
  const button = event.target.closest("[data-ratio]");
  if (button && tile) choose(button);
});

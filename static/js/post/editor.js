// One picture, large: the part shown, its description, the products on it, its place among the others.
import { address, announce, changed, every, find, form, press, say } from "./page.js";
import { closeCrop, openCrop } from "./crop.js";
import { drawPins } from "./points.js";
import { WHOLE, labelOf, nameOf, paint, partShown, place, show, tiles } from "./tiles.js";
import { amend, remove } from "./uploads.js";

const dialog = find("editor");
const image = find("editor-image", dialog);
const description = find("alt", dialog);
let mode = "crop";
let tile = null;

export function open(next, which = mode) {
  leave();
  [tile, mode] = [next, which];
  const { item } = tile;
  find("editor-error", dialog).hidden = true;
  find("editor-title", dialog).textContent = labelOf(tile, say.sayEditor);
  image.alt = nameOf(tile);
  image.hidden = !item.shown;
  description.value = item.alt;
  refresh();
  if (!dialog.open) dialog.showModal();
  if (item.shown) ready();
}

// A crop needs the whole picture; of a draft opened elsewhere only the part shown is at hand.
async function ready() {
  const mine = tile;
  if (mine.item.base !== WHOLE) await show(mine, address(`uploads/${mine.item.id}/whole/`));
  if (mine !== tile) return;
  image.src = mine.item.url;
  image.decode().then(enter, enter);
}

function refresh() {
  const all = tiles();
  const at = all.indexOf(tile);
  for (const button of every("editor-step", dialog)) button.disabled = !all[at + Number(button.dataset.editorStep)];
  for (const button of every("editor-move", dialog)) button.disabled = !all[at + Number(button.dataset.editorMove)];
  find("editor-cover", dialog).hidden = at === 0;
  find("editor-title", dialog).textContent = labelOf(tile, say.sayEditor);
  find("alt-count", dialog).textContent = `${description.value.length} / 200`;
  suggest();
}

// A description to begin with: what the title says.
function suggest() {
  const chip = find("alt-suggest", dialog);
  const words = form.elements.title.value.trim();
  chip.hidden = !words || Boolean(description.value);
  chip.textContent = words;
}

// The stage for what is being changed: the whole picture with a frame, or only the part that readers see.
function enter() {
  if (!tile) return;
  const canvas = find("canvas", dialog);
  const stage = canvas.parentElement;
  for (const panel of every("panel", dialog)) panel.hidden = panel.dataset.panel !== mode;
  press(every("mode", dialog), find(`mode="${mode}"`, dialog));
  const [left, top, width, height] = mode === "crop" ? [0, 0, 1, 1] : partShown(tile.item);
  const ratio = (image.naturalWidth * width) / (image.naturalHeight * height) || 0.75;
  const room = stage.getBoundingClientRect();
  const wide = Math.min(room.width, room.height * ratio);
  canvas.style.cssText = `width:${wide}px;height:${wide / ratio}px`;
  image.style.cssText = `width:${100 / width}%;height:${100 / height}%;left:${(-100 * left) / width}%;top:${(-100 * top) / height}%`;
  canvas.classList.toggle("is-aim", mode === "points");
  if (mode === "crop") openCrop(tile, image);
  else closeCrop();
  drawPins(tile, mode === "points");
}

function leave() {
  if (!tile) return;
  const alt = description.value.trim();
  if (alt !== tile.item.alt) {
    tile.item.alt = alt;
    paint(tile);
    changed("alt");
    save({ alt });
  }
  closeCrop();
}

export async function save(values) {
  const answer = await amend(tile, values);
  if (answer.ok || !tile) return;
  const box = find("editor-error", dialog);
  box.textContent = answer.data?.detail || say.sayLost;
  box.hidden = false;
}

dialog.addEventListener("close", () => {
  leave();
  const back = tile;
  tile = null;
  if (back?.isConnected) find("open", back).focus();
});
description.addEventListener("input", refresh);
find("alt-suggest", dialog).addEventListener("click", (event) => {
  description.value = event.target.textContent.slice(0, 200);
  refresh();
  description.focus();
});

dialog.addEventListener("click", (event) => {
  const { dataset } = event.target.closest("button") || event.target;
  const step = (way) => tiles()[tiles().indexOf(tile) + Number(way)];
  if ("editorClose" in dataset || event.target === dialog) dialog.close();
  else if ("editorStep" in dataset) open(step(dataset.editorStep));
  else if ("editorMove" in dataset || "editorCover" in dataset) {
    place(tile, "editorCover" in dataset ? 0 : tiles().indexOf(tile) + Number(dataset.editorMove));
    refresh();
    announce(labelOf(tile, say.sayMoved), find("crop-news", dialog));
  } else if ("editorRemove" in dataset) {
    const gone = tile;
    dialog.close();
    remove(gone);
  } else if ("mode" in dataset) {
    leave();
    mode = dataset.mode;
    enter();
  }
});
addEventListener("resize", () => dialog.open && enter());
form.addEventListener("post:change", (event) => {
  if (event.detail === "points" && tile) drawPins(tile, mode === "points");
});

// The pictures of the note as tiles. Each tile carries `item`: { id, file, url, alt, crop, base, state }; `url` is
// what is shown, `base` the part of the whole picture that `url` shows, `crop` the part that readers will see.
import { announce, changed, every, find, form, put, say, stamp } from "./page.js";

export const list = find("tiles", form);
const add = find("add", list);
const undo = find("undo", form);
export const input = find("files", form);
export const most = Number(say.most);
export const WHOLE = [0, 0, 1, 1];

export const tiles = () => every("tile", list);
export const nameOf = (tile) => tile.item.alt || tile.item.name;
export const labelOf = (tile, text) => put(text, { n: tiles().indexOf(tile) + 1, all: tiles().length, name: nameOf(tile) });

export function dress(tile, item) {
  tile.item = { alt: "", crop: WHOLE, base: WHOLE, state: "local", ...item };
  find("remove", tile).tabIndex = -1;
  return tile;
}

export function make(file) {
  const url = file.type.startsWith("image/") ? URL.createObjectURL(file) : "";
  const tile = dress(stamp("tile"), { file, name: file.name, url });
  find("blank-name", tile).textContent = file.name;
  if (url) show(tile, url);
  add.before(tile);
  return tile;
}

// Puts a picture that shows the part `base` into the tile once the browser proves that it can; resolves when it has.
export function show(tile, url, base = WHOLE) {
  const image = Object.assign(new Image(), { alt: "", draggable: false, src: url });
  const put = () => {
    Object.assign(tile.item, { url, base, shown: true });
    find("open", tile).replaceChildren(image);
    paint(tile);
    changed("picture");
  };
  return image.decode().then(put, () => {});
}

// The part that readers will see, within what the picture at hand shows.
export function partShown({ crop, base }) {
  return [(crop[0] - base[0]) / base[2], (crop[1] - base[1]) / base[3], crop[2] / base[2], crop[3] / base[3]];
}

export function paint(tile) {
  const image = tile.querySelector("img");
  if (image) {
    const [left, top, width, height] = partShown(tile.item).map((share) => share * 100);
    image.style.objectViewBox = `inset(${top}% ${100 - left - width}% ${100 - top - height}% ${left}%)`;
  }
  find("mark-alt", tile).hidden = !tile.item.alt;
}

export function count() {
  const all = tiles();
  for (const tile of all) find("open", tile).setAttribute("aria-label", labelOf(tile, say.sayPicture));
  find("picture-count", form).textContent = all.length ? `${all.length} / ${most}` : "";
  add.hidden = all.length >= most || form.classList.contains("has-film");
  list.append(add);
  form.classList.toggle("has-pictures", all.length > 0);
}

export function place(tile, index) {
  const all = tiles();
  const from = all.indexOf(tile);
  if (index < 0 || index >= all.length || index === from) return;
  all[index][index < from ? "before" : "after"](tile);
  moved(tile);
}

export function moved(tile) {
  count();
  announce(tiles()[0] === tile ? say.sayCover : labelOf(tile, say.sayMoved));
  changed("order");
}

let forget = () => {};
// Takes a thing away, and for some seconds offers to bring it back; `gone` runs when nobody did.
export function takeAway(text, back, gone = () => {}) {
  forget();
  find("undo-text", undo).textContent = text;
  undo.hidden = false;
  const end = () => {
    clearTimeout(wait);
    undo.hidden = true;
    forget = () => {};
  };
  forget = () => {
    end();
    gone();
  };
  const wait = setTimeout(forget, 10_000);
  find("undo-do", undo).onclick = () => {
    end();
    back();
    announce(say.sayRestored);
  };
}

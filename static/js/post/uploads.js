// Pictures go up as they are chosen, three at a time, each with its own ring, error and retry; the worker's preview
// replaces what the browser cannot show.
import { announce, ask, body, changed, find, form, put, say, tell, upload } from "./page.js";
import { WHOLE, count, dress, input, list, make, most, paint, show, takeAway, tiles } from "./tiles.js";

const AT_ONCE = 3;
const PICTURE = /\.(jpe?g|png|webp|hei[cf]|avif|gif|bmp|tiff?|jfif)$/i;
const waiting = [];
let working = 0;

export const isBusy = () => working > 0 || waiting.length > 0;
export const isPicture = (file) => file.type.startsWith("image/") || PICTURE.test(file.name);

export function take(files) {
  if (form.classList.contains("has-film") && files.length) return tell(say.sayOneKind);
  const room = most - tiles().length;
  tell(files.length > room ? say.sayMost : "");
  for (const file of files.slice(0, room)) {
    const tile = make(file);
    const why = refused(file);
    if (why) fail(tile, why, false);
    else waiting.push(tile);
  }
  count();
  changed("pictures");
  next();
}

function refused(file) {
  if (!isPicture(file)) return put(say.sayNotMedia, { name: file.name });
  const limit = Number(say.pictureBytes);
  return file.size > limit ? put(say.sayTooLarge, { name: file.name, limit: limit / 1048576 }) : "";
}

function next() {
  while (working < AT_ONCE && waiting.length) {
    const tile = waiting.shift();
    if (tile.isConnected) send(tile);
  }
  if (!isBusy()) form.dispatchEvent(new Event("post:idle"));
}

async function send(tile) {
  working += 1;
  const ring = find("ring", tile);
  ring.hidden = false;
  const job = upload("uploads/", tile.item.file, (share) => {
    ring.style.setProperty("--done", share * 100);
    find("percent", ring).textContent = `${Math.round(share * 100)}%`;
  });
  tile.item.stop = job.stop;
  const answer = await job.promise;
  working -= 1;
  ring.hidden = true;
  if (answer.ok) keep(tile, answer.data);
  else if (!answer.stopped) fail(tile, answer.why, true);
  next();
}

function keep(tile, photo) {
  Object.assign(tile.item, { id: photo.id, state: photo.state || "pending" });
  tile.style.setProperty("--colour", photo.colour);
  const kept = Object.assign(document.createElement("input"), { type: "hidden", name: "photo_ids", value: photo.id });
  tile.append(kept);
  announce(put(say.sayUploaded, { name: tile.item.name }));
  const { alt, crop } = tile.item;
  if (alt || crop !== WHOLE) amend(tile, { alt, crop: crop === WHOLE ? "" : crop.join() });
  changed("uploaded");
  watch(tile);
}

function fail(tile, why, again) {
  const box = find("error", tile);
  find("why", box).textContent = why;
  find("retry", box).hidden = !again;
  box.hidden = false;
  tile.classList.add("is-failed");
}

function retry(tile) {
  find("error", tile).hidden = true;
  tile.classList.remove("is-failed");
  find("open", tile).focus();
  waiting.push(tile);
  next();
}

// Changes the description or the part shown. What is not yet uploaded is told after the upload; pictures of a note
// that is out already change with the note itself, not before.
export async function amend(tile, values) {
  if (!tile.item.id) return { ok: true };
  if (tile.item.kept) {
    tile.item.held = { ...tile.item.held, ...values };
    return { ok: true };
  }
  return write(tile, values);
}

async function write(tile, values) {
  const answer = await ask(`uploads/${tile.item.id}/`, { data: body(values) });
  if (answer.ok && answer.data?.state === "pending") watch(tile);
  return answer;
}

export async function flush() {
  for (const tile of tiles()) {
    if (tile.item.held) await write(tile, tile.item.held);
    tile.item.held = null;
  }
}

// Asks after a picture until the worker is done with it.
export async function watch(tile, pause = 1200) {
  const turn = (tile.item.turn = (tile.item.turn || 0) + 1);
  for (let asked = 0; asked < 40; asked += 1, pause = Math.min(pause * 1.4, 8000)) {
    await new Promise((over) => setTimeout(over, pause));
    if (!tile.isConnected || tile.item.turn !== turn) return;
    const { ok, status, data } = await ask(`uploads/${tile.item.id}/`);
    if (status === 404 || tile.item.turn !== turn) return;
    if (!ok) continue;
    tile.item.state = data.state;
    if (data.state === "failed") return fail(tile, data.failure || say.sayLost, false);
    if (data.state !== "ready") continue;
    if (data.preview && !tile.item.shown) show(tile, data.preview, data.crop.length ? data.crop : WHOLE);
    return;
  }
}

export function remove(tile) {
  const all = tiles();
  const at = all.indexOf(tile);
  tile.item.stop?.();
  tile.remove();
  count();
  changed("pictures");
  const near = all[at + 1] || all[at - 1];
  (near ? find("open", near) : input).focus();
  const back = () => {
    const now = tiles();
    if (now[at]) now[at].before(tile);
    else list.append(tile);
    if (!tile.item.id && !tile.classList.contains("is-failed")) waiting.push(tile);
    count();
    changed("pictures");
    find("open", tile).focus();
    next();
  };
  takeAway(say.sayRemoved, back, () => {
    if (tile.item.id && !tile.item.kept) ask(`uploads/${tile.item.id}/delete/`, { data: new FormData() });
    if (tile.item.file) URL.revokeObjectURL(tile.item.url);
  });
}

list.addEventListener("click", (event) => {
  const tile = event.target.closest("[data-tile]");
  if (event.target.closest("[data-remove]")) remove(tile);
  else if (event.target.closest("[data-retry]")) retry(tile);
});

// What the server sent with the page: a draft, a note being edited, or a form that came back.
for (const tile of tiles()) {
  const { id, name, alt, crop, state } = tile.dataset;
  const part = crop ? crop.split(",").map(Number) : WHOLE;
  const image = tile.querySelector("img");
  dress(tile, { id: Number(id), name, alt, crop: part, base: part, state, url: image?.src || "", shown: Boolean(image) });
  paint(tile);
  tile.item.kept = !("autosave" in say);
  if (state === "failed") fail(tile, put(say.sayNotMedia, { name }), false);
  if (state === "pending") watch(tile);
}
count();

// The draft: kept two seconds after the last change, and when the page is left; the same on every device.
import { ask, find, form, quiet, say, address, token } from "./page.js";

const state = find("draft-state", form);
const keeps = "autosave" in say;
let dirty = false;
let asked = 0;
let closed = false;

export const isUnsaved = () => keeps && dirty;
// From now on the note itself is sent, and nothing may be saved beside it.
export const close = (now = true) => (closed = now);

function content() {
  const data = new FormData(form);
  data.delete("files");
  return data;
}

const isEmpty = (data) => !["title", "text", "place", "photo_ids", "video_id"].some((name) => data.getAll(name).some((value) => value.trim()));

async function save() {
  if (closed) return;
  const data = content();
  if (isEmpty(data) && !new URLSearchParams(location.search).has("draft")) return;
  dirty = false;
  asked += 1;
  const mine = asked;
  state.textContent = say.saySaving;
  const { ok, status, data: answer } = await ask("draft/", { data });
  if (mine !== asked) return;
  if (ok) {
    state.textContent = answer.words;
    const here = `${location.pathname}?draft=${answer.draft}`;
    if (location.pathname + location.search !== here && /\/new\/$/.test(location.pathname)) history.replaceState(history.state, "", here);
    return;
  }
  dirty = true;
  state.textContent = status === 404 ? "" : answer?.detail || say.sayUnsaved;
  if (status === 0 || status >= 500) setTimeout(soon, 8000);
}

const soon = quiet(2000, save);
function touch() {
  if (!keeps || closed) return;
  dirty = true;
  soon();
}

// The browser sends this even while it leaves; the token in the form signs it.
function leave() {
  if (!dirty || closed || !keeps) return;
  const data = content();
  if (isEmpty(data)) return;
  dirty = false;
  soon.cancel();
  if (!navigator.sendBeacon(address("draft/"), data))
    fetch(address("draft/"), { method: "POST", body: data, headers: { "X-CSRFToken": token }, keepalive: true }).catch(() => {});
}

form.addEventListener("input", touch);
form.addEventListener("change", touch);
form.addEventListener("post:change", ({ detail }) => detail !== "picture" && touch());
addEventListener("pagehide", leave);
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && leave());

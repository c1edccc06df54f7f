// The draft: kept two seconds after the last change, and when the page is left; the same on every device. What was
// written elsewhere meanwhile is not overwritten before one has chosen.
import { PATIENCE, ask, find, form, isReachable, quiet, say, tell, address, token } from "./page.js";

const state = find("draft-state", form);
const newer = find("newer", form);
const keeps = "autosave" in say;
const { seen } = form.elements;
let dirty = "unsaved" in say;
let asked = 0;
let closed = false;
let isPosted = false;
let held = "";

export const isUnsaved = () => dirty;
// From now on the note itself is sent, and nothing may be saved beside it.
export const close = (now = true) => (closed = now);

// Before the form goes: why it cannot, or nothing.
export async function reach() {
  soon.cancel();
  const isKept = keeps && !isPosted && !isEmpty(content());
  const { status } = isKept ? await save() : { status: (await isReachable()) ? 200 : 0 };
  if (held) newer.scrollIntoView({ block: "center" });
  if (held) return title(newer);
  return status === 0 || status >= 500 ? say.sayUnsent : "";
}

function content() {
  const data = new FormData(form);
  data.delete("files");
  return data;
}

const isEmpty = (data) => !["title", "text", "place", "photo_ids", "video_id"].some((name) => data.getAll(name).some((value) => value.trim()));

async function save({ keepalive = false } = {}) {
  dirty = false;
  asked += 1;
  const mine = asked;
  state.textContent = say.saySaving;
  const answer = await ask("draft/", { data: content(), keepalive, signal: AbortSignal.timeout(PATIENCE) });
  if (mine === asked) answer.ok ? kept(answer.data) : lost(answer);
  return answer;
}

function kept(answer) {
  held = "";
  seen.value = answer.seen;
  state.textContent = answer.words;
  const here = `${location.pathname}?draft=${answer.draft}`;
  if (location.pathname + location.search !== here && /\/new\/$/.test(location.pathname)) history.replaceState(history.state, "", here);
}

function lost({ status, data }) {
  dirty = true;
  state.textContent = status === 404 ? "" : data?.detail || say.sayUnsaved;
  if (status === 409) meet(data);
  if (status === 0 || status >= 500) setTimeout(soon, 8000);
}

// It was saved or posted elsewhere: the page says so and stops saving.
function meet({ code, draft, seen: version }) {
  isPosted = code === "posted";
  held = code === "newer" ? version : "";
  const box = isPosted ? find("posted", form) : newer;
  find("other", box).href = isPosted ? address(`${draft}/edit/`) : `${location.pathname}?draft=${draft}`;
  box.hidden = false;
  tell(title(box)); // the box is above what one is looking at, on a phone
}

const title = (box) => box.querySelector(".notice__title").textContent;

function soonest() {
  const isNew = isEmpty(content()) && !new URLSearchParams(location.search).has("draft");
  if (!closed && !isPosted && !held && !isNew) save();
}

const soon = quiet(2000, soonest);
function touch() {
  if (closed) return;
  dirty = true;
  if (keeps) soon();
}

const isLeft = () => keeps && dirty && !closed && !isPosted && !held && !isEmpty(content());

// The browser sends this even while it leaves; the token in the form signs it.
function leave() {
  if (!isLeft()) return;
  dirty = false;
  soon.cancel();
  const data = content();
  if (!navigator.sendBeacon(address("draft/"), data))
    fetch(address("draft/"), { method: "POST", body: data, headers: { "X-CSRFToken": token }, keepalive: true }).catch(() => {});
}

function hide() {
  if (document.visibilityState !== "hidden" || !isLeft()) return;
  soon.cancel();
  save({ keepalive: true });
}

newer.addEventListener("click", (event) => {
  if (find("other", newer).contains(event.target)) dirty = false;
  if (!keeps || !event.target.closest("[data-keep-this]")) return;
  event.preventDefault();
  seen.value = held || seen.value;
  held = "";
  newer.hidden = true;
  save();
});
form.addEventListener("input", touch);
form.addEventListener("change", touch);
form.addEventListener("post:change", ({ detail }) => detail !== "picture" && touch());
addEventListener("pagehide", leave);
document.addEventListener("visibilitychange", hide);

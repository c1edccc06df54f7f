// The film of a note: keys, playing without sound while in view, and its preparation as its author sees it.
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const STEP = 5;

const acts = {
  " ": toggle,
  k: toggle,
  arrowleft: (film) => seek(film, -STEP),
  arrowright: (film) => seek(film, STEP),
  m: (film) => { film.muted = !film.muted; },
  f: (film) => document.fullscreenElement ? document.exitFullscreen() : film.requestFullscreen?.(),
  c: captions,
};

function toggle(film) {
  film.dataset.touched = "";
  if (film.paused) film.play().catch(() => {});
  else film.pause();
}

function seek(film, seconds) {
  film.currentTime = Math.max(0, Math.min(film.duration || 0, film.currentTime + seconds));
}

function captions(film) {
  const [track] = film.textTracks;
  if (track) track.mode = track.mode === "showing" ? "hidden" : "showing";
}

// Before the browser's own keys, which differ; not where a person writes or steps through something else.
document.addEventListener("keydown", (event) => {
  const act = acts[event.key.toLowerCase()];
  if (!act || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const at = event.target;
  const open = document.querySelector("dialog[open]");
  const film = at.closest?.("[data-player]")?.querySelector("video[data-film]") || (open || document).querySelector("video[data-film]");
  if (!film || document.querySelector("#sheet[open], .ask[open]")) return;
  if (at !== film && at.closest("input, textarea, select, [contenteditable], [role=menu], [data-strip]")) return;
  if (at !== film && event.key === " " && at.closest("a, button, summary, [tabindex]")) return;
  event.preventDefault();
  event.stopPropagation();
  act(film);
}, true);

// Plays by itself only without sound, in view, and for those who do not mind motion; what a person did stays.
const inView = new IntersectionObserver((entries) => {
  for (const { target: film, intersectionRatio: share } of entries) {
    if (share < 0.5) {
      if (!film.paused && !document.fullscreenElement) {
        film.dataset.own = "";
        film.pause();
      }
    } else if (film.paused && !("touched" in film.dataset) && !calm.matches && !navigator.connection?.saveData) {
      film.dataset.own = "";
      film.muted = film.muted || film.currentTime === 0;
      film.play().catch(() => {});
    }
  }
}, { threshold: [0, 0.5] });

// A pause that was not ours is the person's wish.
document.addEventListener("pause", (event) => {
  const film = event.target;
  if (!film.matches?.("video[data-film]")) return;
  if ("own" in film.dataset) delete film.dataset.own;
  else if (!film.ended) film.dataset.touched = "";
}, true);
document.addEventListener("playing", (event) => delete event.target.dataset.own, true);

async function watch(box) {
  for (let pause = 1500; box.isConnected; pause = Math.min(pause * 1.2, 8000)) {
    await new Promise((over) => setTimeout(over, pause));
    const answer = await fetch(box.dataset.filmWait, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok) continue;
    const now = await answer.json();
    box.querySelector("progress").value = now.percent;
    box.querySelector("[data-film-percent]").textContent = `${now.percent}%`;
    if (now.state !== "pending") return renew(box);
  }
}

async function renew(box) {
  const page = await fetch(box.dataset.noteAt).then((answer) => answer.text()).catch(() => "");
  const next = new DOMParser().parseFromString(page, "text/html").querySelector("[data-player]");
  const old = box.closest("[data-player]");
  if (!next || !old) return;
  old.replaceWith(document.adoptNode(next));
  begin(next);
}

function begin(root) {
  for (const film of root.querySelectorAll("video[data-film]")) inView.observe(film);
  for (const box of root.querySelectorAll("[data-film-wait]")) if (!("watched" in box.dataset)) {
    box.dataset.watched = "";
    watch(box);
  }
}

begin(document);
document.addEventListener("htmx:load", (event) => begin(event.detail.elt));
document.addEventListener("overlay:filled", (event) => begin(event.target), true);

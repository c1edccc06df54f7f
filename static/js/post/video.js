// One video instead of pictures: its upload and preparation, its cover picked on the film, its captions.
import { announce, ask, body, changed, find, form, put, quiet, say, tell, upload } from "./page.js";
import { count, takeAway } from "./tiles.js";

const box = find("film", form);
const player = find("film-video", box);
const poster = find("film-poster", box);
const blank = find("film-blank", box);
const slider = find("film-poster-at", box);
const captions = find("film-captions", box);
const id = find("film-id", box);
let film = null;

function see() {
  box.hidden = !film;
  form.classList.toggle("has-film", Boolean(film));
  stand();
  count();
  changed("film");
}

// What posting waits for.
function stand() {
  form.classList.toggle("is-sending-film", Boolean(film && !film.id && !film.failed));
  form.classList.toggle("is-failed-film", Boolean(film?.failed));
}

export function takeFilm(file) {
  const limit = Number(say.filmBytes);
  if (file.size > limit) return tell(put(say.sayTooLarge, { name: file.name, limit: limit / 1048576 }));
  tell("");
  film = { file, url: URL.createObjectURL(file) };
  id.value = "";
  poster.hidden = true;
  look(film.url, file.name);
  see();
  send();
}

function look(url, name) {
  find("film-name", box).textContent = name;
  player.hidden = !url;
  blank.hidden = Boolean(url);
  find("film-slider", box).hidden = !url;
  if (url) player.src = url;
}

player.addEventListener("loadedmetadata", () => {
  if (!film) return;
  const seconds = player.duration;
  slider.max = Number.isFinite(seconds) ? Math.floor(seconds * 1000) : 0;
  if (seconds > Number(say.filmSeconds) + 1) {
    film.stop?.();
    fail(put(say.sayTooLong, { name: film.file.name }), false);
  }
});
// The browser cannot play it (some MOV files): the worker still can.
player.addEventListener("error", () => film && look("", film.file?.name || box.dataset.name || ""));

async function send() {
  const mine = film;
  mine.failed = false;
  stand();
  find("film-error", box).hidden = true;
  progress(0, say.saySendingFilm);
  const job = upload("videos/", mine.file, (share) => progress(share * 100, say.saySendingFilm));
  mine.stop = job.stop;
  const answer = await job.promise;
  if (film !== mine || answer.stopped) return;
  if (!answer.ok) return fail(answer.why, true);
  mine.id = id.value = answer.data.id;
  stand();
  changed("uploaded");
  form.dispatchEvent(new Event("post:idle"));
  if (mine.posterAt) tellServer({ poster_ms: mine.posterAt });
  if (captions.files[0]) tellServer({ captions: captions.files[0] });
  watch(mine);
}

function progress(percent, words) {
  find("film-progress", box).hidden = false;
  find("film-bar", box).style.setProperty("--value", percent / 100);
  const text = put(words, { n: Math.round(percent) });
  const state = find("film-state", box);
  if (state.textContent !== text) state.textContent = text;
}

function fail(why, again) {
  if (film) film.failed = true;
  stand();
  find("film-progress", box).hidden = true;
  find("film-why", box).textContent = why;
  find("film-retry", box).hidden = !again;
  find("film-error", box).hidden = false;
  form.dispatchEvent(new Event("post:idle"));
}

async function watch(mine) {
  for (let pause = 1000; film === mine; pause = Math.min(pause * 1.15, 5000)) {
    const { ok, status, data } = await ask(`videos/${mine.id}/`);
    if (film !== mine || status === 404) return;
    if (ok && data.state === "failed") return fail(data.failure || say.sayLost, false);
    if (ok && data.poster && player.hidden) showPoster(data.poster);
    if (ok && data.state === "ready") return progress(100, say.sayFilmReady);
    if (ok) progress(data.percent, say.sayMakingFilm);
    await new Promise((over) => setTimeout(over, pause));
  }
}

function showPoster(url) {
  poster.src = url;
  poster.hidden = false;
  blank.hidden = true;
}

async function tellServer(values) {
  if (!film?.id) return { ok: true };
  const answer = await ask(`videos/${film.id}/`, { data: body(values) });
  if (!answer.ok) tell(answer.data?.detail || say.sayLost);
  return answer;
}

const clock = (ms) => `${Math.floor(ms / 60_000)}:${String(Math.floor(ms / 1000) % 60).padStart(2, "0")}`;
const keepPoster = quiet(500, () => tellServer({ poster_ms: slider.value }));
slider.addEventListener("input", () => {
  player.pause();
  player.currentTime = slider.value / 1000;
  film.posterAt = slider.value;
  const words = put(say.sayPoster, { time: clock(slider.value) });
  find("film-at", box).textContent = words;
  slider.setAttribute("aria-valuetext", words);
  keepPoster();
});
captions.addEventListener("change", async () => {
  const state = find("film-captions-state", box);
  const answer = captions.files[0] ? await tellServer({ captions: captions.files[0] }) : { ok: false };
  if (!answer.ok) captions.value = "";
  state.textContent = answer.ok ? say.sayCaptions : answer.data?.detail || state.textContent;
});
find("film-retry", box).addEventListener("click", send);
find("film-remove", box).addEventListener("click", () => {
  const gone = film;
  gone.stop?.();
  film = null;
  id.value = "";
  player.removeAttribute("src");
  see();
  find("files", form).focus();
  const back = () => {
    film = gone;
    id.value = gone.id || "";
    if (gone.url) look(gone.url, gone.file.name);
    see();
    if (gone.file && !gone.id) send();
  };
  takeAway(say.sayFilmRemoved, back, () => {
    if (gone.id && "autosave" in say) ask(`videos/${gone.id}/delete/`, { data: new FormData() });
    if (gone.url) URL.revokeObjectURL(gone.url);
  });
  announce(say.sayFilmRemoved);
});

// A draft or a note with a film: the worker's poster stands for it.
if (box.dataset.id) {
  film = { id: box.dataset.id };
  look("", box.dataset.name);
  if (box.dataset.captions) find("film-captions-state", box).textContent = say.sayCaptions;
  see();
  watch(film);
}

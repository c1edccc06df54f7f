// What is seen, opened and read, told now and then: half of a card in sight for a second, a press on it, how long the
// note was open. Lists name themselves with data-surface; nothing is told for those who ask not to be tracked.
const EVERY = 15_000;
const MOST = 50;
const SEEN_AFTER = 1000;
const address = document.body.dataset.events;
const silent = navigator.globalPrivacyControl || navigator.doNotTrack === "1";
const waiting = [];
const told = new Set();
const timers = new Map();
const counts = new WeakMap();
let reading = {};

const random = () => Date.now().toString(36) + Math.random().toString(36).slice(2);
const noteOf = (card) => +(card.querySelector("a[href]")?.getAttribute("href").match(/\/notes\/(\d+)\//)?.[1] || 0);

function add(kind, event) {
  waiting.push({ id: random(), kind, at: Date.now(), ...event });
  if (waiting.length >= MOST) send();
}

function send() {
  while (waiting.length) {
    const batch = waiting.splice(0, MOST);
    const form = new URLSearchParams({ events: JSON.stringify(batch) });
    const token = document.querySelector("#act [name=csrfmiddlewaretoken]")?.value;
    if (token) form.set("csrfmiddlewaretoken", token);
    if (navigator.sendBeacon(address, form)) continue;
    waiting.unshift(...batch);
    return;
  }
}

// Where a card stands: its list, its place there, and the arm of the experiment that made the list.
function standing(card) {
  const list = card.closest("[data-surface]");
  const note = list && noteOf(card);
  if (!note) return null;
  return { note, surface: list.dataset.surface, position: +card.dataset.place || 0, arm: +list.dataset.arm || 0 };
}

const sight = new IntersectionObserver((entries) => {
  for (const { target, intersectionRatio } of entries) {
    clearTimeout(timers.get(target));
    timers.delete(target);
    if (intersectionRatio >= 0.5) timers.set(target, setTimeout(seen, SEEN_AFTER, target));
  }
}, { threshold: [0, 0.5] });

function seen(card) {
  timers.delete(card);
  const at = document.visibilityState === "visible" && standing(card);
  if (!at) return;
  sight.unobserve(card);
  const key = `${at.surface}:${at.note}`;
  if (told.has(key)) return;
  told.add(key);
  add("impression", at);
}

function watch(root) {
  for (const card of root.querySelectorAll("[data-surface] .note-card:not([data-place])")) {
    const list = card.closest("[data-surface]");
    const place = (counts.get(list) || 0) + 1;
    counts.set(list, place);
    card.dataset.place = place;
    sight.observe(card);
  }
}

function pressed(event) {
  if (event.type === "auxclick" && event.button !== 1) return;
  const link = event.target.closest?.("a.note-card__cover, a.note-card__title");
  const at = link && standing(link.closest(".note-card"));
  if (!at) return;
  add("click", at);
  sessionStorage.setItem("opened", JSON.stringify(at));
}

// The note that is open, in front of the page or as the page, and how long it was in sight.
function read(leaving) {
  const open = document.querySelector("#overlay[open] [data-note], #main > [data-note]");
  const note = open && !leaving && document.visibilityState === "visible" ? +open.dataset.note : 0;
  if (reading.note === note) return;
  const ms = Math.round(performance.now() - reading.since);
  if (reading.note && ms >= SEEN_AFTER) {
    const opened = JSON.parse(sessionStorage.getItem("opened") || "{}");
    add("dwell", { ...(opened.note === reading.note ? opened : { note: reading.note }), ms });
  }
  reading = { note, since: performance.now() };
}

if (address && !silent) {
  watch(document);
  read();
  document.addEventListener("htmx:afterSettle", () => watch(document));
  document.addEventListener("click", pressed, true);
  document.addEventListener("auxclick", pressed, true);
  const overlay = document.getElementById("overlay");
  new MutationObserver(() => read()).observe(overlay, { attributes: true, attributeFilter: ["open"], childList: true, subtree: true });
  document.addEventListener("visibilitychange", () => {
    read();
    if (document.visibilityState === "hidden") send();
  });
  addEventListener("pagehide", () => {
    read(true);
    send();
  });
  setInterval(send, EVERY);
}

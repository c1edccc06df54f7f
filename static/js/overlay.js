// A note opens over the page it was chosen on, with its own address: Back and Esc close it, and the page under it
// has not moved. Without this script the same links open the note as a page.
import { cross } from "./cross.js";

const dialog = document.getElementById("overlay");
const say = document.body.dataset;
const home = location.pathname + location.search;
const homeTitle = document.title;
let loading = null;
let shown = "";

const depth = () => history.state?.overlay || 0;

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-overlay]");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  history.pushState({ overlay: depth() + 1 }, "", link.href);
  open(link.href, link.closest(".note-card")?.querySelector(".picture, .text-cover"));
});

addEventListener("popstate", () => {
  if (depth() && shown === location.href) return; // something small over the note was closed
  if (depth()) open(location.href);
  else if (location.pathname + location.search === home) shut();
  else goBack();
});

// A note opened over a page was left and came back as a page of its own: what was under it is loaded as it was left.
function goBack() {
  sessionStorage.setItem("came-back", location.pathname + location.search);
  location.replace(location.href);
}

async function open(href, cover) {
  loading?.abort();
  const mine = (loading = new AbortController());
  shown = "";
  frame(cover);
  if (!dialog.open) dialog.showModal();
  try {
    const answer = await fetch(href, {
      headers: { "HX-Request": "true", "HX-Target": "overlay", "HX-Current-URL": location.href },
      cache: "no-store",
      signal: mine.signal,
    });
    const html = await answer.text();
    if (!answer.ok || !html.includes("data-note=")) return location.replace(href);
    const sheet = dialog.querySelector(".overlay__sheet");
    sheet.innerHTML = html;
    htmx.process(sheet);
    shown = new URL(href, location).href;
    document.title = sheet.querySelector("[data-note]").getAttribute("aria-label");
    dialog.setAttribute("aria-label", document.title);
    dialog.dispatchEvent(new CustomEvent("overlay:filled"));
  } catch (error) {
    if (error.name === "AbortError") return;
    document.dispatchEvent(new CustomEvent("toast", { detail: say.sayOffline }));
    history.back();
  }
}

// The sheet at once: the picture that was pressed, grey lines where the words will be.
function frame(cover) {
  const sheet = Object.assign(document.createElement("div"), { className: "overlay__sheet" });
  sheet.innerHTML = `<div class="note"><div class="note__pictures"><div class="carousel"><div class="carousel__slide"></div></div></div>
    <div class="note__side" aria-busy="true"><div class="note__head"><span class="avatar" style="--size:40px"></span><span class="skeleton" style="width:120px;height:16px"></span></div>
    <div class="note__scroll stack"><span class="skeleton" style="height:26px;width:70%"></span><span class="skeleton" style="height:90px"></span></div></div></div>`;
  if (cover) sheet.querySelector(".carousel__slide").append(cover.cloneNode(true));
  const close = cross("overlay__close");
  close.addEventListener("click", leave);
  dialog.replaceChildren(close, sheet);
}

function leave() {
  if (depth()) history.go(-depth());
  else shut();
}

function shut() {
  loading?.abort();
  shown = "";
  if (!dialog.open) return;
  dialog.close();
  dialog.replaceChildren();
  document.title = homeTitle;
}

dialog.addEventListener("cancel", (event) => {
  if (event.target !== dialog) return;
  event.preventDefault();
  leave();
});
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) leave();
});

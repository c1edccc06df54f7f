// Comments: what others say appears without reloading; a picture is picked or pasted and shown before it is sent.
const OFTEN = 15_000;
const SELDOM = 60_000;
let wait = OFTEN;
let timer = 0;

const place = () => document.querySelector("dialog[open] [data-comments]") || document.querySelector("main [data-comments]");

function soon() {
  clearTimeout(timer);
  timer = setTimeout(ask, wait);
}

async function ask() {
  const box = place();
  if (!document.hidden && box && navigator.onLine) {
    try {
      const answer = await fetch(`${box.dataset.new}?seen=${box.dataset.seen}&last=${box.dataset.last}`, { headers: { "HX-Request": "true" } });
      wait = answer.status === 200 ? OFTEN : Math.min(wait * 1.5, SELDOM);
      if (answer.status === 200) show(box, await answer.text());
    } catch {
      wait = SELDOM;
    }
  }
  soon();
}

function show(box, html) {
  const made = document.createElement("template");
  made.innerHTML = html;
  const fresh = made.content.querySelector("[data-seen]");
  if (!fresh) return;
  box.dataset.seen = fresh.dataset.seen;
  box.dataset.last = Math.max(Number(box.dataset.last), Number(fresh.dataset.last));
  const count = box.querySelector("[data-count]");
  count.textContent = fresh.dataset.count;
  count.dataset.short = fresh.dataset.short;
  sum(box);
  for (const id of fresh.dataset.gone.split(" ").filter(Boolean)) drop(document.getElementById(`comment-${id}`), fresh.dataset.goneWords);
  const list = box.querySelector("[data-comment-list]");
  for (const item of [...fresh.children]) {
    if (document.getElementById(item.id)) continue;
    const thread = item.dataset.into && document.getElementById(item.dataset.into);
    const pinned = list.querySelector(":scope > [data-pinned]");
    if (thread) thread.append(item);
    else if (!item.dataset.into) pinned ? pinned.after(item) : list.prepend(item);
    else continue;
    htmx.process(item);
  }
}

// The bar below the note says how many there are, as the list does.
function sum(box) {
  const said = box.closest("[data-note]")?.querySelector("[data-said]");
  if (said) said.textContent = box.querySelector("[data-count]").dataset.short;
}

document.addEventListener("htmx:load", ({ detail: { elt } }) => {
  if (elt.matches?.("[data-comments]")) sum(elt);
});

// A comment that was taken away goes; one with answers under it keeps its place.
function drop(item, words) {
  const body = item?.querySelector(":scope > .comment__body");
  if (!body || body.querySelector(":scope > .comment__gone")) return;
  const answers = body.querySelector(":scope > .comment__answers");
  if (!answers?.children.length) return item.remove();
  const gone = Object.assign(document.createElement("p"), { className: "comment__gone", textContent: words });
  const blank = Object.assign(document.createElement("span"), { className: "avatar", ariaHidden: "true" });
  blank.style.setProperty("--size", "36px");
  item.firstElementChild.replaceWith(blank);
  body.replaceChildren(gone, answers);
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  wait = OFTEN;
  clearTimeout(timer);
  ask();
});

function preview(form) {
  const file = form.querySelector("[data-comment-picture]").files[0];
  const frame = form.querySelector("[data-comment-preview]");
  const image = frame.querySelector("img");
  if (image.src) URL.revokeObjectURL(image.src);
  image.removeAttribute("src");
  frame.hidden = !file;
  if (file) image.src = URL.createObjectURL(file);
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-comment-picture]")) preview(event.target.form);
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-comment-unpick]");
  if (!button) return;
  const form = button.closest("form");
  form.querySelector("[data-comment-picture]").value = "";
  preview(form);
});

document.addEventListener("paste", (event) => {
  const form = event.target.closest?.("[data-comment-form]");
  const file = [...(event.clipboardData?.files || [])].find((one) => one.type.startsWith("image/"));
  if (!form || !file) return;
  event.preventDefault();
  const carrier = new DataTransfer();
  carrier.items.add(file);
  form.querySelector("[data-comment-picture]").files = carrier.files;
  preview(form);
});

soon();

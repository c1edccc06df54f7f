// The posting page: pictures go up as they are chosen, each with its own progress, error and retry; order by drag
// or keys; counters; #tag completion; products. Without this script the same form posts everything at once.
const form = document.querySelector("[data-post]");
const tiles = form.querySelector("[data-tiles]");
const add = form.querySelector("[data-add]");
const input = form.querySelector("[data-files]");
const news = form.querySelector("[data-post-news]");
const say = form.dataset;
const most = Number(say.most);
const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
const paths = {
  back: "m14.5 5-7 7 7 7",
  forward: "m9.5 5 7 7-7 7",
  close: "m6 6 12 12M18 6 6 18",
};
let working = 0;
let sendWhenDone = false;

const element = (tag, className, text = "") => Object.assign(document.createElement(tag), { className, textContent: text });
const all = () => [...tiles.querySelectorAll("[data-tile]")];

function button(symbol, label, act, extra = "") {
  const made = element("button", `tile__act ${extra}`);
  made.type = "button";
  made.setAttribute("aria-label", label);
  made.innerHTML = `<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="${paths[symbol]}"/></svg>`;
  made.addEventListener("click", act);
  return made;
}

// A tile with its controls; `li` is one of the server's or a new one.
function dress(li) {
  li.draggable = true;
  const acts = element("div", "tile__acts");
  acts.append(
    button("back", say.sayEarlier, () => move(li, -1)),
    button("forward", say.sayLater, () => move(li, 1)),
  );
  li.append(
    element("span", "tile__cover mark mark--over", say.sayCover),
    button("close", say.sayRemove, () => drop(li), "tile__act--remove"),
    acts,
  );
  li.addEventListener("dragstart", (event) => {
    li.classList.add("is-dragged");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
  });
  li.addEventListener("dragend", () => {
    li.classList.remove("is-dragged");
    count();
  });
  li.addEventListener("dragover", (event) => {
    const held = tiles.querySelector(".is-dragged");
    if (!held) return;
    event.preventDefault();
    if (held === li) return;
    const box = li.getBoundingClientRect();
    li[event.clientX > box.left + box.width / 2 ? "after" : "before"](held);
  });
  return li;
}

function move(li, way) {
  const list = all();
  const other = list[list.indexOf(li) + way];
  if (!other) return;
  other[way < 0 ? "before" : "after"](li);
  count();
  const again = li.querySelectorAll(".tile__acts button")[way < 0 ? 0 : 1];
  (again.disabled ? li.querySelector(".tile__acts button:not([disabled])") : again)?.focus();
  form.querySelector("[data-picture-news]").textContent = `${say.sayMoved} ${all().indexOf(li) + 1}`;
}

function drop(li) {
  li.request?.abort();
  const list = all();
  const next = list[list.indexOf(li) + 1] || list[list.indexOf(li) - 1];
  li.remove();
  count();
  (next?.querySelector(".tile__act--remove") || input).focus();
}

function count() {
  const list = all();
  list.forEach((li, i) => {
    const [earlier, later] = li.querySelectorAll(".tile__acts button");
    earlier.disabled = i === 0;
    later.disabled = i === list.length - 1;
  });
  form.querySelector("[data-picture-count]").textContent = list.length ? `${list.length} / ${most}` : "";
  add.hidden = list.length >= most;
  tiles.append(add);
}

function take(files) {
  const room = most - all().length;
  if (files.length > room) tell(say.sayMost);
  for (const file of [...files].slice(0, room)) {
    const li = dress(element("li", "tile"));
    li.dataset.tile = "";
    li.file = file;
    const picture = new Image();
    picture.alt = file.name;
    picture.draggable = false;
    picture.src = URL.createObjectURL(file);
    picture.onerror = () => picture.replaceWith(element("span", "tile__name", file.name));
    li.prepend(picture);
    add.before(li);
    waiting.push(li);
  }
  count();
  next();
}

// Two files at a time, so that the first picture is there early even on a slow line.
const waiting = [];
function next() {
  while (working < 2 && waiting.length) {
    const li = waiting.shift();
    if (li.isConnected) send(li);
  }
  if (!working && !waiting.length && sendWhenDone) {
    sendWhenDone = false;
    form.requestSubmit();
  }
}

function send(li) {
  li.querySelector(".tile__error")?.remove();
  const bar = element("div", "tile__bar");
  li.append(bar);
  const request = (li.request = new XMLHttpRequest());
  const body = new FormData();
  body.append("file", li.file);
  request.open("POST", say.upload);
  request.setRequestHeader("X-CSRFToken", token);
  request.setRequestHeader("Accept", "application/json");
  request.responseType = "json";
  request.upload.onprogress = (event) => bar.style.setProperty("--done", event.total ? event.loaded / event.total : 0);
  request.onload = () => {
    if (request.status === 201) keep(li, request.response);
    else fail(li, request.response?.detail || `${say.sayLost} (${request.status})`);
  };
  request.onerror = () => fail(li, say.sayLost);
  request.onloadend = () => {
    bar.remove();
    working -= 1;
    next();
  };
  working += 1;
  request.send(body);
}

function keep(li, photo) {
  const kept = Object.assign(document.createElement("input"), { type: "hidden", name: "photo_ids", value: photo.id });
  li.dataset.id = photo.id;
  li.style.setProperty("--colour", photo.colour);
  li.append(kept);
}

function fail(li, why) {
  const box = element("div", "tile__error", why);
  box.setAttribute("role", "alert");
  const again = element("button", "button", say.sayRetry);
  again.type = "button";
  again.addEventListener("click", () => {
    waiting.push(li);
    box.remove();
    next();
  });
  box.append(again);
  li.querySelector(".tile__act--remove").before(box);
}

function tell(text) {
  news.textContent = text;
}

form.classList.add("is-live");
for (const li of all()) dress(li);
count();
input.addEventListener("change", () => {
  take(input.files);
  input.value = "";
});
const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
addEventListener("dragover", (event) => {
  if (!hasFiles(event)) return;
  event.preventDefault();
  tiles.classList.add("is-target");
});
addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) tiles.classList.remove("is-target");
});
addEventListener("drop", (event) => {
  tiles.classList.remove("is-target");
  if (!hasFiles(event)) return;
  event.preventDefault();
  take([...event.dataTransfer.files].filter((file) => file.type.startsWith("image/") || /\.hei[cf]$/i.test(file.name)));
});
addEventListener("paste", (event) => {
  const files = [...(event.clipboardData?.files || [])].filter((file) => file.type.startsWith("image/"));
  if (!files.length) return;
  event.preventDefault();
  take(files);
});

form.addEventListener("submit", (event) => {
  if (tiles.querySelector(".tile__error")) {
    event.preventDefault();
    tell(say.sayFailed);
    return tiles.querySelector(".tile__error button").focus();
  }
  if (working || waiting.length) {
    event.preventDefault();
    sendWhenDone = true;
    return tell(say.sayWaiting);
  }
  setTimeout(() => (form.querySelector("[data-post-send]").disabled = true));
});
addEventListener("pageshow", () => (form.querySelector("[data-post-send]").disabled = false));

// Length as the server counts it: two half-width letters are one.
const narrow = /[\u0000-\u00a0\u0100-\u024f\u0590-\u0e7f\uff61-\uffdc]/u;
const measured = (text) => Math.ceil([...text].reduce((sum, char) => sum + (narrow.test(char) ? 1 : 2), 0) / 2);
for (const box of form.querySelectorAll("[data-counted]")) {
  const field = box.querySelector("input, textarea");
  const shown = box.querySelector("[data-count]");
  const limit = Number(box.dataset.counted);
  const update = () => {
    const length = measured(field.value.trim());
    shown.textContent = `${length} / ${limit}`;
    shown.classList.toggle("is-over", length > limit);
  };
  field.addEventListener("input", update);
  update();
}

// `#` and some letters: tags people already use.
const text = form.querySelector("[data-tags-field]");
const completion = element("div", "completion");
text.after(completion);
let request;
text.addEventListener("input", async () => {
  const before = text.value.slice(0, text.selectionStart);
  const typed = before.match(/[#＃]([^\s#＃]{1,20})$/u)?.[1];
  request?.abort();
  if (!typed) return completion.replaceChildren();
  request = new AbortController();
  try {
    const answer = await fetch(`${say.suggest}?q=${encodeURIComponent(typed)}`, { headers: { "HX-Request": "true" }, signal: request.signal });
    completion.innerHTML = answer.ok ? (await answer.text()).trim() : "";
  } catch {
    // Typing goes on without help.
  }
});
completion.addEventListener("click", (event) => {
  const chosen = event.target.closest("[data-name]");
  if (!chosen) return;
  event.preventDefault();
  const at = text.selectionStart;
  const start = text.value.slice(0, at).replace(/[#＃][^\s#＃]*$/u, `#${chosen.dataset.name} `);
  text.value = start + text.value.slice(at);
  text.setSelectionRange(start.length, start.length);
  completion.replaceChildren();
  text.focus();
  text.dispatchEvent(new Event("input", { bubbles: true }));
});
text.closest("[data-counted]").addEventListener("focusout", (event) => {
  if (!event.currentTarget.contains(event.relatedTarget)) completion.replaceChildren();
});
text.addEventListener("keydown", (event) => {
  if (event.key === "Escape") completion.replaceChildren();
  if (event.key === "ArrowDown" && completion.firstElementChild) {
    event.preventDefault();
    completion.firstElementChild.focus();
  }
});

// Products of the mall, found by name.
const picker = form.querySelector("[data-picker-box]");
const field = picker.querySelector("[data-picker-input]");
const list = picker.querySelector("[data-picker-list]");
const picked = form.querySelector("[data-picked]");
picker.hidden = false;
let wait;
field.addEventListener("input", () => {
  clearTimeout(wait);
  wait = setTimeout(find, 200);
});
field.addEventListener("keydown", (event) => {
  if (event.key === "Enter") {
    event.preventDefault();
    list.querySelector("button")?.click();
  } else if (event.key === "Escape") list.replaceChildren();
});
document.addEventListener("click", (event) => {
  if (!picker.contains(event.target)) list.replaceChildren();
});

// The mall's own search page answers; its cards are what one can pick.
async function find() {
  const typed = field.value.trim();
  if (!typed) return list.replaceChildren();
  const answer = await fetch(say.products + encodeURIComponent(typed)).catch(() => null);
  const page = new DOMParser().parseFromString(answer?.ok ? await answer.text() : "", "text/html");
  const cards = [...page.querySelectorAll("[data-product]")].slice(0, 8);
  list.replaceChildren(...cards.map(offer));
  if (!cards.length) list.append(element("li", "muted small", say.sayNone));
}

function line(card) {
  const cover = element("span", "picked__cover");
  const words = element("span", "grow");
  cover.append(document.importNode(card.querySelector(".picture, .text-cover"), true));
  words.append(
    element("span", "picked__name", card.querySelector(".product-card__name").textContent),
    element("span", "price small", card.querySelector(".price").textContent),
  );
  return [cover, words];
}
function offer(card) {
  const li = document.createElement("li");
  const one = element("button", "picker__one");
  one.type = "button";
  one.append(...line(card));
  one.addEventListener("click", () => {
    if (!picked.querySelector(`[value="${card.dataset.product}"]`)) pick(card);
    field.value = "";
    list.replaceChildren();
    field.focus();
  });
  li.append(one);
  return li;
}
function pick(card) {
  const li = element("li", "picked__item");
  const label = element("label", "picked__label");
  label.append(Object.assign(document.createElement("input"), { type: "checkbox", name: "products", value: card.dataset.product, checked: true }), ...line(card));
  li.append(label);
  picked.append(li);
}

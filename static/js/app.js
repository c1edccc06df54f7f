// What every page does: toasts, confirmations, copying and sharing, theme, comment answers, progress.
const say = document.body.dataset;
const toasts = document.getElementById("toasts");

// What is said: a text, or {text, words, href, sheet, post} with a link, which opens in the sheet if it is a small
// task, or is posted.
export function toast(said) {
  const { text = said.value ?? said, words, href, sheet, post } = said;
  const box = document.createElement("div");
  box.className = "toast";
  box.dataset.toast = "";
  box.append(Object.assign(document.createElement("span"), { textContent: text }));
  if (words) {
    const link = Object.assign(document.createElement("a"), { className: "toast__act", textContent: words, href });
    if (post) for (const [name, value] of [["hx-post", href], ["hx-swap", "none"]]) link.setAttribute(name, value);
    if (sheet) for (const [name, value] of [["hx-get", href], ["hx-target", "#sheet"], ["hx-swap", "innerHTML"]]) link.setAttribute(name, value);
    link.addEventListener("htmx:afterRequest", () => box.remove());
    box.append(link);
    htmx.process(box);
  }
  toasts.append(box);
  raise();
  letGo(box);
}

// What lies outside an open dialog takes no clicks, so the toasts move into the one on top.
function raise() {
  if (!toasts.showPopover) return;
  const top = [...document.querySelectorAll("dialog[open]")].pop() || document.body;
  if (toasts.parentElement !== top) top.append(toasts);
  if (toasts.matches(":popover-open")) toasts.hidePopover();
  toasts.showPopover();
}

function letGo(box) {
  setTimeout(() => box.matches(":hover, :focus-within") ? letGo(box) : box.remove(), 5000);
}

document.addEventListener("toast", (event) => toast(event.detail));
if (toasts?.firstElementChild) {
  raise();
  for (const box of toasts.children) letGo(box);
}

// One question before what cannot be undone; resolves to true or false.
function ask(text, words) {
  const box = document.createElement("dialog");
  box.className = "ask";
  const [question, row, no, yes] = ["p", "div", "button", "button"].map((tag) => document.createElement(tag));
  question.textContent = text;
  row.className = "ask__row";
  no.className = "button";
  no.textContent = say.sayCancel;
  yes.className = "button button--primary";
  yes.textContent = words;
  row.append(no, yes);
  box.append(question, row);
  document.body.append(box);
  box.showModal();
  return new Promise((answer) => {
    no.onclick = () => box.close();
    yes.onclick = () => box.close("yes");
    box.onclose = () => {
      box.remove();
      answer(box.returnValue === "yes");
    };
  });
}

document.addEventListener("htmx:confirm", async (event) => {
  const { elt, issueRequest } = event.detail;
  if (!elt.dataset.confirm) return;
  event.preventDefault();
  if (await ask(elt.dataset.confirm, elt.textContent.trim())) issueRequest(true);
});

function theme(choice) {
  const root = document.documentElement;
  if (choice) root.dataset.theme = choice;
  else delete root.dataset.theme;
  const life = choice ? 31536000 : 0;
  document.cookie = `theme=${choice}; path=/; max-age=${life}; samesite=lax`;
  for (const button of document.querySelectorAll("[data-theme-choice]"))
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === choice));
}
theme.now = document.documentElement.dataset.theme || "";
for (const button of document.querySelectorAll("[data-theme-choice]"))
  button.setAttribute("aria-pressed", String(button.dataset.themeChoice === theme.now));

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast(say.sayCopied);
  } catch {
    prompt(say.sayCopied, text);
  }
}

function answer(button) {
  const form = button.closest("[data-comments]")?.querySelector("[data-comment-form]");
  if (!form) return;
  form.querySelector("[data-parent]").value = button.dataset.answer;
  form.querySelector("[data-to]").hidden = !button.dataset.answer;
  form.querySelector("[data-to-name]").textContent = button.dataset.answerName || "";
  write(form);
}

function write(form) {
  const field = form.querySelector("textarea");
  field.focus({ preventScroll: true });
  form.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
}

const acts = {
  close: (button) => button.closest("[data-toast]")?.remove(),
  copy: (button) => copy(button.dataset.copy),
  answer,
  themeChoice: (button) => theme(button.dataset.themeChoice),
  write: (link, event) => {
    const form = link.closest("[data-note]")?.querySelector("[data-comment-form]");
    if (!form) return;
    event.preventDefault();
    write(form);
  },
  openSearch: (link, event) => {
    event.preventDefault();
    const search = document.getElementById("search");
    search.classList.add("is-open");
    search.querySelector("input").focus();
  },
};
const selector = Object.keys(acts).map((name) => `[data-${name.replace(/[A-Z]/g, (c) => "-" + c.toLowerCase())}]`).join();

document.addEventListener("click", async (event) => {
  for (const open of document.querySelectorAll("details.menu[open]")) if (!open.contains(event.target)) open.open = false;
  const pressed = event.target.closest("button, a");
  if (pressed?.dataset.confirm && !pressed.hasAttribute("hx-post") && !pressed.confirmed) {
    event.preventDefault();
    event.stopPropagation();
    if (await ask(pressed.dataset.confirm, pressed.textContent.trim())) {
      pressed.confirmed = true;
      pressed.click();
      pressed.confirmed = false;
    }
    return;
  }
  const target = event.target.closest(selector);
  if (target) for (const name in acts) if (name in target.dataset) acts[name](target, event);
}, true);

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") for (const open of document.querySelectorAll("details.menu[open]")) {
    open.open = false;
    open.querySelector("summary").focus();
  }
  if (event.key === "/" && !event.target.closest("input, textarea, select, [contenteditable]") && !event.metaKey && !event.ctrlKey) {
    event.preventDefault();
    document.querySelector(".search__input").focus();
  }
  if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) event.target.closest("[data-comment-form]")?.requestSubmit();
});

document.addEventListener("change", (event) => {
  if ("autosubmit" in event.target.dataset) event.target.form.requestSubmit();
});

// A form sent once: its buttons rest until the answer is here or the page is shown again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!("busy" in form.dataset) || form.hasAttribute("hx-post")) return;
  document.documentElement.classList.add("is-loading");
  setTimeout(() => form.querySelectorAll("button:not([type=button])").forEach((button) => (button.disabled = true)));
});
window.addEventListener("pageshow", (event) => {
  document.documentElement.classList.remove("is-loading");
  if (event.persisted) document.querySelectorAll("form[data-busy] button").forEach((button) => (button.disabled = false));
});

// Likes and follows show at once and go back if the server did not take them.
const flip = (button) => {
  if (button.matches?.(".like[aria-pressed]"))
    button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
};
let running = 0;
const busy = (change) => {
  running = Math.max(0, running + change);
  document.documentElement.classList.toggle("is-loading", running > 0);
};
document.addEventListener("htmx:beforeSend", (event) => {
  flip(event.detail.elt);
  busy(1);
});
document.addEventListener("htmx:afterRequest", () => busy(-1));
document.addEventListener("htmx:afterSwap", (event) => {
  const { elt } = event.detail;
  if (elt.matches?.(".like, .button")) elt.focus({ preventScroll: true });
  else if (elt.matches?.(".save")) elt.querySelector("button")?.focus({ preventScroll: true });
});
document.addEventListener("htmx:responseError", (event) => {
  flip(event.detail.elt);
  toast(say.sayFailed);
});
document.addEventListener("htmx:sendError", (event) => {
  flip(event.detail.elt);
  toast(say.sayOffline);
});

// A menu opens upwards where its lower end would lie under a bar or outside what scrolls.
document.addEventListener("toggle", (event) => {
  const menu = event.target;
  if (!menu.matches?.("details.menu")) return;
  menu.classList.remove("menu--up");
  const list = menu.querySelector(".menu__list");
  if (!menu.open || !list) return;
  const { left, right, bottom } = list.getBoundingClientRect();
  if (!list.contains(document.elementFromPoint((left + right) / 2, bottom - 4))) menu.classList.add("menu--up");
}, true);

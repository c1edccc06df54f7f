// A conversation: new messages come by themselves, what is seen counts as read, a picture is shown before it goes.
const OFTEN = 5_000;
const SELDOM = 30_000;
const talk = document.querySelector("[data-talk]");
const list = document.getElementById("bubbles");
const token = JSON.parse(document.body.getAttribute("hx-headers") || "{}");
let timer = 0;
let wait = OFTEN;

const toEnd = () => (list.scrollTop = list.scrollHeight);
const numberOf = (bubble) => Number(bubble?.id.replace("message-", ""));
const nearEnd = () => list.scrollHeight - list.scrollTop - list.clientHeight < 160;

function soon() {
  clearTimeout(timer);
  if (talk.dataset.new) timer = setTimeout(ask, wait);
}

async function ask() {
  if (!document.hidden && navigator.onLine) {
    try {
      const answer = await fetch(`${talk.dataset.new}?last=${talk.dataset.last}&seen=${talk.dataset.seen}`);
      wait = OFTEN;
      if (answer.status === 200) show(await answer.text());
      else if (answer.status === 404 || answer.redirected) return;
    } catch {
      wait = SELDOM;
    }
  }
  soon();
}

function show(html) {
  const made = document.createElement("template");
  made.innerHTML = html;
  const fresh = made.content.querySelector("[data-new-messages]");
  if (!fresh) return;
  const stay = nearEnd();
  let theirs = false;
  talk.dataset.last = Math.max(Number(talk.dataset.last), Number(fresh.dataset.last));
  talk.dataset.seen = fresh.dataset.seen;
  for (const item of [...fresh.children]) {
    if (!item.id || document.getElementById(item.id)) continue;
    list.insertBefore(item, [...list.children].find((one) => numberOf(one) > numberOf(item)) || null);
    htmx.process(item);
    theirs = true;
  }
  if ("waits" in talk.dataset && !("waits" in fresh.dataset)) return location.reload(); // the request is accepted
  words();
  if (theirs && stay) toEnd();
  if (theirs) seen();
}

// "Read" stands under the last message when it is one's own and the other has seen it.
function words() {
  document.querySelector("[data-hello]")?.remove();
  const last = list.lastElementChild;
  const mine = last?.classList.contains("bubble--mine");
  document.querySelector("[data-seen-words]").hidden = !(mine && Number(talk.dataset.seen) >= numberOf(last));
}

async function seen() {
  if (document.hidden || !talk.dataset.read) return;
  try {
    const answer = await fetch(talk.dataset.read, { method: "POST", headers: { ...token, Accept: "application/json" } });
    if (answer.ok) count((await answer.json()).unread);
  } catch {
    // The next message, or the next look at the page, says it again.
  }
}

// The number at "Inbox" in the frame.
function count(unread) {
  for (const place of document.querySelectorAll(".rail__link .count, .tabbar__link .count"))
    unread ? (place.firstChild.data = unread > 99 ? "99+" : unread) : place.remove();
}

function preview(form) {
  const file = form.querySelector("[data-picture]").files[0];
  const frame = form.querySelector("[data-preview]");
  const image = frame.querySelector("img");
  if (image.src) URL.revokeObjectURL(image.src);
  image.removeAttribute("src");
  frame.hidden = !file;
  if (file) image.src = URL.createObjectURL(file);
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-picture]")) preview(event.target.form);
});

document.addEventListener("click", (event) => {
  const form = event.target.closest("[data-unpick]")?.closest("form");
  if (!form) return;
  form.querySelector("[data-picture]").value = "";
  preview(form);
});

document.addEventListener("paste", (event) => {
  const form = event.target.closest?.("[data-compose]");
  const file = [...(event.clipboardData?.files || [])].find((one) => one.type.startsWith("image/"));
  if (!form || !file) return;
  event.preventDefault();
  const carrier = new DataTransfer();
  carrier.items.add(file);
  form.querySelector("[data-picture]").files = carrier.files;
  preview(form);
});

// Enter sends where there is a real keyboard, unless a word is still being composed.
document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("[data-compose]");
  if (!form || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  if (event.target.tagName !== "TEXTAREA" || !matchMedia("(pointer: fine)").matches) return;
  event.preventDefault();
  form.requestSubmit();
});

document.addEventListener("htmx:afterRequest", (event) => {
  // The answer may have replaced the form, so the event says which one was sent.
  const form = event.detail.requestConfig?.elt;
  const { status } = event.detail.xhr; // 0 without a connection
  if (!form?.matches("[data-compose]") || status < 200 || status >= 300) return;
  form.querySelector("textarea").value = "";
  form.querySelector("[data-picture]").value = "";
  form.querySelector("[data-preview]").hidden = true;
  form.querySelector("#message-error").textContent = "";
  if (!talk.dataset.new || !form.isConnected) return location.reload(); // the conversation is new
  const own = list.lastElementChild;
  if (own && document.getElementById(own.id) !== own) own.remove(); // it came with the new messages already
  words();
  toEnd();
  clearTimeout(timer);
  ask(); // what the other wrote meanwhile stands before it
});

// Earlier messages come in above; what one reads stays where it is.
let before = 0;
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.target.closest?.("#bubbles")) before = list.scrollHeight - list.scrollTop;
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.requestConfig?.elt?.matches?.("[data-earlier]")) list.scrollTop = list.scrollHeight - before;
});
document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  wait = OFTEN;
  clearTimeout(timer);
  if (talk.dataset.new) ask();
});

toEnd();
if (Number(talk.dataset.unread)) seen();
soon();

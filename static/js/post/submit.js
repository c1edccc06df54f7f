// Sent once: waits for the uploads, says what stands in the way, and asks before unsaved files are left behind.
import { close, isUnsaved } from "./draft.js";
import { find, form, say, tell } from "./page.js";
import { list } from "./tiles.js";
import { flush, isBusy } from "./uploads.js";

const send = find("post-send", form);
const when = form.elements.publish_at;
const clear = find("schedule-clear", form);
let pressed = null;
let sent = false;
let flushed = false;

const busy = () => isBusy() || form.classList.contains("is-sending-film");
const filmFailed = () => form.classList.contains("is-failed-film");

form.addEventListener("submit", async (event) => {
  if (sent) return event.preventDefault();
  const button = event.submitter || send;
  const failed = list.querySelector(".is-failed");
  if ((failed || filmFailed()) && button.value !== "draft") {
    event.preventDefault();
    tell(say.sayFailed);
    return (failed && (failed.querySelector("[data-retry]:not([hidden])") || find("remove", failed)))?.focus();
  }
  if (button.value !== "draft" && !declared()) return event.preventDefault();
  if (button.value === "schedule" && !(new Date(when.value) > new Date())) {
    event.preventDefault();
    tell(say.sayPast);
    return when.focus();
  }
  if (busy() || !flushed) {
    event.preventDefault();
    pressed = button;
    send.setAttribute("aria-disabled", "true");
    if (busy()) return tell(say.sayWaiting);
    await flush();
    flushed = true;
    // A form cannot be sent while the event of the first try is still under way.
    return setTimeout(go);
  }
  sent = true;
  close();
  tell(say.saySending);
  document.documentElement.classList.add("is-loading");
  setTimeout(() => form.querySelectorAll(".post__bar button").forEach((one) => (one.disabled = true)));
});

function go() {
  const button = pressed;
  pressed = null;
  send.removeAttribute("aria-disabled");
  form.requestSubmit(button);
}

// A gift or pay without its brand: the field says so.
function declared() {
  const brand = form.elements.paid_brand;
  if (!brand.required || brand.value) return true;
  brand.setAttribute("aria-invalid", "true");
  brand.focus();
  tell(find("must-text", form).textContent);
  return false;
}

form.addEventListener("post:idle", () => pressed && !busy() && go());
addEventListener("pageshow", () => {
  sent = false;
  close(false);
  document.documentElement.classList.remove("is-loading");
  form.querySelectorAll(".post__bar button").forEach((one) => (one.disabled = false));
});
addEventListener("beforeunload", (event) => {
  if (sent || !(busy() || isUnsaved())) return;
  event.preventDefault();
});

// A time makes of "Post" a "Schedule".
function plan() {
  const isPlanned = Boolean(when.value);
  send.value = isPlanned ? "schedule" : "post";
  send.textContent = isPlanned ? send.dataset.saySchedule : send.dataset.sayPost;
  clear.hidden = !isPlanned;
}
if (when) {
  when.addEventListener("input", plan);
  clear.addEventListener("click", () => {
    when.value = "";
    when.dispatchEvent(new Event("input", { bubbles: true }));
    when.focus();
  });
  plan();
}

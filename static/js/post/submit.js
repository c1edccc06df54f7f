// Sent once, and only while the server answers: waits for the uploads, says what stands in the way, and asks before
// what is unsaved is left behind.
import { close, isUnsaved, reach } from "./draft.js";
import { find, form, say, tell } from "./page.js";
import { isPast } from "./schedule.js";
import { list } from "./tiles.js";
import { flush, isBusy } from "./uploads.js";

const send = find("post-send", form);
let pressed = null;
let sent = false;
let preparing = false;
let ready = false;

const busy = () => isBusy() || form.classList.contains("is-sending-film");
const filmFailed = () => form.classList.contains("is-failed-film");

form.addEventListener("submit", async (event) => {
  if (sent || preparing) return event.preventDefault();
  const button = event.submitter || send;
  const failed = list.querySelector(".is-failed");
  if ((failed || filmFailed()) && button.value !== "draft") {
    event.preventDefault();
    tell(say.sayFailed);
    return (failed && (failed.querySelector("[data-retry]:not([hidden])") || find("remove", failed)))?.focus();
  }
  if (button.value !== "draft" && !declared()) return event.preventDefault();
  if (button.value === "schedule" && isPast()) {
    event.preventDefault();
    return tell(say.sayPast);
  }
  if (busy() || !ready) {
    event.preventDefault();
    pressed = button;
    send.setAttribute("aria-disabled", "true");
    return busy() ? tell(say.sayWaiting) : prepare();
  }
  ready = false;
  sent = true;
  close();
  tell(say.saySending);
  document.documentElement.classList.add("is-loading");
  setTimeout(() => form.querySelectorAll(".post__bar button").forEach((one) => (one.disabled = true)));
});

// Uploads and words are with the server before the page is left for its answer.
async function prepare() {
  preparing = true;
  tell(say.saySending);
  await flush();
  const why = await reach();
  preparing = false;
  ready = !why;
  // A form cannot be sent while the event of the first try is still under way.
  if (ready) return setTimeout(go);
  pressed = null;
  send.removeAttribute("aria-disabled");
  tell(why);
}

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

// The time to post at: in the zone of this device, which the page names and the form sends.
import { find, form, put, say } from "./page.js";

const send = find("post-send", form);
const when = form.elements.publish_at;
const clear = find("schedule-clear", form);
const { timeZone } = Intl.DateTimeFormat().resolvedOptions();

export function isPast() {
  if (new Date(when.value) > new Date()) return false;
  when.focus();
  return true;
}

// "2026-03-01T09:30" on the clock of this device.
function onThisClock(moment) {
  const local = new Date(moment - moment.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

// "British Summer Time, GMT+1": both are those of the day chosen.
function zoneAt(moment) {
  const name = (timeZoneName) => {
    const parts = new Intl.DateTimeFormat(document.documentElement.lang, { timeZone, timeZoneName }).formatToParts(moment);
    return parts.find((part) => part.type === "timeZoneName").value;
  };
  return [...new Set([name("long"), name("shortOffset")])].join(", ");
}

// A time makes of "Post" a "Schedule".
function plan() {
  const isPlanned = Boolean(when.value);
  send.value = isPlanned ? "schedule" : "post";
  send.textContent = isPlanned ? send.dataset.saySchedule : send.dataset.sayPost;
  clear.hidden = !isPlanned;
  find("zone", form).textContent = put(say.sayZone, { zone: zoneAt(isPlanned ? new Date(when.value) : new Date()) });
}

if (when) {
  form.elements.zone.value = timeZone;
  if (when.dataset.at) when.value = onThisClock(new Date(when.dataset.at));
  when.addEventListener("input", plan);
  clear.addEventListener("click", () => {
    when.value = "";
    when.dispatchEvent(new Event("input", { bubbles: true }));
    when.focus();
  });
  plan();
}

// Switches push messages on and off for this browser.
const box = document.querySelector("[data-push]");
const [on, off] = [box.querySelector("[data-push-on]"), box.querySelector("[data-push-off]")];
const [denied, failed] = [box.querySelector("[data-push-denied]"), box.querySelector("[data-push-failed]")];
const headers = { "Content-Type": "application/json", ...JSON.parse(document.body.getAttribute("hx-headers") || "{}") };
const known = new Set(box.dataset.known.split(" "));

const key = () => Uint8Array.from(atob(box.dataset.push.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const tell = (body) => fetch(box.dataset.to, { method: "POST", headers, body: JSON.stringify(body) });

async function current() {
  const registration = await navigator.serviceWorker.getRegistration("/");
  return registration?.pushManager.getSubscription();
}

async function digest(text) {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// On only if this member's browser is known to the server: somebody else may have switched it on here, and a
// push service may have dropped it.
async function show(permission = Notification.permission) {
  const refused = permission === "denied";
  const subscription = refused ? null : await current();
  const isOn = Boolean(subscription) && known.has(await digest(subscription.endpoint));
  denied.hidden = !refused;
  on.hidden = refused || isOn;
  off.hidden = !isOn;
}

// A subscription is bound to the key it was made with; one made with another key is of no use.
function fits(subscription) {
  const made = new Uint8Array(subscription.options.applicationServerKey || []);
  const wanted = key();
  return made.length === wanted.length && made.every((byte, place) => byte === wanted[place]);
}

async function subscribe() {
  await navigator.serviceWorker.register(box.dataset.worker, { scope: "/" });
  const registration = await navigator.serviceWorker.ready;
  const old = await registration.pushManager.getSubscription();
  if (old && !fits(old)) await old.unsubscribe();
  const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key() });
  const answer = await tell(subscription.toJSON());
  if (answer.ok) return known.add(await digest(subscription.endpoint));
  await subscription.unsubscribe();
  throw new Error(`push was not taken: ${answer.status}`);
}

async function unsubscribe() {
  const subscription = await current();
  if (!subscription) return;
  await tell({ off: true, endpoint: subscription.endpoint });
  await subscription.unsubscribe();
  known.delete(await digest(subscription.endpoint));
}

async function attempt(button, act) {
  button.disabled = true;
  failed.hidden = true;
  try {
    await act();
  } catch {
    failed.hidden = false;
  }
  button.disabled = false;
  await show();
}

on.addEventListener("click", async () => {
  const permission = await Notification.requestPermission();
  if (permission === "granted") await attempt(on, subscribe);
  else await show(permission);
});
off.addEventListener("click", () => attempt(off, unsubscribe));

if ("serviceWorker" in navigator && "PushManager" in window && "Notification" in window) {
  box.hidden = false;
  show();
}

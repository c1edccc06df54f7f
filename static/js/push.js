// Switches push messages on and off for this browser.
const box = document.querySelector("[data-push]");
const [on, off] = [box.querySelector("[data-push-on]"), box.querySelector("[data-push-off]")];
const headers = { "Content-Type": "application/json", ...JSON.parse(document.body.getAttribute("hx-headers") || "{}") };

const key = () => Uint8Array.from(atob(box.dataset.push.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const tell = (body) => fetch(box.dataset.to, { method: "POST", headers, body: JSON.stringify(body) });

async function state() {
  const registration = await navigator.serviceWorker.getRegistration("/");
  const subscription = await registration?.pushManager.getSubscription();
  on.hidden = Boolean(subscription);
  off.hidden = !subscription;
  return subscription;
}

on.addEventListener("click", async () => {
  if ((await Notification.requestPermission()) !== "granted") return;
  await navigator.serviceWorker.register(box.dataset.worker, { scope: "/" });
  const registration = await navigator.serviceWorker.ready;
  const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key() });
  const answer = await tell(subscription.toJSON());
  if (!answer.ok) await subscription.unsubscribe();
  await state();
});

off.addEventListener("click", async () => {
  const subscription = await state();
  if (!subscription) return;
  await tell({ off: true, endpoint: subscription.endpoint });
  await subscription.unsubscribe();
  await state();
});

if ("serviceWorker" in navigator && "PushManager" in window) {
  box.hidden = false;
  state();
}

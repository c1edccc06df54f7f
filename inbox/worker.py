"""The service worker: it shows push messages and opens what they are about, nothing else."""

import json

SOURCE = """const ICON = %s;
self.addEventListener("push", (event) => {
  const told = event.data?.json() ?? {};
  const shown = { body: told.text, tag: told.tag, icon: ICON, data: told.url };
  event.waitUntil(self.registration.showNotification(told.title || "", shown));
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = new URL(event.notification.data || "/inbox/", self.location.origin);
  if (url.origin === self.location.origin) event.waitUntil(show(url.href));
});
async function show(address) {
  const windows = await self.clients.matchAll({ type: "window" });
  const there = windows.find((one) => one.url === address);
  return there ? there.focus() : self.clients.openWindow(address);
}
"""


def source(icon: str) -> str:
    return SOURCE % json.dumps(icon)

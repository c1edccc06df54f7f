"""The service worker: it shows push messages and opens what they are about, nothing else."""

import json

SOURCE = """const ICON = %s;
self.addEventListener("push", (event) => {
  const told = event.data ? event.data.json() : {};
  const shown = { body: told.text, tag: told.tag, icon: ICON, data: told.url };
  event.waitUntil(self.registration.showNotification(told.title || "", shown));
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = new URL(event.notification.data || "/inbox/", self.location.origin);
  if (url.origin === self.location.origin) event.waitUntil(self.clients.openWindow(url.href));
});
"""


def source(icon: str) -> str:
    return SOURCE % json.dumps(icon)

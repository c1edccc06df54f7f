// A sheet over the page for a small task (sharing, choosing a board): whatever htmx puts into #sheet opens it. Esc,
// the cross, a press beside it, or an answer that leaves it empty close it. Without this script the links lead to pages.
const sheet = document.getElementById("sheet");

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target !== sheet) return;
  if (!sheet.firstElementChild) return sheet.close();
  const system = sheet.querySelector("[data-system-share]");
  if (system) system.hidden = !navigator.share;
  sheet.setAttribute("aria-label", sheet.querySelector("h2")?.textContent || "");
  if (!sheet.open) sheet.showModal();
});

sheet.addEventListener("close", () => sheet.replaceChildren());
sheet.addEventListener("click", (event) => {
  if (event.target === sheet || event.target.closest("[data-close-sheet]")) sheet.close();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-system-share]");
  if (button) navigator.share({ title: button.dataset.title, url: button.dataset.systemShare }).catch(() => {});
});

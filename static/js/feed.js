// The feed: the next page is fetched before it is reached, no note comes twice, and going back finds the same place.
const near = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    near.unobserve(target);
    htmx.trigger(target.querySelector("a"), "near");
  }
}, { rootMargin: "1400px 0px" });

const address = (card) => card.querySelector("a.note-card__cover")?.getAttribute("href");

function settle(feed) {
  const seen = new Set();
  for (const card of feed.querySelectorAll(":scope > .note-card")) {
    const href = address(card);
    if (seen.has(href)) card.remove();
    seen.add(href);
  }
  for (const more of feed.querySelectorAll("[data-more]")) near.observe(more);
}

const feed = document.querySelector("#main [data-feed]");
const key = "feed:" + location.pathname + location.search + ":" + (document.body.dataset.me || "");
if (feed) {
  const first = feed.children.length;
  const cameBack = performance.getEntriesByType("navigation")[0]?.type === "back_forward" || sessionStorage.getItem("came-back") === location.pathname + location.search;
  sessionStorage.removeItem("came-back");
  const kept = cameBack && JSON.parse(sessionStorage.getItem(key) || "null");
  if (kept) {
    feed.innerHTML = kept.html;
    htmx.process(feed);
    scrollTo({ top: kept.y, behavior: "instant" });
  } else sessionStorage.removeItem(key);

  addEventListener("pagehide", () => {
    if (feed.children.length <= first && !kept && !scrollY) return;
    try {
      sessionStorage.setItem(key, JSON.stringify({ html: feed.innerHTML, y: scrollY }));
    } catch {
      sessionStorage.clear();
    }
  });
}
for (const each of document.querySelectorAll("[data-feed]")) settle(each);
document.addEventListener("htmx:afterSettle", (event) => {
  const around = event.detail.target.closest?.("[data-feed]") || document.querySelector("#main [data-feed]");
  if (around) settle(around);
});

// In a row of tabs that is wider than the screen, the chosen one is in sight.
for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
  const row = tab.parentElement;
  if (tab.offsetLeft + tab.offsetWidth > row.clientWidth) row.scrollLeft = tab.offsetLeft - row.clientWidth / 3;
}

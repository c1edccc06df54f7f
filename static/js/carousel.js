// Pictures of a note or a product: steps by button and arrow key, the number, and a closer look. Swiping is CSS.
import { cross } from "./cross.js";

if (history.state?.zoomed) history.replaceState({ ...history.state, zoomed: false }, "");
const still = matchMedia("(prefers-reduced-motion: reduce)");
const parts = (carousel) => ({
  strip: carousel.querySelector("[data-strip]"),
  slides: [...carousel.querySelectorAll("[data-slide]")],
});
const place = (strip) => Math.round(strip.scrollLeft / (strip.clientWidth || 1));

function go(carousel, to) {
  const { strip, slides } = parts(carousel);
  const index = Math.max(0, Math.min(slides.length - 1, to));
  strip.scrollTo({ left: index * strip.clientWidth, behavior: still.matches ? "instant" : "smooth" });
}

function show(carousel) {
  const { strip, slides } = parts(carousel);
  const index = place(strip);
  if (carousel.at === index) return;
  carousel.at = index;
  const number = carousel.querySelector("[data-number]");
  if (!number) return;
  number.textContent = `${index + 1} / ${slides.length}`;
  carousel.querySelectorAll("[data-dots] span").forEach((dot, i) => dot.classList.toggle("is-here", i === index));
  carousel.querySelector('[data-step="-1"]').disabled = index === 0;
  carousel.querySelector('[data-step="1"]').disabled = index === slides.length - 1;
  slides[index + 1]?.querySelector("img")?.removeAttribute("loading");
}

document.addEventListener("scroll", (event) => {
  if (event.target.matches?.("[data-strip]")) show(event.target.closest("[data-carousel]"));
}, true);

document.addEventListener("click", (event) => {
  const step = event.target.closest("[data-step]");
  const carousel = event.target.closest("[data-carousel]");
  if (step && carousel) return go(carousel, place(parts(carousel).strip) + Number(step.dataset.step));
  const picture = carousel && event.target.closest("[data-slide] img");
  if (picture) look(picture);
});

document.addEventListener("keydown", (event) => {
  const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!way || event.altKey || event.metaKey || event.target.closest("input, textarea, select, .zoomed")) return;
  const overlay = document.querySelector("#overlay[open]");
  const carousel = event.target.closest("[data-carousel]") || (overlay || document.getElementById("main")).querySelector("[data-carousel]");
  if (!carousel) return;
  event.preventDefault();
  go(carousel, place(parts(carousel).strip) + way);
});

// The picture alone; a press brings it close, a press more, the cross, Esc and Back end it.
function look(picture) {
  const dialog = Object.assign(document.createElement("dialog"), { className: "zoomed" });
  const large = new Image();
  large.alt = picture.alt;
  large.srcset = picture.srcset;
  large.sizes = "200vw";
  large.src = picture.currentSrc;
  dialog.setAttribute("aria-label", picture.alt);
  dialog.append(large, cross("zoomed__close"));
  dialog.addEventListener("click", (event) => {
    if (event.target.closest(".zoomed__close") || dialog.classList.contains("is-close")) return dialog.close();
    dialog.classList.add("is-close");
    const [x, y] = [event.clientX / innerWidth, event.clientY / innerHeight];
    dialog.scrollTo((dialog.scrollWidth - innerWidth) * x, (dialog.scrollHeight - innerHeight) * y);
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (history.state?.zoomed) history.back();
  });
  document.body.append(dialog);
  history.pushState({ ...history.state, zoomed: true }, "");
  dialog.showModal();
}

addEventListener("popstate", () => document.querySelector(".zoomed")?.close());

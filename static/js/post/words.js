// While the words are typed: counters under title and text, the covers made of them, `#` and `@` by a press.
import { every, find, form, say } from "./page.js";
import { tiles } from "./tiles.js";
import { measured } from "./width.js";

const { title, text, place } = form.elements;
const covers = find("covers", form);

function measure(box) {
  const field = box.querySelector("input, textarea");
  const most = Number(box.dataset.counted);
  const length = measured(field.value.trim());
  const shown = find("count", box);
  shown.textContent = `${length} / ${most}`;
  shown.classList.toggle("is-over", length > most);
}

function paint() {
  const words = title.value.trim() || text.value.trim().split("\n")[0] || say.sayUntitled;
  const short = [...words].length > 96 ? `${[...words].slice(0, 95).join("")}…` : words;
  for (const cover of covers?.querySelectorAll(".text-cover") || []) {
    cover.classList.toggle("text-cover--long", measured(words) > 22);
    cover.firstElementChild.textContent = short;
  }
}

// Covers of words are for notes with neither picture nor video.
function see() {
  if (covers) covers.hidden = tiles().length > 0 || form.classList.contains("has-film");
}

form.addEventListener("input", (event) => {
  const box = event.target.closest("[data-counted]");
  if (!box) return;
  measure(box);
  paint();
});
form.addEventListener("click", (event) => {
  const sign = event.target.closest("[data-insert]")?.dataset.insert;
  if (!sign) return;
  const before = text.value.slice(0, text.selectionStart);
  const gap = before && !/\s$/.test(before) ? " " : "";
  text.focus();
  text.setRangeText(gap + sign, text.selectionStart, text.selectionEnd, "end");
  text.dispatchEvent(new Event("input", { bubbles: true }));
});
// Completion is fetched when there is something to complete; without a connection, at the next try.
form.addEventListener("focusin", (event) => [text, place].includes(event.target) && import("./complete.js").catch(() => {}));
form.addEventListener("post:change", see);
every("counted", form).forEach(measure);
paint();
see();

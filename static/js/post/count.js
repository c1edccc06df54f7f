// Live counters under the title and the text.
import { every, find, form } from "./page.js";
import { measured } from "./width.js";

function measure(box) {
  const field = box.querySelector("input, textarea");
  const most = Number(box.dataset.counted);
  const length = measured(field.value.trim());
  const shown = find("count", box);
  shown.textContent = `${length} / ${most}`;
  shown.classList.toggle("is-over", length > most);
}

form.addEventListener("input", (event) => {
  const box = event.target.closest("[data-counted]");
  if (box) measure(box);
});
every("counted", form).forEach(measure);

// The covers of words, as the title is typed; shown while there is neither picture nor video.
import { find, form, say } from "./page.js";
import { measured } from "./width.js";
import { tiles } from "./tiles.js";

const box = find("covers", form);
const { title, text } = form.elements;

function paint() {
  const words = title.value.trim() || text.value.trim().split("\n")[0] || say.sayUntitled;
  const short = [...words].length > 96 ? `${[...words].slice(0, 95).join("")}…` : words;
  for (const cover of box.querySelectorAll(".text-cover")) {
    cover.classList.toggle("text-cover--long", measured(words) > 22);
    cover.firstElementChild.textContent = short;
  }
}

function see() {
  box.hidden = tiles().length > 0 || form.classList.contains("has-film");
}

if (box) {
  form.addEventListener("input", (event) => [title, text].includes(event.target) && paint());
  form.addEventListener("post:change", see);
  box.addEventListener("change", () => box.querySelector(":checked").scrollIntoView({ block: "nearest", inline: "nearest" }));
  paint();
  see();
}

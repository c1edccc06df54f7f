// Files chosen, dropped or pasted: pictures become tiles, one video becomes the film.
import { find, form, say, tell } from "./page.js";
import { input, list, tiles } from "./tiles.js";
import { take } from "./uploads.js";

const isVideo = (file) => file.type.startsWith("video/") || /\.(mp4|mov|webm|m4v)$/i.test(file.name);
const filming = () => import("./video.js");

async function sort(files) {
  const films = files.filter(isVideo);
  if (!films.length) return take(files);
  if (films.length < files.length || films.length > 1 || tiles().length) return tell(say.sayOneKind);
  (await filming()).takeFilm(films[0]);
}
if (find("film", form).dataset.id) filming();

input.addEventListener("change", () => {
  sort([...input.files]);
  input.value = "";
});

const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
const media = find("tiles", form).closest("section");
addEventListener("dragover", (event) => {
  if (!hasFiles(event)) return;
  event.preventDefault();
  media.classList.add("is-target");
});
addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) media.classList.remove("is-target");
});
addEventListener("drop", (event) => {
  media.classList.remove("is-target");
  if (!hasFiles(event)) return;
  event.preventDefault();
  sort([...event.dataTransfer.files]);
});
addEventListener("paste", (event) => {
  const files = [...(event.clipboardData?.files || [])];
  if (!files.length || event.clipboardData.types.includes("text/plain")) return;
  event.preventDefault();
  sort(files);
});
list.addEventListener("dragstart", (event) => event.preventDefault());

// The filters of a search: the cross, a press beside the panel or Esc close it.
const sift = document.querySelector("[data-sift]");
if (sift) {
  const close = () => {
    sift.open = false;
    sift.querySelector("summary").focus();
  };
  sift.querySelector("[data-close-sift]").addEventListener("click", close);
  sift.addEventListener("keydown", (event) => event.key === "Escape" && close());
  document.addEventListener("click", (event) => {
    if (sift.open && (!sift.contains(event.target) || event.target === sift)) sift.open = false;
  });
  sift.addEventListener("toggle", () => document.documentElement.classList.toggle("has-sheet", sift.open));
}

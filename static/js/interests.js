// How many interests are chosen, said while one chooses.
const form = document.querySelector("[data-enough]");
const said = form?.querySelector("[data-chosen]");

function count() {
  const n = form.querySelectorAll(":checked").length;
  said.textContent = n ? said.dataset.some.replace("{n}", n) : said.dataset.none;
}

form?.addEventListener("change", count);
if (form) count();

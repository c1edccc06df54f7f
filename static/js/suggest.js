// Suggestions under the search field: fetched as one types, walked with the arrow keys; before that, what one searched
// for and what many search for.
const form = document.getElementById("search");
const input = form?.querySelector("input");
const list = document.getElementById("search-list");
let wait, request;
let at = -1;

const options = () => [...list.querySelectorAll("a")];

function mark(index) {
  const all = options();
  at = all.length ? (index + all.length + 1) % (all.length + 1) : -1;
  if (at === all.length) at = -1;
  all.forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
  if (at >= 0) input.setAttribute("aria-activedescendant", all[at].id);
  else input.removeAttribute("aria-activedescendant");
}

function fill(html) {
  list.innerHTML = html;
  htmx.process(list);
  options().forEach((option, i) => {
    option.id = `suggestion-${i}`;
    option.setAttribute("role", "option");
    option.tabIndex = -1;
  });
  input.setAttribute("aria-expanded", String(options().length > 0));
  mark(-1);
}

async function ask() {
  request?.abort();
  const words = input.value.trim();
  request = new AbortController();
  try {
    const answer = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(words)}`, {
      headers: { "HX-Request": "true" },
      signal: request.signal,
    });
    if (answer.ok) fill((await answer.text()).trim());
  } catch {
    // No suggestions is no harm: the search itself still works.
  }
}

if (input) {
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.getAttribute("aria-label"));
  input.addEventListener("focus", () => list.childElementCount || ask());
  input.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(ask, 120);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      mark(at + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      options()[at].click();
    } else if (event.key === "Escape") {
      fill("");
      form.classList.remove("is-open");
    }
  });
  document.addEventListener("click", (event) => {
    if (form.contains(event.target) || event.target.closest("[data-open-search]")) return;
    fill("");
    form.classList.remove("is-open");
  });
}

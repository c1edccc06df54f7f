// A sheet to choose one product: of the mall by name, or of what the member has received.
import { ask, find, every, press, quiet, say, stamp } from "./page.js";
import { listbox } from "./listbox.js";

const sheet = find("finder");
const field = find("finder-field", sheet);
const state = find("finder-state", sheet);
let mine = "";
let answer = null;
let running = null;

const options = listbox(field, find("finder-list", sheet), {
  draw(item) {
    const one = stamp("finder");
    find("name", one).textContent = item.name;
    find("price", one).textContent = item.price;
    find("bought", one).hidden = !item.bought;
    if (item.cover) find("cover", one).append(Object.assign(new Image(), { src: item.cover, alt: "", width: 44, height: 44, loading: "lazy" }));
    return one;
  },
  pick: ({ id, name, price, cover, brand, bought }) => done({ product: id, name, price, cover, brand, bought }),
});

// Resolves to the product chosen, or to nothing.
export function findProduct() {
  field.value = "";
  sheet.showModal();
  field.focus();
  search();
  return new Promise((resolve) => (answer = resolve));
}

function done(product) {
  answer?.(product);
  answer = null;
  sheet.close();
}

async function search() {
  running?.abort();
  running = new AbortController();
  state.textContent = say.saySearching;
  const query = new URLSearchParams({ q: field.value.trim(), ...(mine && { mine }) });
  const { ok, data, stopped } = await ask(`products/?${query}`, { signal: running.signal });
  if (stopped) return;
  const items = data?.items || [];
  options.show(items);
  state.textContent = ok ? (items.length ? "" : say.sayNothing) : data?.detail || say.sayLost;
}

field.addEventListener("input", quiet(180, search));
sheet.addEventListener("close", () => done(null));
sheet.addEventListener("click", (event) => {
  const button = event.target.closest("[data-finder-mine]");
  if (event.target === sheet || event.target.closest("[data-finder-close]")) sheet.close();
  if (!button) return;
  mine = button.dataset.finderMine;
  press(every("finder-mine", sheet), button);
  search();
});

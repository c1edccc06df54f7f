// The products of the note: at most 18, each with what the author got for it, and its point on a picture if marked.
// `points` rows: { product, name, price, cover, brand, bought, tie, tile, x, y }.
import { changed, every, find, form, press, put, say, stamp, tell } from "./page.js";
import { tiles } from "./tiles.js";

const picked = find("picked", form);
const field = find("points", form);
const most = Number(say.productsMost);
export const points = [];

export async function addProduct(where = {}) {
  if (points.length >= most) return tell(say.sayProductsFull);
  const { findProduct } = await import("./finder.js");
  const product = await findProduct();
  if (!product) return null;
  let row = points.find((point) => point.product === product.product);
  if (!row) points.push((row = { tie: "", tile: null, x: null, y: null, ...product }));
  Object.assign(row, where);
  draw();
  return row;
}

export function drop(row) {
  points.splice(points.indexOf(row), 1);
  draw();
}

// Writes down what is chosen, and shows it.
export function draw() {
  picked.replaceChildren(...points.map(line));
  find("products-count", form).textContent = points.length ? `${points.length} / ${most}` : "";
  find("find-product", form).hidden = points.length >= most;
  for (const tile of tiles()) {
    const mark = find("mark-points", tile);
    const number = points.filter((point) => point.tile === tile).length;
    mark.hidden = !number;
    mark.lastElementChild.textContent = number;
  }
  write();
  changed("points");
}

function write() {
  if (!field) return;
  const known = ({ tile }) => (tile?.isConnected && tile.item.id) || null;
  field.value = JSON.stringify(
    points.map((point) => ({
      product: point.product,
      photo: known(point),
      x: known(point) && point.x,
      y: known(point) && point.y,
      tie: point.tie,
    })),
  );
}

function line(row) {
  const li = stamp("product");
  li.row = row;
  find("name", li).textContent = row.name;
  find("price", li).textContent = row.price;
  find("bought", li).hidden = !row.bought;
  if (row.cover) find("cover", li).append(Object.assign(new Image(), { src: row.cover, alt: "", width: 44, height: 44 }));
  else if (row.art) find("cover", li).append(row.art.cloneNode(true));
  find("unpick", li).setAttribute("aria-label", `${find("unpick", li).getAttribute("aria-label")}: ${row.name}`);
  const where = find("where", li);
  where.hidden = !row.tile?.isConnected;
  where.lastElementChild.textContent = row.tile ? tiles().indexOf(row.tile) + 1 : "";
  where.setAttribute("aria-label", row.tile?.isConnected ? put(say.sayEditor, { n: tiles().indexOf(row.tile) + 1, all: tiles().length }) : "");
  press(every("tie", li), find(`tie="${row.tie}"`, li));
  // Until the form understands points, products go as before.
  if (!field) li.append(Object.assign(document.createElement("input"), { type: "hidden", name: "products", value: row.product }));
  return li;
}

picked.addEventListener("click", (event) => {
  const li = event.target.closest("li");
  const button = event.target.closest("button");
  if (!button || !li?.row) return;
  if ("unpick" in button.dataset) {
    drop(li.row);
    find("find-product", form).focus();
  } else if ("tie" in button.dataset) {
    li.row.tie = button.dataset.tie;
    press(every("tie", li), button);
    write();
    changed("tie");
  } else if ("where" in button.dataset) {
    form.dispatchEvent(new CustomEvent("post:open-points", { detail: li.row.tile }));
  }
});
find("find-product", form).addEventListener("click", () => addProduct());
form.addEventListener("post:change", ({ detail }) => {
  if (["uploaded", "order", "pictures"].includes(detail) && points.length) draw();
  if (["tie", "points"].includes(detail)) declare();
});

// A gift or pay for any product makes the declaration of the note a must.
const { paid_brand: brand, is_gift: gift } = form.elements;
const must = find("must", form);
let byHand = Boolean(brand.value);

function declare() {
  const tied = points.filter((point) => point.tie);
  brand.required = tied.length > 0;
  brand.querySelector('option[value=""]').disabled = brand.required;
  must.hidden = !brand.required;
  if (brand.required) {
    find("must-text", must).textContent = put(say.sayMustDeclare, { name: tied.map((row) => row.name).join("、") });
    const known = [...brand.options].find((option) => option.value && option.textContent.trim() === tied[0].brand);
    if (!brand.value && known) brand.value = known.value;
    if (gift) gift.checked = tied.every((row) => row.tie === "gift");
  } else if (!byHand) brand.value = "";
  see();
}

// A gift is of a brand: without one there is nothing to say.
function see() {
  const row = find("gift", form);
  if (!row) return;
  row.hidden = !brand.value;
  if (!brand.value) gift.checked = false;
}

brand.addEventListener("change", () => {
  byHand = Boolean(brand.value);
  brand.removeAttribute("aria-invalid");
  see();
});

// What came with the page: the products as rows, where and how as JSON.
function begin() {
  let saved = [];
  try {
    saved = JSON.parse(field?.value || "[]");
  } catch {
    // A form that came back damaged: the products themselves are still there as rows.
  }
  for (const li of every("product", picked)) {
    const product = Number(li.dataset.product);
    const { photo = null, x = null, y = null, tie = "" } = saved.find((point) => point.product === product) || {};
    const tile = tiles().find((one) => one.item.id === photo) || null;
    const art = li.querySelector(".picture, .text-cover");
    const name = find("name", li)?.textContent || li.querySelector(".picked__name").textContent;
    const price = li.querySelector(".price").textContent;
    const bought = "bought" in li.dataset;
    points.push({ product, name, price, art, brand: li.dataset.brand, bought, tie, tile, x, y });
  }
  if (field) field.disabled = false;
  if (points.length) draw();
  declare();
}
begin();

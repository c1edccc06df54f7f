// A gift or pay for any product makes the declaration of the note a must.
import { find, form, put, say } from "./page.js";
import { points } from "./products.js";

const box = find("declare", form);
const brand = form.elements.paid_brand;
const gift = form.elements.is_gift;
const must = find("must", box);
let byHand = Boolean(brand.value);

export const tied = () => points.filter((point) => point.tie);

function weigh() {
  const rows = tied();
  const none = brand.querySelector('option[value=""]');
  none.disabled = rows.length > 0;
  must.hidden = !rows.length;
  brand.required = rows.length > 0;
  if (!rows.length) {
    if (!byHand) brand.value = "";
    if (gift && !byHand) gift.checked = false;
    return see();
  }
  find("must-text", must).textContent = put(say.sayMustDeclare, { name: rows.map((row) => row.name).join("、") });
  const known = [...brand.options].find((option) => option.value && option.textContent.trim() === rows[0].brand);
  if (!brand.value && known) brand.value = known.value;
  if (gift) gift.checked = rows.every((row) => row.tie === "gift");
  see();
}

function see() {
  const row = find("gift", box);
  if (!row) return;
  row.hidden = !brand.value;
  if (!brand.value) gift.checked = false;
}

brand.addEventListener("change", () => {
  byHand = Boolean(brand.value);
  see();
});
form.addEventListener("post:change", ({ detail }) => ["tie", "points"].includes(detail) && weigh());
weigh();

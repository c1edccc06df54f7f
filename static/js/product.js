// The large price is that of the variant chosen, also when the browser fills the form in again on the way back.
const price = document.querySelector("[data-price]");

function show() {
  const chosen = document.querySelector("[name=sku]:checked");
  if (chosen) price.textContent = chosen.closest(".choice").querySelector(".price").textContent;
}

document.addEventListener("change", show);
addEventListener("pageshow", show);

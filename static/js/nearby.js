// The place of the browser, rounded here already: two decimals are about 1 km. Only after a press on the button.
const box = document.querySelector("[data-nearby]");
const button = box?.querySelector("[data-here]");

if (button && navigator.geolocation) {
  button.hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(send, refuse, { timeout: 10_000, maximumAge: 600_000 });
  });
}

function send({ coords }) {
  for (const [name, value] of [["lat", coords.latitude], ["lng", coords.longitude]]) {
    const field = box.querySelector(`[data-${name}]`);
    field.disabled = false;
    field.value = value.toFixed(2);
  }
  box.querySelector("#place").disabled = true;
  box.querySelector("form").submit();
}

function refuse() {
  button.disabled = false;
  box.querySelector("[data-refused]").hidden = false;
}

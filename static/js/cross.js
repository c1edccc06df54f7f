// The round button that closes what lies over the page.
export function cross(place) {
  const button = Object.assign(document.createElement("button"), { className: `icon-button icon-button--over ${place}`, type: "button" });
  button.setAttribute("aria-label", document.body.dataset.sayClose);
  button.innerHTML = '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="m6 6 12 12M18 6 6 18"/></svg>';
  return button;
}

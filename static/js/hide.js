// "Not interested" on a card: a button where the pointer is, unless the card has one that explains it, and a long press
// on a touch screen. The menu of the note page has the same without this script.
const LONG = 550;
const me = document.body.dataset.me;
const button = Object.assign(document.createElement("button"), { className: "icon-button icon-button--over note-card__hide", type: "button" });
button.innerHTML = '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M5 12h.01M12 12h.01M19 12h.01" stroke-width="3"/></svg>';
button.title = document.body.dataset.sayHide;
button.setAttribute("aria-label", button.title);

const cardOf = (node) => node.closest?.("[data-surface] .note-card");
const address = (card) => card.querySelector("a.note-card__cover").getAttribute("href");

function choose(card) {
  htmx.ajax("GET", `${address(card)}not-interested/`, { target: "#sheet", swap: "innerHTML" });
}

function show(note, on) {
  for (const link of document.querySelectorAll(`.note-card a.note-card__cover[href="/notes/${+note}/"]`))
    link.closest(".note-card").classList.toggle("is-hidden", !on);
}

document.addEventListener("note:hidden", (event) => show(event.detail.note, false));
document.addEventListener("note:shown", (event) => show(event.detail.note, true));

if (me) {
  button.addEventListener("click", () => choose(button.closest(".note-card")));
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    const card = cardOf(event.target);
    if (!card || card.querySelector(".note-card__why")) button.remove();
    else if (button.parentElement !== card) card.append(button);
  });
  let timer = 0;
  let held = false;
  document.addEventListener("pointerdown", (event) => {
    const card = event.pointerType === "touch" && cardOf(event.target);
    held = false;
    if (!card) return;
    timer = setTimeout(() => {
      held = true;
      choose(card);
    }, LONG);
  });
  for (const name of ["pointerup", "pointercancel", "scroll"]) document.addEventListener(name, () => clearTimeout(timer), true);
  document.addEventListener("contextmenu", (event) => held && event.preventDefault());
  document.addEventListener("click", (event) => {
    if (!held || !cardOf(event.target)) return;
    held = false;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
}

// The order of a board or a series: dragged by the grip with mouse or finger, moved by buttons or the arrow keys.
// Each change is posted at once; if the server does not take it, the tile goes back.
const list = document.querySelector("[data-arrange]");
const say = document.body.dataset;
const tiles = () => [...list.children];

async function post(tile, values, undo) {
  try {
    const answer = await fetch(tile.dataset.place, {
      method: "POST",
      headers: { "HX-Request": "true", "X-CSRFToken": list.closest("form").elements.csrfmiddlewaretoken.value },
      body: new URLSearchParams(values),
    });
    if (answer.ok) return;
  } catch {
    // no connection: told below
  }
  undo();
  document.dispatchEvent(new CustomEvent("toast", { detail: say.sayFailed }));
}

// Where the tile stood, as a function that puts it back.
function keep(tile) {
  const next = tile.nextElementSibling;
  return () => list.insertBefore(tile, next);
}

function shift(tile, way) {
  const undo = keep(tile);
  if (way === "first") list.prepend(tile);
  else if (way === "back") tile.previousElementSibling?.before(tile);
  else tile.nextElementSibling?.after(tile);
  tile.scrollIntoView({ block: "nearest" });
  post(tile, { shift: way }, undo);
}

function setUp() {
  for (const grip of list.querySelectorAll("[data-grip]")) grip.hidden = false;
  const all = document.querySelector("[data-all]");
  if (all && list.querySelector("input[type=checkbox]")) all.hidden = false;
  all?.addEventListener("change", () => {
    for (const box of list.querySelectorAll("input[type=checkbox]")) box.checked = all.querySelector("input").checked;
  });
}

list?.addEventListener("click", (event) => {
  const button = event.target.closest("[data-shift]");
  if (!button) return;
  event.preventDefault();
  shift(button.closest("[data-item]"), button.dataset.shift);
  button.focus();
});

list?.addEventListener("keydown", (event) => {
  const grip = event.target.closest("[data-grip]");
  const way = { ArrowLeft: "back", ArrowUp: "back", ArrowRight: "on", ArrowDown: "on", Home: "first" }[event.key];
  if (!grip || !way) return;
  event.preventDefault();
  shift(grip.closest("[data-item]"), way);
  grip.focus();
});

list?.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest("[data-grip]");
  if (!grip || event.button) return;
  event.preventDefault();
  const tile = grip.closest("[data-item]");
  const undo = keep(tile);
  const from = tiles().indexOf(tile);
  tile.classList.add("is-held");

  const move = (at) => {
    const over = document.elementFromPoint(at.clientX, at.clientY)?.closest("[data-item]");
    if (!over || over === tile || over.parentElement !== list) return;
    if (tiles().indexOf(over) < tiles().indexOf(tile)) over.before(tile);
    else over.after(tile);
  };
  const end = (at) => {
    for (const [name, act] of [["pointermove", move], ["pointerup", end], ["pointercancel", end]]) removeEventListener(name, act);
    tile.classList.remove("is-held");
    if (at.type === "pointercancel") return undo();
    const step = tiles().indexOf(tile) - from;
    if (!step) return;
    // Named by its neighbour, so that a list that goes on below this page stays right.
    const next = tile.nextElementSibling;
    post(tile, next ? { before: next.dataset.item } : { steps: step }, undo);
  };
  for (const [name, act] of [["pointermove", move], ["pointerup", end], ["pointercancel", end]]) addEventListener(name, act);
});

if (list) setUp();

// Tags that the note would get, found while it is written: each is accepted or refused, and that is remembered.
import { announce, ask, body, changed, find, form, put, quiet, say, stamp } from "./page.js";

const box = find("found", form);
const { accepted_tags: accepted, refused_tags: refused, title, text, place } = form.elements;

if (box) {
  const list = find("found-list", box);
  const keyOf = (tag) => String(tag.id ?? tag.name);
  const setOf = (field) => new Set(field.value.split(",").filter(Boolean));
  const known = new Map();
  let running = null;

  const set = (field, key, on) => {
    const keys = setOf(field);
    keys[on ? "add" : "delete"](key);
    field.value = [...keys].join();
  };

  const draw = () => {
    const [yes, no] = [setOf(accepted), setOf(refused)];
    const held = document.activeElement?.closest("[data-key]")?.dataset.key;
    const part = document.activeElement?.matches("[data-refuse]") ? "refuse" : "accept";
    const tags = [...known.values()].filter((tag) => tag.here || yes.has(keyOf(tag)) || no.has(keyOf(tag)));
    tags.sort((one, other) => no.has(keyOf(one)) - no.has(keyOf(other)));
    list.replaceChildren(...tags.map((tag) => chip(tag, yes.has(keyOf(tag)), no.has(keyOf(tag)))));
    box.hidden = !tags.length;
    if (held) find(part, list.querySelector(`[data-key="${CSS.escape(held)}"]`) || list)?.focus();
  };

  const chip = (tag, isAccepted, isRefused) => {
    const li = stamp("found");
    li.dataset.key = keyOf(tag);
    li.dataset.kind = tag.kind;
    li.classList.toggle("is-refused", isRefused);
    find("name", li).textContent = tag.name;
    find("kind", li).textContent = tag.kind_label;
    find("accept", li).setAttribute("aria-pressed", String(isAccepted));
    const no = find("refuse", li);
    no.setAttribute("aria-label", put(no.dataset.sayRefuse, tag));
    no.setAttribute("aria-pressed", String(isRefused));
    return li;
  };

  const look = async () => {
    if (!title.value.trim() && !text.value.trim() && !place.value.trim()) {
      for (const tag of known.values()) tag.here = false;
      return draw();
    }
    running?.abort();
    running = new AbortController();
    const products = [...form.querySelectorAll("[data-picked] li")].map((li) => li.row?.product).filter(Boolean).join();
    const data = body({ title: title.value, text: text.value, place: place.value, products });
    const answer = await ask("suggest-tags/", { data, signal: running.signal });
    if (!answer.ok) return;
    for (const tag of known.values()) tag.here = false;
    for (const tag of answer.data.tags) if (tag.how !== "hashtag") known.set(keyOf(tag), { ...tag, here: true });
    draw();
  };

  const soon = quiet(500, look);
  form.addEventListener("input", (event) => [title, text, place].includes(event.target) && soon());
  form.addEventListener("post:change", ({ detail }) => ["points", "place"].includes(detail) && soon());
  list.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const { key } = button.closest("[data-key]").dataset;
    const isYes = "accept" in button.dataset;
    const on = button.getAttribute("aria-pressed") !== "true";
    set(isYes ? accepted : refused, key, on);
    if (on) set(isYes ? refused : accepted, key, false);
    if (on) announce(put(isYes ? say.sayAccepted : say.sayRefused, known.get(key)), find("found-news", box));
    draw();
    changed("tags");
  });
  look();
}

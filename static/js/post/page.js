// What the parts of the posting page share: the form, its words, its templates, and how they ask the server.
export const form = document.querySelector("[data-post]");
export const say = form.dataset;
export const token = form.elements.csrfmiddlewaretoken.value;
export const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

// How long the server may be silent before it counts as gone.
export const PATIENCE = 15_000;

export const find = (name, root = document) => root.querySelector(`[data-${name}]`);
export const every = (name, root = document) => [...root.querySelectorAll(`[data-${name}]`)];
export const stamp = (name) => document.getElementById(`${name}-template`).content.firstElementChild.cloneNode(true);
export const put = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
export const clamp = (value, least, most) => Math.min(Math.max(value, least), most);
export const address = (path) => say.root + path;

export function announce(text, place = find("picture-news")) {
  place.textContent = "";
  requestAnimationFrame(() => (place.textContent = text));
}

export function tell(text) {
  find("post-news").textContent = text;
}

// Something that belongs to the note is different now: drafts, tags and covers listen.
export function changed(what) {
  form.dispatchEvent(new CustomEvent("post:change", { detail: what }));
}

// `run` once it has been quiet for so long; `.cancel()` forgets it.
export function quiet(milliseconds, run) {
  let wait;
  const again = (...given) => {
    clearTimeout(wait);
    wait = setTimeout(run, milliseconds, ...given);
  };
  again.cancel = () => clearTimeout(wait);
  return again;
}

export function body(values) {
  const data = new FormData();
  for (const [name, value] of Object.entries(values)) data.append(name, value);
  return data;
}

// What the server answers: { ok, status, data }; status 0 is no connection. GET when there is no body.
export async function ask(path, { data: sent, signal, keepalive = false } = {}) {
  const headers = { Accept: "application/json" };
  if (sent) headers["X-CSRFToken"] = token;
  try {
    const answer = await fetch(address(path), { method: sent ? "POST" : "GET", body: sent, headers, signal, keepalive });
    const isData = /json/.test(answer.headers.get("Content-Type"));
    return { ok: answer.ok, status: answer.status, data: isData ? await answer.json() : null };
  } catch (error) {
    return { ok: false, status: 0, data: null, stopped: error.name === "AbortError" };
  }
}

// Does the server answer at all?
export async function isReachable() {
  try {
    const answer = await fetch(location.href, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    return answer.status < 500;
  } catch {
    return false;
  }
}

// A file goes up; `progress` hears shares from 0 to 1. Returns { promise, stop }.
export function upload(path, file, progress) {
  const request = new XMLHttpRequest();
  const promise = new Promise((answer) => {
    request.open("POST", address(path));
    request.setRequestHeader("X-CSRFToken", token);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.onprogress = (event) => progress(event.total ? event.loaded / event.total : 0);
    request.onload = () => {
      const { status, response } = request;
      const why = response?.detail || `${say.sayLost} (${status})`;
      answer({ ok: status === 201, status, data: response, why });
    };
    request.onerror = () => answer({ ok: false, status: 0, why: say.sayLost });
    request.onabort = () => answer({ ok: false, status: 0, stopped: true });
    request.send(body({ file }));
  });
  return { promise, stop: () => request.abort() };
}

// A control among others that stands for the value chosen.
export function press(buttons, chosen) {
  for (const button of buttons) button.setAttribute("aria-pressed", String(button === chosen));
}

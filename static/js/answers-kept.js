// No answer is lost: what is chosen stays in the browser until the server has it. What could not be sent is sent again
// with the key of its form, so that it counts once, from this page or from the next one of a sitting.
const PLACE = "answers-kept";
const OLDEST = 24 * 60 * 60 * 1000;
const PATIENCE = 15_000;
const WAITS = [2_000, 4_000, 8_000, 15_000];
const AGAIN_LATER = (status) => status === 429 || status >= 500;

let kept = read();
let tries = 0;
let timer;

// Storage may be forbidden or full: then the page itself remembers, until it is left.
function read() {
  try {
    const entries = Object.entries(JSON.parse(localStorage.getItem(PLACE)) ?? {});
    return Object.fromEntries(entries.filter(([, entry]) => Date.now() - entry.at < OLDEST));
  } catch {
    return {};
  }
}

function write() {
  try {
    localStorage.setItem(PLACE, JSON.stringify(kept));
  } catch { /* the page remembers */ }
}

function keep(form, sent) {
  const said = new FormData(form);
  if (!said.get("choice")) return;
  kept[form.action] = {
    choice: said.get("choice"), key: said.get("key"), token: said.get("csrfmiddlewaretoken"), sent, at: Date.now(),
  };
  write();
}

function drop(action) {
  delete kept[action];
  write();
}

function say(state) {
  const line = document.getElementById("answer-state");
  if (!line) return;
  for (const text of line.children) text.hidden = text.dataset.state !== state;
  line.hidden = !state;
}

const formOf = (action) => [...document.querySelectorAll("[data-answer]")].find((form) => form.action === action);
const choiceIn = (form, choice) => form.querySelector(`[name=choice][value="${CSS.escape(choice)}"]`);

// What was chosen before a reload or before the hint is chosen again.
function restore() {
  for (const form of document.querySelectorAll("[data-answer]")) {
    const entry = kept[form.action];
    const choice = entry && choiceIn(form, entry.choice);
    if (!choice) continue;
    choice.checked = true;
    if (entry.sent) form.elements.key.value = entry.key;
  }
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(deliver, WAITS[Math.min(tries, WAITS.length - 1)]);
  tries += 1;
}

function deliver() {
  clearTimeout(timer);
  for (const [action, entry] of Object.entries(kept)) {
    if (!entry.sent) continue;
    const form = formOf(action);
    if (form && choiceIn(form, entry.choice)) {
      if (!form.dataset.sending) form.requestSubmit();
    } else {
      post(action, entry);
    }
  }
}

function arrived(action) {
  drop(action);
  tries = 0;
}

// From another page than its own; that page is brought up to date if it is the one on the screen.
async function post(action, entry) {
  const body = new URLSearchParams({ csrfmiddlewaretoken: entry.token, choice: entry.choice, key: entry.key });
  try {
    const answer = await fetch(action, { method: "POST", body, headers: { "HX-Request": "true" } });
    if (AGAIN_LATER(answer.status)) return later();
    const value = answer.headers.get("Answer");
    arrived(action);
    if (value === "accepted") say("saved");
    else say(value === "refused_late" ? "late" : "refused");
    if (action.startsWith(window.location.href)) document.dispatchEvent(new Event("sitting:refresh"));
  } catch {
    say("waiting");
    later();
  }
}

const answerOf = (event) => {
  const form = event.detail.requestConfig?.elt;
  return form?.matches?.("[data-answer]") ? form : null;
};

function waits(event) {
  if (!answerOf(event)) return;
  say("waiting");
  later();
}

document.addEventListener("change", (event) => {
  const form = event.target.name === "choice" && event.target.closest("[data-answer]");
  if (!form || kept[form.action]?.sent) return;
  keep(form, false);
  say(null);
});
document.addEventListener("htmx:beforeRequest", (event) => {
  const form = answerOf(event);
  if (form) keep(form, true);
});
document.addEventListener("htmx:sendError", waits);
document.addEventListener("htmx:timeout", waits);
document.addEventListener("htmx:afterRequest", (event) => {
  const form = answerOf(event);
  const status = event.detail.xhr.status;
  if (!form || status === 0) return;
  if (AGAIN_LATER(status)) return waits(event);
  arrived(form.action);
  // Why one was not taken stands on the page that came back.
  say(event.detail.xhr.getResponseHeader("Answer") === "accepted" ? "saved" : null);
});
document.addEventListener("htmx:load", restore);
window.addEventListener("online", deliver);
document.addEventListener("visibilitychange", () => { if (!document.hidden) deliver(); });

if (window.htmx) window.htmx.config.timeout = PATIENCE;
restore();
deliver();

// The clock of an open problem. The server decides; this only shows what is left, says so now and then, and asks the
// server again when the time is up. Who does not want to see it hides it; it is said all the same.
const ANNOUNCED = [60, 30, 10];
const SHORT = 30;

function text(seconds) {
  const minutes = Math.floor(seconds / 60);
  return `${minutes}:${String(seconds % 60).padStart(2, "0")}`;
}

function finish(clock) {
  const form = document.querySelector("[data-answer]");
  clock.classList.add("clock-over");
  if (form?.querySelector("input[name=choice]:checked")) {
    // Chosen but not sent: it still counts within the grace of the terms.
    form.requestSubmit();
    return;
  }
  const wait = (Number(clock.dataset.grace) + 0.3) * 1000;
  setTimeout(() => { if (clock.isConnected) document.dispatchEvent(new Event("sitting:refresh")); }, wait);
}

function start(clock) {
  if (clock.dataset.running) return;
  clock.dataset.running = "yes";
  const shown = clock.querySelector("[data-countdown-text]");
  const spoken = clock.querySelector("[data-countdown-spoken]");
  // Wall time, not a timer: a sleeping phone wakes up with the right number.
  const end = Date.now() + Number(clock.dataset.countdown) * 1000;
  let before = Infinity;
  const tick = () => {
    if (!clock.isConnected) return clearInterval(timer);
    const left = Math.max(0, Math.ceil((end - Date.now()) / 1000));
    shown.textContent = text(left);
    clock.classList.toggle("clock-short", left <= SHORT && left > 0);
    // After a sleep several marks may lie behind: only the nearest is true.
    const passed = ANNOUNCED.findLast((mark) => before > mark && left <= mark && left > 0 && before !== Infinity);
    if (passed) spoken.textContent = clock.dataset.says.replace("{seconds}", passed);
    before = left;
    if (left === 0) {
      clearInterval(timer);
      finish(clock);
    }
  };
  const timer = setInterval(tick, 250);
  tick();
}

function startAll() {
  for (const clock of document.querySelectorAll("[data-countdown]")) start(clock);
}

// Hidden or shown at once; the server is told, so that it stays so.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-clock-switch]")) return;
  event.preventDefault();
  delete form.dataset.sending;
  const button = event.submitter;
  fetch(form.action, { method: "POST", body: new FormData(form, button), redirect: "manual" }).catch(() => {});
  const hidden = button.value === "yes";
  form.closest(".clock-frame").classList.toggle("clock-unseen", hidden);
  for (const each of form.querySelectorAll("button")) each.hidden = (each.value === "yes") === hidden;
  form.querySelector("button:not([hidden])").focus();
});

startAll();
document.addEventListener("htmx:load", startAll);

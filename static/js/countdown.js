// The clock of an open problem. The server decides; this only shows what is left, says so now and then, and asks the
// server again when the time is up.
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
    // Chosen but not sent: it still counts within the grace of the network.
    form.requestSubmit();
    return;
  }
  const wait = (Number(clock.dataset.grace) + 0.3) * 1000;
  setTimeout(() => { if (clock.isConnected) window.location.reload(); }, wait);
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
    const passed = ANNOUNCED.find((mark) => before > mark && left <= mark && before !== Infinity);
    if (passed) spoken.textContent = `${passed} seconds left`;
    before = left;
    if (left === 0) {
      clearInterval(timer);
      spoken.textContent = "Time is up";
      finish(clock);
    }
  };
  const timer = setInterval(tick, 250);
  tick();
}

function startAll() {
  for (const clock of document.querySelectorAll("[data-countdown]")) start(clock);
}

startAll();
document.addEventListener("htmx:load", startAll);
// A page brought back from the browser's memory shows an old clock.
window.addEventListener("pageshow", (event) => { if (event.persisted) window.location.reload(); });

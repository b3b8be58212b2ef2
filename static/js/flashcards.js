// Keys for a flashcard: Space shows the answer, 1 to 4 rate it, U takes the last rating back. Off where one types.
const card = document.querySelector("[data-flashcard]");

function typing(target) {
  return target.isContentEditable || target.matches("input, textarea, select");
}

function press(key) {
  const answer = card?.querySelector("details");
  if (key === "u") {
    const undo = document.querySelector("[data-undo]");
    undo?.requestSubmit();
    return Boolean(undo);
  }
  if (!answer) return false;
  if (key === " " && !answer.open) {
    answer.open = true;
    return true;
  }
  const button = answer.open && answer.querySelector(`[name=rating][value="${CSS.escape(key)}"]`);
  if (button) button.form.requestSubmit(button);
  return Boolean(button);
}

if (card) {
  document.querySelector("[data-keys]")?.removeAttribute("hidden");
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing(event.target)) return;
    // Space on a button or link is for the button or link.
    if (event.key === " " && event.target.closest("button, a, summary")) return;
    if (press(event.key.toLowerCase())) event.preventDefault();
  });
}

// A rating is sent once, however often a button is pressed; a page from the browser's memory may be sent again, and
// the server tells the two apart.
document.addEventListener("submit", (event) => {
  if (event.target.dataset.sending) event.preventDefault();
  event.target.dataset.sending = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("[data-sending]")) delete form.dataset.sending;
});

// Single keys: an element says in data-key which keys press it. Off where one types, with modifiers, and while a dialog
// is open; a page of somebody who switched keys off does not load this.
const help = document.getElementById("keys");

function typing(target) {
  return target.isContentEditable || target.matches("textarea, select, input:not([type=radio], [type=checkbox])");
}

function nameOf(key) {
  return key === " " ? "space" : key.toLowerCase();
}

// What a key unfolded it does not fold again.
const isOpen = (element) => element.matches("details[open] > summary");

function press(name) {
  const all = [...document.querySelectorAll(`[data-key~="${CSS.escape(name)}"]`)];
  const element = all.find((each) => (each.labels?.[0] ?? each).checkVisibility() && !isOpen(each));
  if (!element) return false;
  if (element.type === "radio") element.focus();
  element.click();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return;
  if (typing(event.target) || document.querySelector("dialog[open]")) return;
  const name = nameOf(event.key);
  // Space and Enter on a button or link are for the button or link.
  if ((name === "space" || name === "enter") && event.target.closest("button, a, summary")) return;
  if (press(name)) event.preventDefault();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-keys-open]")) help.showModal();
  if (event.target.closest("[data-keys-close]")) help.close();
});

for (const button of document.querySelectorAll("[data-keys-open]")) button.hidden = false;

// Folds and unfolds every answer of a part of the page at once, and prints with all of them open.
for (const button of document.querySelectorAll("[data-unfold]")) {
  const parts = () => [...button.closest("[data-unfold-scope]").querySelectorAll("details")];
  const shown = button.textContent;
  const label = () => { button.textContent = parts().every((part) => part.open) ? button.dataset.open : shown; };
  button.hidden = false;
  button.addEventListener("click", () => {
    const open = !parts().every((part) => part.open);
    for (const part of parts()) part.open = open;
    label();
  });
  button.closest("[data-unfold-scope]").addEventListener("toggle", label, true);
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// After a part of the page was replaced: a heading that asks for it gets the focus, and what changed is spoken.
document.addEventListener("htmx:afterSettle", (event) => {
  const part = document.getElementById(event.detail.target?.id ?? "");
  if (!part) return;
  part.querySelector("[data-focus]")?.focus({ preventScroll: true });
  const spoken = document.querySelector("[data-spoken]");
  if (!spoken) return;
  const said = [...part.querySelectorAll("[data-speak]")].map((element) => element.textContent.trim());
  for (const value of part.querySelectorAll('[data-speak-if="yes"]')) {
    const name = value.closest("[data-named]").querySelector("code").textContent;
    said.push(`${name}: ${value.querySelector("samp").textContent}`);
  }
  spoken.textContent = said.join(". ");
});

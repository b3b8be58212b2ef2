// The arrow keys left and right go to the step before and after, except where they move something else.
const scrolls = (element) => element.closest(".code-scroll, .wide-table");

document.querySelector("[data-keys]")?.removeAttribute("hidden");
document.addEventListener("htmx:afterSettle", () => document.querySelector("[data-keys]")?.removeAttribute("hidden"));
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (event.target.matches("input, textarea, select") || scrolls(event.target)) return;
  const step = { ArrowLeft: "[data-step-previous]", ArrowRight: "[data-step-next]" }[event.key];
  const link = step && document.querySelector(step);
  if (!link) return;
  event.preventDefault();
  link.click();
});

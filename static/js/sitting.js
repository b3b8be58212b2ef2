// Inside a sitting: after each step the new heading gets the focus, and a form is sent only once at a time.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target?.id !== "sitting" && event.target?.id !== "sitting") return;
  const heading = document.querySelector("#sitting [data-focus]");
  if (!heading) return;
  heading.focus({ preventScroll: true });
  window.scrollTo({ top: 0, behavior: "instant" });
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sending) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  form.dataset.sending = "yes";
}, true);

document.addEventListener("htmx:afterRequest", (event) => { delete event.target.dataset?.sending; });

// What went wrong is said on the page, in words that stand in it already.
function trouble(which) {
  const place = document.getElementById("trouble");
  if (!place) return;
  for (const text of place.children) text.hidden = text.dataset.trouble !== which;
  place.hidden = false;
}

document.addEventListener("htmx:sendError", () => trouble("unreachable"));
document.addEventListener("htmx:responseError", (event) => {
  trouble(event.detail.xhr.status === 429 ? "slower" : "refused");
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("[data-sending]")) delete form.dataset.sending;
});

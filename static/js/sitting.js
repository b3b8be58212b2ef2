// Inside a sitting: steps swap in place, after each the new heading gets the focus, and a form is sent only once at a
// time.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target?.id !== "sitting" && event.target?.id !== "sitting") return;
  const heading = document.querySelector("#sitting [data-focus]");
  if (!heading) return;
  heading.focus({ preventScroll: true });
  window.scrollTo({ top: 0, behavior: "instant" });
});

// Asks the server how the problem on the page stands.
document.addEventListener("sitting:refresh", () => {
  window.htmx.ajax("GET", window.location.pathname, { target: "#sitting", swap: "outerHTML" });
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

// An answer that could not be sent is kept and sent again; everything else is for the learner to do once more.
function unreachable(event) {
  if (!event.detail.requestConfig?.elt?.matches?.("[data-answer]")) trouble("unreachable");
}

document.addEventListener("htmx:sendError", unreachable);
document.addEventListener("htmx:timeout", unreachable);
document.addEventListener("htmx:responseError", (event) => {
  trouble(event.detail.xhr.status === 429 ? "slower" : "refused");
});
window.addEventListener("pageshow", (event) => {
  for (const form of document.querySelectorAll("[data-sending]")) delete form.dataset.sending;
  // A page brought back from the browser's memory shows an old clock.
  if (event.persisted && document.getElementById("sitting")) document.dispatchEvent(new Event("sitting:refresh"));
});

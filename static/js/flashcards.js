// A rating is sent once, however often a button is pressed; a page from the browser's memory may be sent again, and
// the server tells the two apart.
document.addEventListener("submit", (event) => {
  if (event.target.dataset.sending) event.preventDefault();
  event.target.dataset.sending = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("[data-sending]")) delete form.dataset.sending;
});

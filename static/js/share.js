// Hands the text of a result to the device's own way of sharing; without one the button stays hidden.
for (const button of document.querySelectorAll("[data-share]")) {
  if (!navigator.share) break;
  button.hidden = false;
  button.addEventListener("click", () => {
    const text = button.closest("[data-copy]").querySelector("code").textContent;
    navigator.share({ text }).catch(() => { /* the reader changed their mind */ });
  });
}

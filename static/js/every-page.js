// The copy button on a block of code; without a clipboard the button stays hidden.
function prepare(root) {
  for (const block of root.querySelectorAll("[data-copy]")) {
    const button = block.querySelector("[data-copy-button]");
    if (button) button.hidden = false;
  }
}

async function copy(button) {
  const label = button.querySelector("[data-copy-label]");
  label.dataset.rest ??= label.textContent;
  const source = button.closest("[data-copy]").querySelector("code").textContent;
  try {
    await navigator.clipboard.writeText(source);
    label.textContent = label.dataset.copied;
  } catch {
    label.textContent = label.dataset.refused;
  }
  setTimeout(() => { label.textContent = label.dataset.rest; }, 2000);
}

if (navigator.clipboard) {
  prepare(document);
  document.addEventListener("htmx:load", (event) => prepare(event.target.parentNode ?? document));
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy-button]");
    if (button) copy(button);
  });
}

// Tells the server the browser's time zone, for times and days of people who have not chosen one.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const said = `zone=${encodeURIComponent(zone ?? "")}`;
if (zone && !document.cookie.split("; ").includes(said)) {
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `${said}; path=/; max-age=31536000; samesite=lax${secure}`;
}

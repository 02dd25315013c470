// A pressed button with data-busy says that work is under way. Only that button: the page stays usable.
const pressed = new Map();

export function busyButtons() {
  document.addEventListener("submit", ({ submitter: button, defaultPrevented }) => {
    if (!button?.dataset.busy || defaultPrevented) return;
    pressed.set(button, button.textContent);
    button.setAttribute("aria-busy", "true");
    button.textContent = button.dataset.busy;
  });
  // Going back shows the page as it was left, busy button included; and htmx answers without leaving the page.
  window.addEventListener("pageshow", release);
  document.addEventListener("htmx:finally:request", release);
}

function release() {
  for (const [button, words] of pressed) {
    button.removeAttribute("aria-busy");
    button.textContent = words;
  }
  pressed.clear();
}

// Marks, among links that open in a frame of this page, the one that was opened last, and says its name.
//   <span data-frame-name="khung" hidden>…</span> … <a target="khung" href="…">
// Without it the links still open in the frame.
export function frameLinks() {
  for (const name of document.querySelectorAll("[data-frame-name]")) name.hidden = false;
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[target]");
    const frame = link && document.querySelector(`iframe[name="${CSS.escape(link.target)}"]`);
    if (frame) show(link, frame);
  });
}

function show(link, frame) {
  for (const other of document.querySelectorAll(`a[target="${CSS.escape(link.target)}"]`)) {
    if (other.href === link.href) other.setAttribute("aria-current", "true");
    else other.removeAttribute("aria-current");
  }
  frame.title = link.textContent.trim();
  for (const name of document.querySelectorAll(`[data-frame-name="${CSS.escape(link.target)}"]`)) name.textContent = frame.title;
  link.closest("details[data-menu]")?.removeAttribute("open");
}

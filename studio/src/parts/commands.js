// Buttons that do what only a script can: <button type="button" data-do="print" hidden> is shown and works when scripts do.
const COMMANDS = {
  print: () => window.print(),
  copy: (button) => navigator.clipboard.writeText(button.dataset.text),
};

export function pageCommands() {
  for (const button of document.querySelectorAll("[data-do]")) button.hidden = false;
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (button) COMMANDS[button.dataset.do]?.(button);
  });
}

// Shows a question only while the answer above it calls for it; the server decides again when the form is sent.
// What is hidden is switched off, so that it is not sent: its words stay on the page and come back with it.
//   <div data-depends-on="mode" data-shown-for="meeting mixed"> or data-hidden-for="written"; "" stands for no answer.
import { once } from "./once.js";

const dependents = once("[data-depends-on]");

export function reveals(root) {
  for (const part of dependents(root)) {
    const form = part.closest("form");
    if (!form) continue;
    const apply = () => show(part, isShown(part, form));
    form.addEventListener("change", apply);
    apply();
  }
}

// Parts are visited in the order of the page: one within another is switched after it, and has the last word.
function show(part, shown) {
  part.hidden = !shown;
  for (const control of part.querySelectorAll("input, select, textarea")) {
    if (shown ? "hushed" in control.dataset : !control.disabled) {
      control.disabled = !shown;
      if (shown) delete control.dataset.hushed;
      else control.dataset.hushed = "";
    }
  }
}

function isShown({ dataset }, form) {
  const answer = new FormData(form).get(dataset.dependsOn) ?? "";
  const named = (words) => words.split(" ").includes(answer);
  return dataset.shownFor === undefined ? !named(dataset.hiddenFor) : named(dataset.shownFor);
}

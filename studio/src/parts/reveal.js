// Shows a question only while the answer above it calls for it; the server decides again when the form is sent.
//   <div data-depends-on="mode" data-shown-for="meeting mixed"> or data-hidden-for="written"; "" stands for no answer.
import { once } from "./once.js";

const dependents = once("[data-depends-on]");

export function reveals(root) {
  for (const part of dependents(root)) {
    const form = part.closest("form");
    if (!form) continue;
    const apply = () => (part.hidden = !isShown(part, form));
    form.addEventListener("change", apply);
    apply();
  }
}

function isShown({ dataset }, form) {
  const answer = new FormData(form).get(dataset.dependsOn) ?? "";
  const named = (words) => words.split(" ").includes(answer);
  return dataset.shownFor === undefined ? !named(dataset.hiddenFor) : named(dataset.shownFor);
}

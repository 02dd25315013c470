// Shows anew what the server calculates, after every save: the page is asked for and its results are copied over.
//   <output id="share" data-result="share">. Nothing is worked out here.
import { once } from "./once.js";

const forms = once("form[data-autosave]:has([data-result])");

export function results(root) {
  for (const form of forms(root)) form.addEventListener("saved", () => redraw(form));
}

async function redraw(form) {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const shown of form.querySelectorAll("[data-result]")) {
    const fresh = page.getElementById(shown.id);
    if (fresh && fresh.textContent !== shown.textContent) shown.textContent = fresh.textContent;
  }
}

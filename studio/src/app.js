// What every page loads. Each part adds comfort to a page that already works without it.
import "htmx.org";
import { autosave } from "./parts/autosave.js";
import { busyButtons } from "./parts/busy.js";
import { pageCommands } from "./parts/commands.js";
import { filters } from "./parts/filter.js";
import { frameLinks } from "./parts/frame-links.js";
import { govukParts } from "./parts/govuk.js";
import { closingMenus } from "./parts/menu.js";
import { results } from "./parts/results.js";
import { reveals } from "./parts/reveal.js";
import { uploads } from "./parts/upload.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");

busyButtons();
closingMenus();
frameLinks();
pageCommands();

// htmx reports the whole page once, then every piece that it has put in.
document.addEventListener("htmx:after:process", ({ target: root }) => {
  govukParts(root);
  filters(root);
  reveals(root);
  results(root);
  autosave(root);
  uploads(root);
});

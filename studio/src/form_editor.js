// The editor of a form of a draft, with the server's own drawing of it below. Loaded by its page only; on a narrow window the
// drawing is there alone.
//   <div data-forms> <div data-palette> <div data-canvas> <div data-panel> … the parts of editing/saving.js and forms/preview.js … </div>
import "@bpmn-io/form-js/dist/assets/form-js-editor.css";
import "@bpmn-io/form-js/dist/assets/form-js.css";
import "@bpmn-io/form-js/dist/assets/properties-panel.css";
import "./forms/look.css";
import { FormEditor } from "@bpmn-io/form-js-editor";
import flatpickr from "flatpickr";
import { givenFile } from "./editing/file.js";
import { present } from "./editing/presence.js";
import { Saving } from "./editing/saving.js";
import { TYPES } from "./forms/own.js";
import { Preview } from "./forms/preview.js";
import { properties } from "./forms/properties.js";
import { writer } from "./forms/schema.js";
import { flatpickr as days } from "./words/patch-form-js.json";

const WIDE = matchMedia("(min-width: 900px)");
const root = document.querySelector("[data-forms]");
const file = givenFile();

class OnlyOurs {
  static $inject = ["formFields"];

  constructor(formFields) {
    for (const type of Object.keys(formFields._formFields)) if (!TYPES.has(type)) delete formFields._formFields[type];
    // The panel of the whole form is headed by what people call it.
    formFields._formFields.default.config = { ...formFields._formFields.default.config, getSubheading: ({ id, properties }) => properties?.title || id };
  }
}
const onlyOurs = { __init__: ["onlyOurs"], onlyOurs: ["type", OnlyOurs] };

if (WIDE.matches) start();
else WIDE.addEventListener("change", start, { once: true });

async function start() {
  flatpickr.localize(days);
  let text = () => file.text;
  const editor = new FormEditor({
    container: root.querySelector("[data-canvas]"),
    palette: { parent: root.querySelector("[data-palette]") },
    propertiesPanel: { parent: root.querySelector("[data-panel]") },
    additionalModules: [onlyOurs, properties],
  });
  const read = async () => text();
  const show = async (given) => {
    const source = JSON.parse(given);
    await editor.importSchema(source);
    const write = writer(source, editor.saveSchema());
    text = () => write(editor.saveSchema());
  };
  const saving = new Saving({ file, read, show });
  try {
    await saving.begin();
    root.dataset.forms = "ready";
  } catch (error) {
    root.dataset.forms = "failed";
    throw error;
  }
  const preview = new Preview({ file, read, root, go: (id) => select(editor, id) });
  editor.on("commandStack.changed", ({ trigger }) => {
    if (trigger === "clear") return;
    saving.changed();
    preview.changed();
  });
  root.querySelector("[data-save]")?.addEventListener("click", () => saving.now());
  for (const button of root.querySelectorAll("[data-do]")) button.addEventListener("click", () => editor.get("commandStack")[button.dataset.do]());
  saving.on("saved", () => (root.dataset.saved = file.revision));
  present(file);
}

function select(editor, id) {
  const field = editor.get("formFieldRegistry").get(id);
  if (!field) return;
  editor.get("selection").set(field);
  root.querySelector(`[data-canvas] [data-id="${CSS.escape(id)}"]`)?.scrollIntoView({ block: "center" });
}

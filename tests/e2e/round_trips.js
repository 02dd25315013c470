// What the editors give back of files that were opened and not changed. Packed by test_editor_round_trips.py.
import { FormEditor } from "@bpmn-io/form-js-editor";
import { TYPES } from "../../studio/src/forms/own.js";
import { writer } from "../../studio/src/forms/schema.js";
import { TableModeler } from "../../studio/src/tables/modeler.js";
import { saysTheSame } from "../../studio/src/tables/same.js";

const place = () => document.body.appendChild(document.createElement("div"));

window.formsAgain = async (files) => {
  const editor = new FormEditor({ container: place() });
  const found = {};
  for (const [name, text] of Object.entries(files)) {
    const source = JSON.parse(text);
    await editor.importSchema(source);
    const write = writer(source, editor.saveSchema());
    // A step and back again is no change.
    const first = editor.get("formFieldRegistry").get(source.components[0].id);
    editor.get("modeling").editFormField(first, "label", "Nhãn khác");
    editor.get("commandStack").undo();
    found[name] = write(editor.saveSchema());
  }
  return found;
};

window.formTypes = () => [...TYPES];

window.tablesAgain = async (files) => {
  const modeler = new TableModeler(place());
  const found = {};
  for (const [name, text] of Object.entries(files)) {
    const { warnings } = await modeler.importXML(text, { open: false });
    const views = modeler.getViews();
    for (const view of views) await modeler.open(view);
    const { xml } = await modeler.saveXML({ format: true });
    found[name] = { xml, warnings: warnings.map(String), same: saysTheSame(text, xml), views: views.map(({ name, type }) => `${type} ${name}`) };
  }
  return found;
};

window.sayTheSame = saysTheSame;

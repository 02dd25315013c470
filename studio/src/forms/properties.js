// The property panel of the form editor: what our forms do not know is left out, and what only they know is put in.
import { usePropertiesPanelService as useService } from "@bpmn-io/form-js-editor";
import {
  CheckboxEntry,
  isCheckboxEntryEdited,
  isSelectEntryEdited,
  isTextAreaEntryEdited,
  isTextFieldEntryEdited,
  ListGroup,
  SelectEntry,
  TextAreaEntry,
  TextFieldEntry,
} from "@bpmn-io/properties-panel";
import { CHECK, GROUPS_OUT, ENTRIES_OUT, OWN } from "./own.js";

const KINDS = {
  text: [TextFieldEntry, isTextFieldEntryEdited],
  feel: [TextAreaEntry, isTextAreaEntryEdited],
  names: [TextFieldEntry, isTextFieldEntryEdited],
  number: [TextFieldEntry, isTextFieldEntryEdited],
  choice: [SelectEntry, isSelectEntryEdited],
  flag: [CheckboxEntry, isCheckboxEntryEdited],
};

class OwnProperties {
  static $inject = ["propertiesPanel"];

  // After form-js's own provider, whose groups it is given.
  constructor(propertiesPanel) {
    propertiesPanel.registerProvider(this, 500);
  }

  getGroups(field, editField) {
    return (groups) => {
      if (!field) return groups;
      const kept = groups.filter(({ id }) => !GROUPS_OUT.has(id)).map((group) => (group.entries ? { ...group, entries: group.entries.filter(({ id }) => !ENTRIES_OUT.has(id)) } : group));
      return [...kept.filter(({ entries, items }) => items || entries?.length), ownGroup(field, editField), checksGroup(field, editField)].filter(Boolean);
    };
  }
}

export const properties = { __init__: ["ownProperties"], ownProperties: ["type", OwnProperties] };

function ownGroup(field, editField) {
  const known = OWN[field.type];
  if (!known) return null;
  const entries = known.map((property) => entry(field, property, `own-${property.name}`, {
    get: () => field.properties?.[property.name],
    set: (value) => editField(field, ["properties"], withValue(field.properties, property.name, value)),
  }));
  return { id: "own", label: "Quy tắc của biểu mẫu", entries };
}

function checksGroup(field, editField) {
  if (!["default", "dynamiclist"].includes(field.type)) return null;
  const checks = field.properties?.checks ?? [];
  const write = (next) => editField(field, ["properties"], withValue(field.properties, "checks", next.length ? next : undefined));
  const items = checks.map((check, at) => ({
    id: `check-${at}`,
    label: check.message || "Quy tắc chưa có lời",
    autoFocusEntry: `check-${at}-when`,
    remove: (event) => {
      event.stopPropagation();
      write(checks.filter((_, other) => other !== at));
    },
    entries: CHECK.map((property) => entry(field, property, `check-${at}-${property.name}`, {
      get: () => check[property.name],
      set: (value) => write(checks.map((each, other) => (other === at ? { ...each, [property.name]: value ?? "" } : each))),
    })),
  }));
  const add = (event) => {
    event.stopPropagation();
    write([...checks, { when: "=", message: "", field: "" }]);
  };
  return { id: "checks", label: "Kiểm tra nhiều câu trả lời", component: ListGroup, items, add };
}

function withValue(properties = {}, name, value) {
  const { [name]: _, ...rest } = properties;
  const next = value === undefined ? rest : name in properties ? { ...properties, [name]: value } : { ...rest, [name]: value };
  return Object.keys(next).length ? next : undefined;
}

function entry(field, { name, kind, label, hint, options }, id, { get, set }) {
  const [draw, isEdited] = KINDS[kind];
  function component() {
    const debounce = useService("debounce");
    return draw({
      element: field,
      id,
      label,
      description: hint,
      debounce,
      monospace: kind === "feel",
      autoResize: kind === "feel",
      getValue: () => shown(kind, get()),
      setValue: (value) => set(stored(kind, value)),
      getOptions: () => [{ value: "", label: "Mặc định" }, ...(options ?? []).map(([value, word]) => ({ value, label: word }))],
    });
  }
  return { id, component, isEdited, field };
}

// As it stands in the file, and as it stands in a control.
function shown(kind, value) {
  if (kind === "flag") return value === true || value === "true";
  if (kind === "names" && Array.isArray(value)) return value.join(", ");
  return value === undefined ? "" : String(value);
}

function stored(kind, value) {
  if (kind === "flag") return value ? true : undefined;
  const text = String(value ?? "").trim();
  if (!text) return undefined;
  if (kind === "names") return text.split(",").map((name) => name.trim()).filter(Boolean);
  if (kind === "number") return /^\d{1,6}$/.test(text) ? Number(text) : text;
  return kind === "feel" && !text.startsWith("=") ? `=${text}` : text;
}

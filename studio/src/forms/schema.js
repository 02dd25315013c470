// A form file in and out of form-js, which fills in what it thinks is missing and adds what only its own viewer draws by: none of
// that goes into the file. What was not changed is written as it stood, in the order in which it stood.
const ONLY_DRAWN = new Set(["layout"]);
const NEW_WITHOUT = new Set(["layout", "showOutline", "isRepeating"]);

// `source`: the file as JSON; `opened`: what form-js makes of it. → (schema of form-js) => JSON text
export function writer(source, opened) {
  const before = components(source);
  const filledIn = components(opened);
  return (schema) => `${JSON.stringify(written(schema, before, filledIn, source), null, 2)}\n`;
}

function written(component, before, filledIn, source = before.get(component.id)) {
  const own = Object.entries(component).filter(([name, value]) => stays(name, value, source, filledIn.get(component.id)));
  const said = Object.fromEntries(own);
  if (source?.schemaVersion !== undefined) said.schemaVersion = source.schemaVersion;
  if (component.components) said.components = component.components.map((each) => written(each, before, filledIn));
  const order = [...new Set([...Object.keys(source ?? {}), ...Object.keys(said)])];
  return Object.fromEntries(order.filter((name) => name in said).map((name) => [name, said[name]]));
}

function stays(name, value, source, opened) {
  if (value === undefined || name.startsWith("_")) return false;
  if (!source) return !NEW_WITHOUT.has(name);
  if (name in source) return true;
  if (ONLY_DRAWN.has(name) || name === "exporter") return false;
  return !(opened && name in opened && JSON.stringify(opened[name]) === JSON.stringify(value));
}

function components(form) {
  const found = new Map();
  const waiting = [form];
  while (waiting.length) {
    const each = waiting.pop();
    found.set(each.id, each);
    waiting.push(...(each.components ?? []));
  }
  return found;
}

// The few words that the viewer itself says, as a `translate` module of diagram-js.
const WORDS = {
  "Open {element}": "Mở {element}",
};

export const vietnamese = { translate: ["value", translate] };

function translate(template, values = {}) {
  return (WORDS[template] ?? template).replace(/\{([^}]+)\}/g, (_, name) => values[name] ?? "");
}

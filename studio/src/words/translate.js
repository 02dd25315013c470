// The `translate` module of diagram-js (bpmn-js, dmn-js, the panel): looks words up and remembers which were missing.
//   const vietnamese = translation(bpmn, lint);
//   new Modeler({ additionalModules: [vietnamese.module, …] });
//   vietnamese.misses → Map(words without a translation → how often)
const SLOT = /\{\s*([^{}]+?)\s*\}/g;

export function translation(...dictionaries) {
  const words = new Map(dictionaries.flatMap((each) => Object.entries(each)));
  // Some sentences come put together already; those are told by what stands around their slots.
  const sentences = [...words.keys()].filter((key) => key.replace(SLOT, "").length > 8 && key.search(SLOT) >= 0).map(pattern);
  const misses = new Map();

  function translate(template, values) {
    const source = String(template ?? "");
    const found = words.get(source);
    if (found !== undefined) return fill(found, values);
    const sentence = values ? undefined : inside(source);
    if (sentence !== undefined) return sentence;
    // What has letters beyond ASCII is Vietnamese already.
    if (/[a-z]/i.test(source) && /^[\x20-\x7e\s]*$/.test(source)) misses.set(source, (misses.get(source) ?? 0) + 1);
    return fill(source, values);
  }

  function inside(source) {
    for (const { shape, names, key } of sentences) {
      const match = shape.exec(source);
      if (match) return fill(words.get(key), Object.fromEntries(names.map((name, at) => [name, match[at + 1]])));
    }
    return undefined;
  }

  return { translate, misses, module: { translate: ["value", translate] } };
}

function fill(text, values) {
  return values ? text.replace(SLOT, (slot, name) => (values[name] === undefined ? slot : String(values[name]))) : text;
}

function pattern(key) {
  const names = [];
  const parts = key.split(SLOT).map((part, at) => (at % 2 ? (names.push(part), "(.+?)") : part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")));
  return { shape: new RegExp(`^${parts.join("")}$`, "s"), names, key };
}

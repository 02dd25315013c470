// "Thuộc tính khác": what the file says of an element and this panel does not know. It is kept, and shown as it stands.
import { extension, model } from "../extensions.js";
import { unknown } from "../entries.js";

const SILENT = new Set(["$type", "$parent", "id", "name", "value"]);

export function other(element, groups, { changes }) {
  const own = model(element);
  const covered = new Set(groups.flatMap((each) => each.covers));
  const extensions = new Set(["Properties", ...groups.flatMap((each) => each.extensions ?? [])].map((each) => `spiffworkflow:${each}`));
  const entries = [
    ...(extension(own, "Properties")?.get("properties") ?? []).filter((each) => !covered.has(each.get("name"))).map((each, at) => ofProperty(element, own, each, at, changes)),
    ...(own.get("extensionElements")?.get("values") ?? []).filter((each) => !extensions.has(each.$type)).map((each, at) => ofExtension(element, own, each, at, changes)),
    ...Object.entries(own.$attrs ?? {}).filter(([name]) => !name.startsWith("xmlns")).map(([name, value]) => unknown({ id: `attribute-${name}`, name, value: String(value) })),
  ];
  return entries.length ? { id: "other", label: "Thuộc tính khác", entries, covers: [] } : null;
}

function ofProperty(element, own, kept, at, changes) {
  const list = extension(own, "Properties");
  const drop = () => {
    const next = list.get("properties").filter((each) => each !== kept);
    if (next.length) changes.set(element, list, { properties: next });
    else changes.dropExtension(element, own, list);
  };
  return unknown({ id: `property-${at}`, name: kept.get("name") || "(không tên)", value: kept.get("value") ?? "", drop });
}

function ofExtension(element, own, kept, at, changes) {
  return unknown({ id: `extension-${at}`, name: kept.$type, value: shown(kept), drop: () => changes.dropExtension(element, own, kept) });
}

// An extension of whatever kind as indented lines; what is deep inside is only counted.
function shown(kept, depth = 0) {
  const own = Object.entries(kept).filter(([name, value]) => !SILENT.has(name) && typeof value === "string");
  const lines = own.map(([name, value]) => `${"  ".repeat(depth)}${name}: ${value}`);
  for (const name of ["id", "name", "value", "$body"]) if (typeof kept[name] === "string" && kept[name].trim()) lines.unshift(`${"  ".repeat(depth)}${kept[name].trim()}`);
  const inner = Object.values(kept).filter(Array.isArray).flat().filter((each) => each?.$type);
  if (depth > 2) return [...lines, `${"  ".repeat(depth)}${inner.length} phần bên trong`].join("\n");
  return [...lines, ...inner.map((each) => `${"  ".repeat(depth)}${each.$type}\n${shown(each, depth + 1)}`)].join("\n");
}

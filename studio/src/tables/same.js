// Whether two files of a decision model say the same. An editor that cannot give back what it was given must not save.
// Not told apart: comments, spaces between elements, the order of attributes, of differently named children, and what is so anyway.
const ANYWAY = { hitPolicy: "UNIQUE", preferredOrientation: "Rule-as-Row", isCollection: "false", kind: "FEEL", isLabelVisible: "true" };

export function saysTheSame(one, other) {
  const [first, second] = [one, other].map((text) => new DOMParser().parseFromString(text, "text/xml").documentElement);
  return said(first) === said(second);
}

function said(element) {
  const attributes = [...element.attributes]
    .filter(({ namespaceURI, localName, value }) => namespaceURI !== "http://www.w3.org/2000/xmlns/" && ANYWAY[localName] !== value)
    .map(({ namespaceURI, localName, value }) => `${namespaceURI ?? ""}:${localName}=${JSON.stringify(number(value))}`)
    .sort();
  const below = [...element.children];
  // Stable: children of one name keep their order.
  const children = below.sort((a, b) => (a.localName < b.localName ? -1 : Number(a.localName > b.localName))).map(said);
  const text = children.length ? "" : JSON.stringify(element.textContent.trim());
  return `<${element.namespaceURI}:${element.localName} ${attributes.join(" ")}>${text}${children.join("")}</>`;
}

// Coordinates are written in more than one way.
const number = (value) => (/^-?\d+(\.\d+)?$/.test(value) ? String(Number(value)) : value);

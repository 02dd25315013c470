// How a drawing looks: colours and faces from the style sheet.
const FONT = '"Be Vietnam Pro"';

export function look() {
  const ink = getComputedStyle(document.documentElement);
  const token = (name) => ink.getPropertyValue(name).trim();
  return {
    bpmnRenderer: { defaultFillColor: token("--tk-paper"), defaultStrokeColor: token("--tk-control"), defaultLabelColor: token("--tk-ink") },
    textRenderer: {
      defaultStyle: { fontFamily: FONT, fontSize: 13, lineHeight: 1.3 },
      externalStyle: { fontFamily: FONT, fontSize: 12, lineHeight: 1.3 },
    },
  };
}

// Names are measured while they are drawn, so the face has to be there first.
export function faces() {
  return document.fonts.load(`13px ${FONT}`, "Quyết định");
}

// Corrections of dmn-js's views: our page says which table is open and leads to the others; rows carry what was found.
import { createComponentVNode, createVNode } from "inferno";

const HTML = 1;
const COMPONENT = 2;
const ANY = 0;
const NOTHING = ["value", {}];

// Above a table only how its rule is chosen: the name is changed in the drawing, also that of what a nested table belongs to.
function PolicyAlone(components) {
  components.onGetComponent("table.before", 500, () => Policy);
}
PolicyAlone.$inject = ["components"];

function Policy(props, { components }) {
  const HitPolicy = components.getComponent("hit-policy");
  return createVNode(HTML, "div", "decision-table-properties", createComponentVNode(COMPONENT, HitPolicy), ANY, null);
}

// `words` maps the id of a rule to what was found there.
export class Marks {
  static $inject = ["components", "eventBus", "sheet"];

  constructor(components, eventBus, sheet) {
    this.words = new Map();
    this.again = () => sheet.getRoot() && eventBus.fire("elements.changed", { elements: [sheet.getRoot()] });
    components.onGetComponent("cell-inner", ({ cellType, row }) => {
      if (cellType !== "rule-index" || !this.words.has(row?.id)) return undefined;
      const { kind, word } = this.words.get(row.id);
      return () => createVNode(HTML, "span", `tk-rule-mark tk-rule-mark--${kind}`, word, ANY, null);
    });
  }

  show(words) {
    this.words = words;
    this.again();
  }
}

export const ofTables = {
  __init__: ["decisionTableProperties", "viewDrd", "marks"],
  decisionTableProperties: ["type", PolicyAlone],
  viewDrd: NOTHING,
  marks: ["type", Marks],
};
export const ofExpressions = { __init__: [], viewDrd: NOTHING, decisionProperties: NOTHING, literalExpressionProperties: NOTHING };

// dmn-js with a view for every table and every expression of a file, wherever it stands.
import DmnModeler from "dmn-js/lib/Modeler";
import { translation } from "../words/translate.js";
import dmn from "../words/dmn.json";
import { boxesOf } from "./boxes.js";
import { notes } from "./notes.js";
import { ofExpressions, ofTables } from "./parts.js";

export const words = translation(dmn);
export const FONT = '"Be Vietnam Pro"';
const TYPES = ["string", "number", "boolean", "date", "time", "dateTime", "dayTimeDuration", "yearMonthDuration", "Any"];

export class TableModeler extends DmnModeler {
  constructor(container) {
    const view = (...modules) => ({ additionalModules: [words.module, ...modules], dataTypes: TYPES });
    super({
      container,
      drd: { ...view(), textRenderer: { defaultStyle: { fontFamily: FONT, fontSize: 13 } } },
      decisionTable: view(notes, ofTables),
      literalExpression: view(ofExpressions),
      boxedExpression: view(),
    });
  }

  // Views of the whole drawing, and of each box. What lies inside of something else is given to its view in a decision of its own,
  // which is no part of the file: the box is.
  _updateViews() {
    const open = this._activeView;
    if (open?.box) this._activeView = undefined;
    super._updateViews();
    const wholes = this._views.filter(({ type }) => type === "drd");
    const boxes = this._definitions ? boxesOf(this._definitions).filter(({ type }) => type) : [];
    this._views = [...wholes, ...boxes.map((each) => ({ ...each, element: this.#decisionOf(each) }))];
    if (open?.box) this._activeView = this._views.find(({ id }) => id === open.id) ?? wholes[0];
  }

  get boxes() {
    return this._views.filter(({ box }) => box);
  }

  #decisionOf({ box, owner, isWhole, name }) {
    if (isWhole) return owner;
    const variable = this._moddle.create("dmn:InformationItem", { name });
    return this._moddle.create("dmn:Decision", { id: `${box.id}_view`, name, variable, decisionLogic: box });
  }

  // A policy that stands in the file stays there, also the one that would be meant without it.
  _createModdle(options) {
    const moddle = super._createModdle(options);
    const { propertiesByName } = moddle.getType("dmn:DecisionTable").$descriptor;
    delete propertiesByName["dmn:hitPolicy"]?.default;
    return moddle;
  }
}

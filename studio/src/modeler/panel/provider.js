// The groups of the property panel, all of them ours: what an element of each kind can say, in the words of the office.
import { Group } from "@bpmn-io/properties-panel";
import { isAny } from "bpmn-js/lib/util/ModelUtil.js";
import { due } from "./groups/due.js";
import { ending, message, timer } from "./groups/events.js";
import { flow } from "./groups/flow.js";
import { form } from "./groups/form.js";
import { general } from "./groups/general.js";
import { loop } from "./groups/loop.js";
import { other } from "./groups/other.js";
import { who, whoByName } from "./groups/who.js";
import { call, decision, operation } from "./groups/work.js";
import { wrong } from "./groups/wrong.js";

const PRIORITY = 500;
const SETTLED_MS = 80;
const IN_ORDER = [wrong, general, who, form, due, operation, decision, call, flow, timer, message, loop, ending, whoByName];

export default class PanelProvider {
  constructor(propertiesPanel, eventBus, injector) {
    this.injector = injector;
    propertiesPanel.registerProvider(PRIORITY, this);
    eventBus.on("vocabulary.changed", () => this.anew());
    eventBus.on("problems.changed", () => this.anew());
    // Another element is read from its beginning.
    eventBus.on("selection.changed", () => {
      document.getElementById("thuoc-tinh")?.scrollTo({ top: 0 });
    });
  }

  // Shows the chosen element anew, once it is the one that the panel has: told of providers, the panel may go back to the one before.
  anew() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const chosen = this.injector.get("selection").get();
      const element = chosen.length ? chosen[0] : this.injector.get("canvas").getRootElement();
      if (chosen.length < 2) this.injector.get("eventBus").fire("elements.changed", { elements: [element.labelTarget ?? element] });
    }, SETTLED_MS);
  }

  getGroups(element) {
    const get = (name) => this.injector.get(name, false);
    const context = {
      changes: get("panelChanges"),
      vocabulary: get("vocabulary"),
      problems: get("problems"),
      modeling: get("modeling"),
      elementRegistry: get("elementRegistry"),
      canvas: get("canvas"),
    };
    return () => {
      const found = IN_ORDER.map((group) => group(element, context)).filter(Boolean);
      if (!isAny(element, ["bpmn:Collaboration", "label"])) found.push(other(element, found, context));
      return found.filter(Boolean).map((each) => ({ ...each, component: Group }));
    };
  }
}

PanelProvider.$inject = ["propertiesPanel", "eventBus", "injector"];

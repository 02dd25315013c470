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
import { starters, who, whoByName } from "./groups/who.js";
import { call, decision, operation } from "./groups/work.js";
import { wrong } from "./groups/wrong.js";

const PRIORITY = 500;
const SETTLED_MS = 200; // longer than the panel needs to know what is chosen now
const IN_ORDER = [wrong, general, starters, who, form, due, operation, decision, call, flow, timer, message, loop, ending, whoByName];

export default class PanelProvider {
  constructor(propertiesPanel, eventBus, injector) {
    this.injector = injector;
    propertiesPanel.registerProvider(PRIORITY, this);
    this.eventBus = eventBus;
    eventBus.on("vocabulary.changed", () => this.anew());
    eventBus.on("problems.changed", () => this.anew());
    eventBus.on("selection.changed", () => {
      // Another element is read from its beginning.
      document.getElementById("thuoc-tinh")?.scrollTo({ top: 0 });
      if (this.timer) this.anew();
    });
  }

  // Shows the chosen element anew, once it is the one that the panel has: told too early, the panel goes back to the one before.
  // Not by `elements.changed`: that takes a shape that is being placed out of the person's hand.
  anew() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.timer = 0;
      this.eventBus.fire("propertiesPanel.providersChanged");
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

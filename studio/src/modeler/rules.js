// Nothing can be drawn, dropped or pasted that the engine does not run. What a file brings along stays: the problems name it.
import RuleProvider from "diagram-js/lib/features/rules/RuleProvider";
import { is } from "bpmn-js/lib/util/ModelUtil";
import { isLabel } from "bpmn-js/lib/util/LabelUtil";
import supported from "./supported.json";

const FIRST = 2000;

class OnlySupported extends RuleProvider {
  static $inject = ["eventBus"];

  init() {
    // `undefined` leaves the answer to bpmn-js's own rules.
    this.addRule(["shape.create", "shape.append"], FIRST, ({ shape }) => (isSupported(shape) ? undefined : false));
    this.addRule("elements.create", FIRST, ({ elements }) => (elements.every(isSupported) ? undefined : false));
    this.addRule("shape.attach", FIRST, ({ shape, target }) => (mayAttach(shape, target) ? undefined : false));
  }
}

export const rules = { __init__: ["onlySupported"], onlySupported: ["type", OnlySupported] };

export function isSupported(element) {
  if (isLabel(element)) return true;
  const kind = lower(element.businessObject?.$type ?? element.type);
  if (supported.beside.includes(kind)) return true;
  if (!supported.elements.includes(kind) || element.businessObject?.triggeredByEvent) return false;
  const definitions = element.businessObject?.get("eventDefinitions") ?? [];
  if (!(kind in supported.events)) return true;
  if (!definitions.length) return supported.plain.includes(kind);
  return definitions.length === 1 && supported.events[kind].includes(lower(definitions[0].$type).replace("EventDefinition", ""));
}

// Ballots already given would be lost on a step that is repeated; an event without a kind waits for nothing.
function mayAttach(shape, target) {
  if (!is(shape, "bpmn:Event")) return true;
  return shape.businessObject.get("eventDefinitions")?.length === 1 && !is(target?.businessObject?.loopCharacteristics, "bpmn:MultiInstanceLoopCharacteristics");
}

function lower(type) {
  const name = type.replace("bpmn:", "");
  return name[0].toLowerCase() + name.slice(1);
}

// Tries the rules on the page after each change: bpmnlint with its own rules and ours.
import { Linter } from "bpmnlint";
import endEventRequired from "bpmnlint/rules/end-event-required";
import fakeJoin from "bpmnlint/rules/fake-join";
import labelRequired from "bpmnlint/rules/label-required";
import noBpmndi from "bpmnlint/rules/no-bpmndi";
import noDisconnected from "bpmnlint/rules/no-disconnected";
import noDuplicateSequenceFlows from "bpmnlint/rules/no-duplicate-sequence-flows";
import noGatewayJoinFork from "bpmnlint/rules/no-gateway-join-fork";
import noImplicitEnd from "bpmnlint/rules/no-implicit-end";
import noImplicitSplit from "bpmnlint/rules/no-implicit-split";
import noOverlappingElements from "bpmnlint/rules/no-overlapping-elements";
import singleEventDefinition from "bpmnlint/rules/single-event-definition";
import startEventRequired from "bpmnlint/rules/start-event-required";
import superfluousGateway from "bpmnlint/rules/superfluous-gateway";
import { OWN } from "./rules.js";
import { RULES } from "./words.js";

const PAUSE_MS = 150;
const FOUND = {
  ...OWN,
  "end-event-required": endEventRequired,
  "fake-join": fakeJoin,
  "label-required": labelRequired,
  "no-bpmndi": noBpmndi,
  "no-disconnected": noDisconnected,
  "no-duplicate-sequence-flows": noDuplicateSequenceFlows,
  "no-gateway-join-fork": noGatewayJoinFork,
  "no-implicit-end": noImplicitEnd,
  "no-implicit-split": noImplicitSplit,
  "no-overlapping-elements": noOverlappingElements,
  "single-event-definition": singleEventDefinition,
  "start-event-required": startEventRequired,
  "superfluous-gateway": superfluousGateway,
};

// Returns what the rules find in a model: [{element, message, mend, severity, covered}].
export async function linted(definitions) {
  const linter = new Linter({
    config: { rules: Object.fromEntries(Object.keys(RULES).map((name) => [name, "error"])) },
    resolver: { resolveRule: (_, name) => FOUND[name], resolveConfig: () => null },
  });
  const found = await linter.lint(definitions);
  return Object.entries(found).flatMap(([name, reports]) => reports.filter((each) => each.category !== "rule-error").map((each) => ({ element: each.id ?? null, ...RULES[name] })));
}

export default class LocalLint {
  constructor(eventBus, canvas, problems) {
    Object.assign(this, { canvas, problems });
    const later = () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.look(), PAUSE_MS);
    };
    eventBus.on(["import.done", "commandStack.changed"], later);
    eventBus.on("diagram.destroy", () => clearTimeout(this.timer));
  }

  async look() {
    this.problems.tellLocal(await linted(definitionsOf(this.canvas)));
  }
}

LocalLint.$inject = ["eventBus", "canvas", "problems"];

function definitionsOf(canvas) {
  let found = canvas.getRootElement().businessObject;
  while (found.$parent) found = found.$parent;
  return found;
}

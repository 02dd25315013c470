// Rules of our own in the form that bpmnlint runs: what a step needs before the engine could do it.
import supported from "../supported.json";
import { extension, property } from "../panel/extensions.js";

const CHOICES = ["bpmn:ExclusiveGateway", "bpmn:InclusiveGateway"];
const NODES = new Set(supported.elements.map((each) => each.toLowerCase()));

const isOf = (node, ...types) => types.some((each) => node.$instanceOf?.(`bpmn:${each}`));
const rule = (fits) => () => ({
  check(node, reporter) {
    if (fits(node)) reporter.report(node.id, "");
  },
});
const event = (node, kind) => node.get("eventDefinitions")?.find((each) => isOf(each, `${kind}EventDefinition`));
const chooses = (node) => CHOICES.includes(node.$type) && (node.outgoing ?? []).length > 1;
const isReceived = (node) => isOf(node, "ReceiveTask") && (property(node, "formKey") || property(node, "outcomes"));

export const OWN = {
  "form-needed": rule((node) => (isOf(node, "UserTask") || isReceived(node)) && !property(node, "formKey")),
  "role-needed": rule((node) => (isOf(node, "UserTask") || isReceived(node)) && !property(node, "candidateGroup")),
  "operation-needed": rule((node) => isOf(node, "ServiceTask") && !extension(node, "ServiceTaskOperator")?.get("id")),
  "decision-needed": rule((node) => isOf(node, "BusinessRuleTask") && !extension(node, "CalledDecisionId")?.get("value")?.trim()),
  "call-needed": rule((node) => isOf(node, "CallActivity") && !node.get("calledElement")),
  "message-needed": rule((node) => {
    const owner = isOf(node, "SendTask", "ReceiveTask") ? node : isOf(node, "Event") && event(node, "Message");
    return Boolean(owner) && !owner.get("messageRef");
  }),
  "date-needed": rule((node) => {
    const own = isOf(node, "Event") && event(node, "Timer");
    return Boolean(own) && !own.get("timeDate")?.get("body")?.trim();
  }),
  "condition-needed": rule((node) => {
    const gateway = isOf(node, "SequenceFlow") && node.sourceRef;
    return Boolean(gateway) && chooses(gateway) && gateway.get("default") !== node && !node.get("conditionExpression")?.get("body")?.trim();
  }),
  "default-needed": rule((node) => chooses(node) && !node.get("default")),
  supported: rule((node) => isOf(node, "FlowNode") && !NODES.has(node.$type.slice("bpmn:".length).toLowerCase())),
};

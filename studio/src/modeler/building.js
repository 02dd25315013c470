// Puts a building block into the drawing: its first call is placed by hand, the rest follows in the same step of undo.
import CommandInterceptor from "diagram-js/lib/command/CommandInterceptor";
import { is } from "bpmn-js/lib/util/ModelUtil";

const GAP = 50;
const BELOW = 120; // from the way that goes on to one that ends
const ABOVE = 160; // there the words of the gateway stand between
const AFTER_OTHERS = 200; // lower than what puts a shape dropped on a flow into that flow

class Building extends CommandInterceptor {
  static $inject = ["eventBus", "elementFactory", "bpmnFactory", "modeling", "room"];

  #waiting = new WeakMap();

  constructor(eventBus, elementFactory, bpmnFactory, modeling, room) {
    super(eventBus);
    Object.assign(this, { elementFactory, bpmnFactory, modeling, room });
    this.postExecuted("shape.create", AFTER_OTHERS, ({ context: { shape } }) => {
      const block = this.#waiting.get(shape);
      if (!this.#waiting.delete(shape)) return;
      this.complete(shape, block);
    });
  }

  // The call with which a block begins; the rest comes when it is placed.
  shape(block) {
    const shape = this.#call(block.calls[0]);
    this.#waiting.set(shape, block);
    return shape;
  }

  complete(first, block) {
    const onward = first.outgoing.find((flow) => is(flow, "bpmn:SequenceFlow"));
    const rest = [...block.calls.slice(1).map((call) => this.#call(call)), ...(block.question ? [this.#gateway(block.question)] : [])];
    if (onward) this.room.make(first, rest.reduce((sum, { width }) => sum + width + GAP, 0) + GAP);
    const last = rest.reduce((before, shape) => this.#follow(before, shape), first);
    const goesOn = onward ? this.#moveStart(onward, last) : this.#ending(last, { end: block.done, status: block.status }, right(last));
    if (!block.ways) return;
    const [way, ...others] = block.ways;
    this.#mark(goesOn, way);
    others.forEach((other, at) => this.#mark(this.#ending(last, other, beside(last, at)), other));
  }

  #call({ name, called, properties }) {
    const values = Object.entries(properties).map(([key, value]) => this.bpmnFactory.create("spiffworkflow:Property", { name: key, value }));
    const holder = this.bpmnFactory.create("spiffworkflow:Properties", { properties: values });
    const extensionElements = this.bpmnFactory.create("bpmn:ExtensionElements", { values: [holder] });
    const businessObject = this.bpmnFactory.create("bpmn:CallActivity", { name, calledElement: called, extensionElements });
    extensionElements.$parent = businessObject;
    holder.$parent = extensionElements;
    for (const value of values) value.$parent = holder;
    return this.elementFactory.createShape({ type: "bpmn:CallActivity", businessObject });
  }

  #gateway(name) {
    const businessObject = this.bpmnFactory.create("bpmn:ExclusiveGateway", { name });
    return this.elementFactory.createShape({ type: "bpmn:ExclusiveGateway", businessObject });
  }

  #follow(before, shape) {
    const position = { x: before.x + before.width + GAP + shape.width / 2, y: middle(before).y };
    const placed = this.modeling.createShape(shape, position, before.parent);
    this.modeling.connect(before, placed);
    return placed;
  }

  // Ends a way of `source`; returns the flow that leads there.
  #ending(source, { end, status }, position) {
    const businessObject = this.bpmnFactory.create("bpmn:EndEvent", { name: end });
    const shape = this.modeling.createShape(this.elementFactory.createShape({ type: "bpmn:EndEvent", businessObject }), position, source.parent);
    // What becomes of the dossier is said by the process itself, not by a group of steps inside it.
    if (status && is(shape.businessObject.$parent, "bpmn:Process")) this.#say(shape, "dossierStatus", status);
    return this.modeling.connect(source, shape);
  }

  #say(shape, name, value) {
    const property = this.bpmnFactory.create("spiffworkflow:Property", { name, value });
    const holder = this.bpmnFactory.create("spiffworkflow:Properties", { properties: [property] });
    const extensionElements = this.bpmnFactory.create("bpmn:ExtensionElements", { values: [holder] });
    property.$parent = holder;
    holder.$parent = extensionElements;
    extensionElements.$parent = shape.businessObject;
    this.modeling.updateProperties(shape, { extensionElements });
  }

  #moveStart(flow, source) {
    if (flow.source !== source) this.modeling.reconnectStart(flow, source, middle(source));
    this.modeling.layoutConnection(flow);
    return flow;
  }

  #mark(flow, { name, condition, rest }) {
    const conditionExpression = condition && this.bpmnFactory.create("bpmn:FormalExpression", { body: condition });
    this.modeling.updateProperties(flow, { name, ...(conditionExpression && { conditionExpression }) });
    if (rest) this.modeling.updateProperties(flow.source, { default: flow.businessObject });
  }
}

export const building = { __init__: ["building"], building: ["type", Building] };

function middle({ x, y, width, height }) {
  return { x: x + width / 2, y: y + height / 2 };
}

function right(shape) {
  return { x: shape.x + shape.width + GAP + 18, y: middle(shape).y };
}

// Below, above, further below: where a way that ends stands.
function beside(gateway, at) {
  const { x, y } = middle(gateway);
  return { x, y: y + (at % 2 ? -ABOVE : BELOW) * (1 + Math.floor(at / 2)) };
}

// Makes what the palette and the menus offer: taken along by the mouse, or put behind a step where only a key was pressed.
import { is, isAny } from "bpmn-js/lib/util/ModelUtil";
import { getBBox } from "diagram-js/lib/util/Elements";

const GAP = 50;

class Placing {
  static $inject = ["elementFactory", "create", "autoPlace", "modeling", "building", "room", "canvas", "selection", "directEditing", "commandStack"];

  constructor(elementFactory, create, autoPlace, modeling, building, room, canvas, selection, directEditing, commandStack) {
    Object.assign(this, { elementFactory, create, autoPlace, modeling, building, room, canvas, selection, directEditing });
    const placing = this;
    // One step of undo, whatever it takes to place something.
    commandStack.register("tk.place", { preExecute: (context) => (context.placed = context.place.call(placing)) });
    this.commandStack = commandStack;
  }

  take(event, offer, source) {
    const shape = this.#shape(offer);
    const shapes = isGroupOfSteps(offer) ? [shape, this.elementFactory.createShape({ type: "bpmn:StartEvent", x: 40, y: 82, parent: shape })] : [shape];
    this.create.start(event, shapes, { ...(source && canFollow(source, offer) && { source }), hints: { autoSelect: [shape] } });
  }

  // Behind `source`, or on it where the offer is an event that happens to a step.
  append(source, offer) {
    return this.#select(() => {
      const shape = this.#shape(offer);
      if (offer.attached) return this.modeling.createShape(shape, { x: source.x + source.width - 30, y: source.y + source.height }, source, { attach: true });
      const flow = onlyFlow(source, offer);
      const placed = flow ? this.#between(source, flow, shape) : this.autoPlace.append(source, shape);
      this.#fill(placed, offer);
      return placed;
    });
  }

  // Without a mouse: behind the chosen step, else in the middle of what is seen.
  put(offer) {
    const [source] = this.selection.get();
    if (source && canFollow(source, offer)) return this.append(source, offer);
    if (offer.attached) return undefined; // it happens to a step: there has to be one
    return this.#select(() => {
      const shape = this.#shape(offer);
      const root = this.canvas.getRootElement();
      if (is(shape, "bpmn:Participant")) return this.#around(root, shape);
      const { x, y, width, height } = this.canvas.viewbox();
      const parent = root.children.find((each) => is(each, "bpmn:Participant")) ?? root;
      const placed = this.modeling.createShape(shape, { x: x + width / 2, y: y + height / 2 }, parent);
      this.#fill(placed, offer);
      return placed;
    });
  }

  #select(place) {
    const context = { place };
    this.commandStack.execute("tk.place", context);
    this.selection.select(context.placed);
    this.canvas.scrollToElement(context.placed);
    if (is(context.placed, "bpmn:Task")) this.directEditing.activate(context.placed);
    return context.placed;
  }

  // The first frame goes around what is drawn, another one below it.
  #around(root, shape) {
    const drawn = root.children.filter((each) => !each.waypoints && !each.labelTarget);
    const box = drawn.length ? getBBox(drawn) : { x: 0, y: 0, width: shape.width, height: 0 };
    const first = is(root, "bpmn:Process");
    if (first) Object.assign(shape, { width: Math.max(box.width + 160, 600), height: Math.max(box.height + 120, 250) });
    const y = first ? box.y + box.height / 2 : box.y + box.height + 40 + shape.height / 2;
    return this.modeling.createElements(shape, { x: box.x + box.width / 2, y }, root)[0];
  }

  #between(source, flow, shape) {
    this.room.make(source, shape.width + 2 * GAP);
    const position = { x: source.x + source.width + GAP + shape.width / 2, y: source.y + source.height / 2 };
    const placed = this.modeling.createShape(shape, position, flow);
    for (const each of [...placed.incoming, ...placed.outgoing]) this.modeling.layoutConnection(each);
    return placed;
  }

  // A group of steps begins somewhere.
  #fill(placed, offer) {
    if (!isGroupOfSteps(offer)) return;
    this.modeling.createShape({ type: "bpmn:StartEvent" }, { x: placed.x + 58, y: placed.y + placed.height / 2 }, placed);
  }

  #shape(offer) {
    if (offer.calls) return this.building.shape(offer);
    if (offer.target.type === "bpmn:Participant") return this.elementFactory.createParticipantShape();
    return this.elementFactory.createShape({ ...offer.target, x: 0, y: 0 });
  }
}

export const placing = { __init__: ["placing"], placing: ["type", Placing] };

// Whether an offer may come after an element.
export function canFollow(source, offer) {
  if (offer.first || source.labelTarget || source.waypoints || !is(source, "bpmn:FlowNode")) return false;
  if (offer.attached) return is(source, "bpmn:Activity");
  if (is(source, "bpmn:EventBasedGateway")) return offer.target?.type === "bpmn:IntermediateCatchEvent";
  return !is(source, "bpmn:EndEvent");
}

function isGroupOfSteps(offer) {
  return offer.target?.type === "bpmn:SubProcess";
}

function onlyFlow(source, offer) {
  if (isAny(source, ["bpmn:Gateway", "bpmn:BoundaryEvent"])) return undefined;
  if (["bpmn:EndEvent", "bpmn:TextAnnotation"].includes(offer.target?.type)) return undefined;
  const flows = source.outgoing.filter((each) => is(each, "bpmn:SequenceFlow"));
  return flows.length === 1 ? flows[0] : undefined;
}

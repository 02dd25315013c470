// Makes room to the right of a shape: whatever stands there moves on, frames grow.
import { is } from "bpmn-js/lib/util/ModelUtil";
import { isLabel } from "bpmn-js/lib/util/LabelUtil";

class Room {
  static $inject = ["elementRegistry", "canvas", "spaceTool"];

  constructor(elementRegistry, canvas, spaceTool) {
    Object.assign(this, { elementRegistry, canvas, spaceTool });
  }

  make(shape, width) {
    const start = shape.x + shape.width + 1;
    const taken = shape.parent.children.some((other) => other !== shape && isStep(other) && stands(other, shape, start, width));
    if (!taken) return;
    const root = this.canvas.findRoot(shape);
    const elements = this.elementRegistry.filter((each) => each !== root && each.parent && this.canvas.findRoot(each) === root);
    const { movingShapes, resizingShapes } = this.spaceTool.calculateAdjustments(elements, "x", width, start);
    this.spaceTool.makeSpace(movingShapes, resizingShapes, { x: width, y: 0 }, "e", start);
  }
}

export const room = { __init__: ["room"], room: ["type", Room] };

function isStep(element) {
  return is(element, "bpmn:FlowNode") && !isLabel(element) && !is(element, "bpmn:BoundaryEvent");
}

function stands(other, shape, start, width) {
  const across = other.x < start + width + 40 && other.x + other.width > start;
  return across && other.y < shape.y + shape.height && other.y + other.height > shape.y;
}

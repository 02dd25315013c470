// Marks on the drawing: how many things are wrong with an element, as a shape, a count and a word.
import { grouped } from "../grouped.js";
import { shapeOf, show } from "./showing.js";

const KIND = "problem";
const MARKERS = { error: "tk-wrong", warning: "tk-warned" };

export default class ProblemMarks {
  constructor(eventBus, overlays, canvas, elementRegistry, injector) {
    Object.assign(this, { overlays, canvas, elementRegistry, injector, marked: [] });
    eventBus.on("problems.changed", ({ all }) => this.draw(all));
  }

  draw(all) {
    const shape = (each) => shapeOf(this.elementRegistry, each.element)?.id;
    const by = grouped(all.filter(shape), shape);
    const key = JSON.stringify([...by]);
    if (key === this.drawn) return;
    this.drawn = key;
    this.overlays.remove({ type: KIND });
    for (const [element, marker] of this.marked) if (this.elementRegistry.get(element)) this.canvas.removeMarker(element, marker);
    this.marked = [];
    for (const [id, found] of by) this.#mark(this.elementRegistry.get(id), found);
  }

  #mark(element, found) {
    if (element === this.canvas.getRootElement() || element.isImplicit) return;
    const gravest = found.some((each) => each.severity === "error") ? "error" : "warning";
    this.canvas.addMarker(element, MARKERS[gravest]);
    this.marked.push([element.id, MARKERS[gravest]]);
    const mark = document.createElement("button");
    Object.assign(mark, { type: "button", tabIndex: -1, className: `tk-mark tk-mark--${gravest}`, textContent: counted(found) });
    mark.title = found.map((each) => `${each.message} ${each.mend}`).join("\n");
    mark.addEventListener("click", () => show(element, this.injector));
    this.overlays.add(element, KIND, { position: position(element), html: mark });
  }
}

ProblemMarks.$inject = ["eventBus", "overlays", "canvas", "elementRegistry", "injector"];

export function counted(found) {
  const errors = found.filter((each) => each.severity === "error").length;
  const warnings = found.length - errors;
  return [errors && `✕ ${errors} lỗi`, warnings && `▲ ${warnings} lưu ý`].filter(Boolean).join(" · ");
}

function position(element) {
  if (!element.waypoints) return { top: -12, left: -8 };
  const [left, top] = ["x", "y"].map((axis) => Math.min(...element.waypoints.map((each) => each[axis])));
  const at = Math.floor((element.waypoints.length - 1) / 2);
  const [one, other] = [element.waypoints[at], element.waypoints[at + 1]];
  return { left: (one.x + other.x) / 2 - left - 12, top: (one.y + other.y) / 2 - top - 22 };
}

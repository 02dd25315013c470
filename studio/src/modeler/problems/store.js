// What is wrong with the diagram, from the rules on this page and from the server, as one list without repeats.
// Each: {file, element, message, mend, severity: "error" | "warning", covered: told by the server as well}.
// Fires `problems.changed`.
import { shapeOf } from "./showing.js";

const RANK = { error: 0, warning: 1 };

export default class Problems {
  constructor(eventBus, elementRegistry) {
    Object.assign(this, { eventBus, elementRegistry, local: [], server: [], state: "waiting" });
  }

  // What the rules on the page found.
  tellLocal(found) {
    this.local = found;
    this.#changed();
  }

  // What the server found in what is drawn now.
  tellServer(found) {
    Object.assign(this, { server: found, state: "checked" });
    this.#changed();
  }

  // Something was drawn that the server has not seen ("pending"), or it cannot be asked ("away").
  mark(state) {
    if (this.state === state) return;
    this.state = state;
    this.#changed();
  }

  get all() {
    const told = this.state === "checked" ? this.server : this.server.filter((each) => this.#stands(each));
    const places = new Set(told.map((each) => each.element));
    const own = this.local.filter((each) => !each.covered || (this.state !== "checked" && !places.has(each.element)));
    return [...told, ...own].sort((one, other) => RANK[one.severity] - RANK[other.severity]);
  }

  of(shape) {
    return this.all.filter((each) => each.element && shapeOf(this.elementRegistry, each.element) === shape);
  }

  // Whether what the server said of an earlier drawing can still be meant.
  #stands({ element }) {
    return !element || Boolean(shapeOf(this.elementRegistry, element)) || !this.seen?.has(element);
  }

  #changed() {
    this.seen = new Set([...(this.seen ?? []), ...this.elementRegistry.getAll().map((each) => each.id)]);
    this.eventBus.fire("problems.changed", { all: this.all, state: this.state });
  }
}

Problems.$inject = ["eventBus", "elementRegistry"];

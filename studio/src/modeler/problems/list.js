// The list of problems beside the drawing, in <section data-problems>: each leads to its element.
import { givenFile } from "../../editing/file.js";
import { draftAddress } from "../panel/vocabulary.js";
import { counted } from "./marks.js";
import { shapeOf, show } from "./showing.js";

const PAGES = { bpmn: "so-do", dmn: "bang", form: "bieu-mau" };
const STATES = {
  waiting: "Đang kiểm tra",
  pending: "Đang kiểm tra",
  checked: "",
  away: "Chưa hỏi được máy chủ; dưới đây là lỗi thấy được trên trang này. Hệ thống tự hỏi lại.",
};

export default class ProblemList {
  constructor(eventBus, elementRegistry, injector) {
    Object.assign(this, { elementRegistry, injector, file: givenFile() });
    this.place = document.querySelector("[data-problems]");
    if (!this.place) return;
    this.build();
    eventBus.on("problems.changed", ({ all, state }) => this.draw(all, state));
    eventBus.once("import.done", () => {
      const named = shapeOf(this.elementRegistry, decodeURIComponent(location.hash.slice(1)));
      if (named) setTimeout(() => show(named, injector));
    });
    eventBus.on("selection.changed", ({ newSelection }) => this.point(newSelection[0]?.id));
  }

  build() {
    const head = make("div", "tk-problems__head");
    this.count = make("p", "tk-problems__count");
    this.count.setAttribute("role", "status");
    this.state = make("p", "tk-problems__state");
    this.rows = make("ol", "tk-problems");
    head.append(make("h2", "", "Cần sửa"), this.count, this.state);
    this.place.replaceChildren(head, this.rows);
  }

  draw(all, state) {
    this.state.textContent = STATES[state];
    this.state.hidden = !STATES[state];
    const words = all.length ? counted(all) : state === "checked" ? "Không có lỗi." : "";
    // Read out only when it is another count, not at each key.
    if (words !== this.count.textContent && (words || state === "checked")) this.count.textContent = words;
    const key = JSON.stringify([all, all.map((each) => this.#called(each))]);
    if (key === this.drawn) return;
    this.drawn = key;
    const focused = this.place.contains(document.activeElement) ? [...this.rows.querySelectorAll("button, a")].indexOf(document.activeElement) : -1;
    this.rows.replaceChildren(...all.map((each) => this.#row(each)));
    if (focused >= 0) [...this.rows.querySelectorAll("button, a")].at(Math.min(focused, all.length - 1))?.focus();
  }

  point(id) {
    for (const each of this.rows.children) each.classList.toggle("tk-problem--here", Boolean(id) && each.dataset.element === id);
  }

  #row(problem) {
    const row = make("li", `tk-problem tk-problem--${problem.severity}`);
    row.dataset.element = problem.element ?? "";
    const element = this.#isHere(problem) && shapeOf(this.elementRegistry, problem.element);
    const body = make("div", "tk-problem__body");
    body.append(this.#said(problem, element), " ", make("span", "tk-problem__mend", problem.mend));
    row.append(make("span", "tk-problem__kind", problem.severity === "error" ? "✕ Lỗi" : "▲ Lưu ý"), body, make("span", "tk-problem__where", this.#called(problem)));
    return row;
  }

  // What is wrong, as the way to it: to the element here, or to the file that it is in.
  #said(problem, element) {
    if (element) {
      const button = make("button", "tk-problem__said", problem.message);
      button.type = "button";
      button.addEventListener("click", () => show(element, this.injector));
      return button;
    }
    if (this.#isHere(problem)) return make("span", "tk-problem__said", problem.message);
    const link = make("a", "tk-problem__said", problem.message);
    const page = PAGES[problem.file.split(".").at(-1)] ?? "tep";
    link.href = draftAddress(this.file, `${page}/${encodeURIComponent(problem.file)}${problem.element ? `#${problem.element}` : ""}`);
    return link;
  }

  #isHere(problem) {
    return !problem.file || problem.file === this.file.name;
  }

  #called(problem) {
    if (!this.#isHere(problem)) return [problem.file, problem.called || problem.element].filter(Boolean).join(", ");
    const element = shapeOf(this.elementRegistry, problem.element);
    if (!element) return problem.called || problem.element || "Cả sơ đồ";
    const { businessObject: own } = element;
    const ends = [own.sourceRef, own.targetRef].map((each) => each?.name || each?.id);
    return own.name || (own.sourceRef ? `Đường từ ${ends[0]} đến ${ends[1]}` : own.id);
  }
}

ProblemList.$inject = ["eventBus", "elementRegistry", "injector"];

function make(tag, className, text = "") {
  return Object.assign(document.createElement(tag), { className, textContent: text });
}

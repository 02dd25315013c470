// What is to be said of the tables while they are typed: listed under the editor, marked on the rows.
//   <section data-findings><h2>…<span data-findings-count></span></h2><p data-findings-none>…</p><ul data-findings-list></ul></section>
//   <template data-finding="overlap"> the state as it stands in a list </template> for each kind
import { said, sendAsPage } from "../editing/file.js";

const WAIT_MS = 700;
const ORDER = ["error", "overlap", "gap", "unreachable", "not_analysed"];

export class Findings {
  #file;
  #read;
  #shown;
  #timer;
  #asked = 0;

  constructor({ file, read, shown, root }) {
    this.#file = file;
    this.#read = read;
    this.#shown = shown;
    this.list = root.querySelector("[data-findings-list]");
    this.none = root.querySelector("[data-findings-none]");
    this.count = root.querySelector("[data-findings-count]");
    this.kinds = new Map([...root.querySelectorAll("[data-finding]")].map((each) => [each.dataset.finding, each]));
    this.list.addEventListener("click", ({ target }) => {
      const at = target.closest("[data-finding-go]")?.dataset.findingGo;
      if (at !== undefined) this.#shown(this.found[at]);
    });
    this.found = [];
  }

  changed() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.ask(), WAIT_MS);
  }

  // Answers come in any order; only the last question counts.
  async ask() {
    const number = ++this.#asked;
    const body = JSON.stringify({ name: this.#file.name, content: await this.#read() });
    const headers = { "Content-Type": "application/json" };
    const answer = await sendAsPage(this.#file, this.#file.check, { method: "POST", headers, body }).catch(() => null);
    const words = answer?.ok ? await said(answer) : null;
    if (words && number === this.#asked) this.show([...words.problems, ...words.flaws]);
  }

  show(found) {
    this.found = [...found].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
    this.list.replaceChildren(...this.found.map((each, at) => this.#line(each, at)));
    this.none.hidden = found.length > 0;
    this.count.textContent = found.length || "";
    this.onshow?.(this.found);
  }

  #line(found, at) {
    const line = document.createElement("li");
    line.className = "tk-finding";
    line.append(this.kinds.get(found.kind).content.cloneNode(true), sentences(found), go(found, at));
    return line;
  }
}

function sentences({ name, message, effect }) {
  const place = document.createElement("div");
  place.append(paragraph(name ? `${name}. ${message}` : message), ...(effect ? [paragraph(effect, "tk-small tk-muted")] : []));
  return place;
}

function paragraph(text, className = "") {
  return Object.assign(document.createElement("p"), { textContent: text, className });
}

function go({ rules, element }, at) {
  if (!element) return "";
  const words = rules.length ? `Đến dòng ${rules[0]}` : "Đến chỗ này";
  const button = Object.assign(document.createElement("button"), { type: "button", className: "tk-button-text", textContent: words });
  button.dataset.findingGo = at;
  return button;
}

// The form as officers will see it, drawn by the server and shown apart from the editor's own style; and what is wrong with it.
import { said, sendAsPage } from "../editing/file.js";
import { reveals } from "../parts/reveal.js";

const WAIT_MS = 700;

export class Preview {
  #file;
  #read;
  #timer;
  #asked = 0;

  constructor({ file, read, root, go }) {
    this.#file = file;
    this.#read = read;
    this.choice = root.querySelector("[data-preview-choice] select");
    this.list = root.querySelector("[data-problems]");
    this.none = root.querySelector("[data-problems-none]");
    this.count = root.querySelector("[data-problems-count]");
    this.word = root.querySelector("[data-problem]");
    this.place = this.#apart(root.querySelector("[data-preview]"));
    this.choice.addEventListener("change", () => this.ask());
    this.list.addEventListener("click", ({ target }) => {
      const id = target.closest("[data-go]")?.dataset.go;
      if (id) go(id);
    });
  }

  changed() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.ask(), WAIT_MS);
  }

  async ask() {
    const number = ++this.#asked;
    const body = JSON.stringify({ content: await this.#read(), state: this.choice.value });
    const headers = { "Content-Type": "application/json" };
    const answer = await sendAsPage(this.#file, this.#file.preview, { method: "POST", headers, body }).catch(() => null);
    const words = answer?.ok ? await said(answer) : null;
    if (!words || number !== this.#asked) return;
    this.#problems(words.problems);
    // The last page that could be drawn stays in sight while something is wrong.
    if (!words.problems.length) this.#draw(words.html);
  }

  // In a tree of its own: ids and styles of the form and of the editor do not meet.
  #apart(host) {
    const drawn = host.innerHTML;
    const shadow = host.attachShadow({ mode: "open" });
    const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: host.dataset.sheet });
    const form = Object.assign(document.createElement("form"), { noValidate: true });
    form.addEventListener("submit", (event) => event.preventDefault());
    shadow.append(sheet, form);
    host.replaceChildren();
    this.place = form;
    this.#draw(drawn);
    return form;
  }

  #draw(html) {
    this.place.innerHTML = html;
    reveals(this.place);
  }

  #problems(found) {
    this.none.hidden = found.length > 0;
    this.count.textContent = found.length || "";
    this.list.replaceChildren(...found.map((each) => this.#line(each)));
  }

  #line({ message, label, element }) {
    const line = Object.assign(document.createElement("li"), { className: "tk-finding" });
    const words = Object.assign(document.createElement("p"), { textContent: label ? `“${label}”: ${message}` : message });
    line.append(this.word.content.cloneNode(true), words);
    if (element) {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "tk-button-text", textContent: "Đến chỗ này" });
      button.dataset.go = element;
      line.append(button);
    }
    return line;
  }
}

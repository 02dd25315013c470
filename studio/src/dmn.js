// The editor of the decision tables of a draft. Loaded by its page only; on a narrow window the page's own tables are read instead.
//   <div data-tables> <ul data-boxes></ul> <div data-canvas></div> … the parts of editing/saving.js and tables/findings.js … </div>
import "dmn-js/dist/assets/diagram-js.css";
import "dmn-js/dist/assets/dmn-js-shared.css";
import "dmn-js/dist/assets/dmn-js-drd.css";
import "dmn-js/dist/assets/dmn-js-decision-table.css";
import "dmn-js/dist/assets/dmn-js-decision-table-controls.css";
import "dmn-js/dist/assets/dmn-js-literal-expression.css";
import "dmn-js/dist/assets/dmn-font/css/dmn.css";
import "./tables/look.css";
import { givenFile } from "./editing/file.js";
import { present } from "./editing/presence.js";
import { Saving } from "./editing/saving.js";
import { holds, ruleOf } from "./tables/boxes.js";
import { Findings } from "./tables/findings.js";
import { FONT, TableModeler, words } from "./tables/modeler.js";
import { saysTheSame } from "./tables/same.js";

const WIDE = matchMedia("(min-width: 900px)");
const MARKS = { overlap: "trùng", unreachable: "thừa", error: "lỗi", gap: "hở" };
const root = document.querySelector("[data-tables]");
const file = givenFile();

if (WIDE.matches) start();
else WIDE.addEventListener("change", start, { once: true });

async function start() {
  // Names are measured while they are drawn, so the face has to be there first.
  await document.fonts.load(`13px ${FONT}`, "Quyết định");
  const modeler = new TableModeler(root.querySelector("[data-canvas]"));
  const read = async () => (file.open ? (await modeler.saveXML({ format: true })).xml : file.text);
  const saving = new Saving({ file, read, show: (text) => show(modeler, text) });
  const findings = new Findings({ file, read, root, shown: (found) => reveal(modeler, found) });
  findings.onshow = () => mark(modeler, findings.found);
  modeler.on("views.changed", () => {
    drawBoxes(modeler);
    mark(modeler, findings.found);
  });
  modeler.on("viewer.created", ({ viewer }) =>
    viewer.on("commandStack.changed", ({ trigger }) => {
      if (trigger === "clear" || !file.open) return;
      saving.changed();
      findings.changed();
    }),
  );
  root.querySelector("[data-boxes]").addEventListener("click", ({ target }) => {
    const id = target.closest("[data-box]")?.dataset.box;
    if (id) modeler.open(modeler.getViews().find((view) => view.id === id));
  });
  root.querySelector("[data-save]")?.addEventListener("click", () => saving.now());
  for (const button of root.querySelectorAll("[data-do]")) {
    button.addEventListener("click", () => modeler.getActiveViewer()?.get("commandStack")[button.dataset.do]());
  }
  saving.on("saved", () => (root.dataset.saved = file.revision));
  findings.show(file.findings);
  try {
    await saving.begin();
    root.dataset.tables = "ready";
  } catch (error) {
    root.dataset.tables = "failed";
    throw error;
  }
  present(file);
  // For whoever translates: what had no Vietnamese.
  root.addEventListener("tk-misses", (event) => event.detail.push(...words.misses.keys()));
}

// A file that cannot be given back as it is may be read here, and is changed elsewhere.
async function show(modeler, text) {
  const open = modeler.getActiveView()?.id;
  await modeler.importXML(text, { open: false });
  const { xml } = await modeler.saveXML();
  const lost = !saysTheSame(text, xml);
  root.querySelector("[data-lossy]").hidden = !lost;
  if (lost) file.open = false;
  const views = modeler.getViews();
  await modeler.open(views.find(({ id }) => id === open) ?? views.find(({ type }) => type === "decisionTable") ?? views[0]);
}

function drawBoxes(modeler) {
  const active = modeler.getActiveView();
  const views = modeler.getViews();
  const groups = { drd: [], decisionTable: [], literalExpression: [] };
  for (const view of views) groups[view.type]?.push(view);
  for (const [type, list] of Object.entries(groups)) {
    const place = root.querySelector(`[data-boxes-of="${type}"]`);
    place.replaceChildren(...list.map((view) => boxLine(view, view.id === active?.id)));
    place.closest("[data-boxes-group]").hidden = !list.length;
  }
}

function boxLine({ id, name, type }, isOpen) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "tk-boxes__link" });
  button.textContent = type === "drd" ? "Sơ đồ quyết định" : name;
  button.dataset.box = id;
  if (isOpen) button.setAttribute("aria-current", "true");
  const line = document.createElement("li");
  line.append(button);
  return line;
}

function mark(modeler, found) {
  const view = modeler.getActiveView();
  if (view?.type !== "decisionTable") return;
  const rules = view.box.rule ?? [];
  const said = new Map();
  for (const { kind, table, element, rules: numbers } of found) {
    const own = kind === "error" ? [ruleOf(view, element)] : table === view.box.id ? numbers.map((number) => rules[number - 1]) : [];
    for (const rule of own.filter(Boolean)) if (!said.has(rule.id)) said.set(rule.id, { kind, word: MARKS[kind] ?? "" });
  }
  modeler.getActiveViewer()?.get("marks", false)?.show(said);
}

async function reveal(modeler, { element, table, rules }) {
  const view = modeler.boxes.find((each) => each.box.id === table || holds(each, element)) ?? modeler.boxes.find(({ owner }) => owner.id === element);
  if (!view) return;
  await modeler.open(view);
  const rule = rules.length ? view.box.rule?.[rules[0] - 1] : ruleOf(view, element);
  const id = rule && view.box.rule ? (table ? rule.id : element) : element;
  requestAnimationFrame(() => {
    const place = root.querySelector(`[data-canvas] [data-element-id="${CSS.escape(id ?? "")}"]`);
    place?.scrollIntoView({ block: "center", inline: "nearest" });
    (place?.querySelector("[contenteditable]") ?? place)?.focus?.();
  });
}

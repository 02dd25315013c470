// The editor of a diagram of a draft. The page (processes/editor.html) says where canvas, palette, panel and problems stand.
import Modeler from "bpmn-js/lib/Modeler";
import minimap from "diagram-js-minimap";
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import "bpmn-js/dist/assets/bpmn-font/css/bpmn.css";
import "diagram-js-minimap/assets/diagram-js-minimap.css";
import "bpmn-js-token-simulation/assets/css/bpmn-js-token-simulation.css";
import "./modeler/modeler.css";
import { givenFile } from "./editing/file.js";
import { present } from "./editing/presence.js";
import { Saving } from "./editing/saving.js";
import { building } from "./modeler/building.js";
import { ids } from "./modeler/ids.js";
import { faces, look } from "./modeler/look.js";
import { menus } from "./modeler/menus.js";
import { palette } from "./modeler/palette.js";
import { panelModules } from "./modeler/panel/index.js";
import { placing } from "./modeler/placing.js";
import { problemModules } from "./modeler/problems/index.js";
import { room } from "./modeler/room.js";
import { rules } from "./modeler/rules.js";
import spiffworkflow from "./modeler/spiff.json";
import { toolbar } from "./modeler/toolbar.js";
import bpmnWords from "./words/bpmn.json";
import lintWords from "./words/lint.json";
import { searching } from "./words/search.js";
import { translation } from "./words/translate.js";

// Drawing needs a desk: below this width the page shows the outline alone.
const WIDE = "(min-width: 1100px)";
const READABLE_ZOOM = 0.7;

const vietnamese = translation(bpmnWords, lintWords);
const frame = document.querySelector("[data-drawing]");
let started = false;

const wide = matchMedia(WIDE);
wide.addEventListener("change", begin);
begin();

async function begin() {
  if (started || !wide.matches || !frame) return;
  started = true;
  const file = givenFile();
  await faces();
  const modeler = file.open ? drawn() : shownOnly();
  // What could not be drawn stays as it is.
  const read = async () => ("failed" in frame.dataset ? file.text : (await modeler.saveXML({ format: true })).xml);
  const saving = new Saving({ file, read, show: (xml) => shown(modeler, xml) });
  modeler.on("commandStack.changed", () => saving.changed());
  try {
    await saving.begin();
  } catch (error) {
    fail(error);
  }
  toolbar({ modeler, file, saving, show: (xml) => shown(modeler, xml), simulating: simulating(modeler, read) });
  present(file);
  frame.dataset.drawing = "ready";
  // What tests ask: words that had no translation, and the drawing as it would be saved.
  frame.studio = { modeler, read, saving, misses: vietnamese.misses };
}

function options() {
  return { container: frame.querySelector("[data-canvas]"), ...look(), moddleExtensions: { spiffworkflow } };
}

function drawn() {
  return new Modeler({
    ...options(),
    propertiesPanel: { parent: "#thuoc-tinh" },
    additionalModules: [vietnamese.module, searching, minimap, room, building, placing, palette, menus, rules, ids, ...panelModules, ...problemModules],
  });
}

// A draft that waits or was published is read only.
function shownOnly() {
  return new Modeler.NavigatedViewer({ ...options(), additionalModules: [vietnamese.module, minimap] });
}

async function shown(modeler, xml) {
  const { warnings } = await modeler.importXML(xml);
  delete frame.dataset.failed;
  const astray = warnings.filter(({ message }) => !message.includes("encoding")).length;
  tell(astray ? `Tệp có ${astray} chỗ trỏ đến phần không có trong tệp. Lưu lại thì các chỗ ấy mất; các phần khác giữ nguyên.` : "");
  const canvas = modeler.get("canvas");
  canvas.zoom("fit-viewport", "auto");
  if (canvas.zoom() >= READABLE_ZOOM) return;
  // Larger than the window: begin where the process begins.
  canvas.zoom(READABLE_ZOOM);
  const { inner, width, height } = canvas.viewbox();
  const start = modeler.get("elementRegistry").find(({ type }) => type === "bpmn:StartEvent") ?? { y: inner.y, height };
  canvas.viewbox({ x: inner.x - 40, y: start.y + start.height / 2 - height / 2, width, height });
}

function tell(words) {
  document.querySelector("[data-drawing-said]").textContent = words;
}

function fail(error) {
  frame.dataset.failed = "";
  tell("Không vẽ được tệp này: nội dung không phải sơ đồ BPMN 2.0 có hình vẽ. Mục Dàn ý nói chỗ sai; lấy lại lần lưu trước, hoặc dán sơ đồ khác.");
  console.info(error.message);
}

function simulating(modeler, read) {
  const place = frame.querySelector("[data-simulation]");
  let end = null;
  return {
    async toggle() {
      if (end) {
        end();
        end = null;
      } else {
        const { simulate } = await import("./modeler/simulation.js");
        place.hidden = false;
        end = await simulate(place.querySelector("[data-simulation-canvas]"), await read(), { ...look(), additionalModules: [vietnamese.module], moddleExtensions: { spiffworkflow } });
      }
      place.hidden = !end;
      for (const button of document.querySelectorAll('[data-do-drawing="simulate"]')) button.setAttribute("aria-pressed", String(Boolean(end)));
    },
  };
}

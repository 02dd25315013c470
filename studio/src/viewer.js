// Draws a diagram with the places where a dossier stands. Loaded only by pages that show one.
//   <div data-diagram="so-do"> [buttons data-diagram-do="zoom-in|zoom-out|fit|here"] <div data-diagram-canvas tabindex="0">…</div> </div>
//   <script type="application/json" id="so-do">{"xml": …, "tokens": [{"element", "count", "word"}], "faults": [same], "notes": [{"element", "text"}], "done": [ids], "off": [ids],
//                                              "links": [{"element", "href", "text"}],
//                                              "heat": [{"element", "level": 0 to 5, "text"}], "marks": [{"element", "what": added|removed|changed|moved, "word"}]}</script>
//   data-diagram-with="id of another frame" lets both show the same part: what is moved in one moves in the other.
//   <a data-diagram-go="element id"> anywhere on the page brings that element into view.
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import { faultLabel, linkLabel, markLabel, noteLabel, tickLabel, tokenLabel } from "./viewer/labels.js";
import { vietnamese } from "./viewer/vietnamese.js";

const FONT = '"Be Vietnam Pro"';
const READABLE_ZOOM = 0.85; // Under this, 13-px names cannot be read: better to show a part, and to scroll.
const ZOOM_STEP = 1.25;
const MARGIN = 24; // of empty paper round a drawing

const viewers = new Map();
let following = false;

for (const frame of document.querySelectorAll("[data-diagram]")) show(frame);

async function show(frame) {
  const data = JSON.parse(document.getElementById(frame.dataset.diagram).textContent);
  const container = frame.querySelector("[data-diagram-canvas]");
  if (!container) return; // a version that lacks this diagram
  // Names are measured while they are drawn, so the face has to be there first.
  await document.fonts.load(`13px ${FONT}`, "Quyết định");
  // The outline beside it can be read already.
  const { default: NavigatedViewer } = await import("bpmn-js/lib/NavigatedViewer");
  const viewer = new NavigatedViewer({ container, ...look(), additionalModules: [vietnamese] });
  try {
    await viewer.importXML(data.xml);
  } catch (error) {
    frame.dataset.diagramState = "failed";
    throw error;
  }
  mark(viewer, data);
  listen(frame, viewer, data);
  home(viewer, data);
  if (frame.dataset.diagramWith) follow(frame, viewer);
  frame.dataset.diagramState = "ready";
}

function follow(frame, viewer) {
  viewers.set(frame.id, viewer);
  viewer.on("canvas.viewbox.changed", ({ viewbox: { x, y, width, height } }) => {
    const other = viewers.get(frame.dataset.diagramWith);
    if (!other || following) return;
    following = true;
    other.get("canvas").viewbox({ x, y, width, height });
    following = false;
  });
}

function look() {
  const ink = getComputedStyle(document.documentElement);
  const token = (name) => ink.getPropertyValue(name).trim();
  return {
    bpmnRenderer: { defaultFillColor: token("--tk-paper"), defaultStrokeColor: token("--tk-control"), defaultLabelColor: token("--tk-ink") },
    textRenderer: {
      defaultStyle: { fontFamily: FONT, fontSize: 13, lineHeight: 1.3 },
      externalStyle: { fontFamily: FONT, fontSize: 12, lineHeight: 1.3 },
    },
  };
}

function mark(viewer, { tokens = [], faults = [], notes = [], done = [], off = [], links = [], heat = [], marks = [] }) {
  const canvas = viewer.get("canvas");
  const drawn = (id) => viewer.get("elementRegistry").get(id);
  const overlay = (id, position, html, min = 0.8) => viewer.get("overlays").add(id, { position, html, scale: { min, max: 1.2 } });
  for (const id of done.filter(drawn)) {
    canvas.addMarker(id, "tk-is-done");
    if (isActivity(drawn(id))) overlay(id, { top: -9, right: 11 }, tickLabel());
  }
  for (const id of off.filter(drawn)) canvas.addMarker(id, "tk-is-off");
  for (const { element, count, word } of tokens.filter((token) => drawn(token.element))) {
    canvas.addMarker(element, "tk-is-now");
    overlay(element, { bottom: 11, left: 8 }, tokenLabel(count, word));
  }
  for (const { element, count, word } of faults.filter((fault) => drawn(fault.element))) {
    canvas.addMarker(element, "tk-is-fault");
    overlay(element, { top: -11, left: 8 }, faultLabel(count, word));
  }
  for (const { element, text } of notes.filter((note) => drawn(note.element))) {
    overlay(element, { bottom: -9, left: 8 }, noteLabel(text));
  }
  for (const { element, level, text } of heat.filter((each) => drawn(each.element))) {
    canvas.addMarker(element, `tk-is-heat-${level}`);
    overlay(element, { bottom: -9, left: 8 }, noteLabel(text));
  }
  for (const { element, what, word } of marks.filter((each) => drawn(each.element))) {
    canvas.addMarker(element, `tk-is-${what}`);
    if (!drawn(element).waypoints) overlay(element, { top: -22, left: 0 }, markLabel(what, word), 0.6);
  }
  for (const { element, href, text } of links.filter((link) => drawn(link.element))) {
    overlay(element, { bottom: 11, right: 8 }, linkLabel(href, text));
  }
}

function isActivity(element) {
  return element.width >= 80 && element.type !== "bpmn:Participant" && element.type !== "bpmn:Lane";
}

function listen(frame, viewer, data) {
  const canvas = viewer.get("canvas");
  const commands = {
    "zoom-in": () => canvas.zoom(canvas.zoom() * ZOOM_STEP),
    "zoom-out": () => canvas.zoom(canvas.zoom() / ZOOM_STEP),
    fit: () => fit(canvas),
    here: () => home(viewer, data),
  };
  for (const button of frame.querySelectorAll("[data-diagram-do]")) {
    button.hidden = false;
    button.addEventListener("click", commands[button.dataset.diagramDo]);
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-diagram-go]");
    const element = link && viewer.get("elementRegistry").get(link.dataset.diagramGo);
    if (!element) return;
    event.preventDefault();
    bringIntoView(viewer, element);
    viewer.get("selection").select(element);
    frame.scrollIntoView({ block: "nearest" });
  });
  viewer.on("selection.changed", ({ newSelection: [element] }) => pointOut(element?.id));
}

function pointOut(id) {
  for (const item of document.querySelectorAll("[data-diagram-item]")) {
    const chosen = item.dataset.diagramItem === id;
    item.classList.toggle("tk-outline__item--chosen", chosen);
    if (chosen) item.scrollIntoView({ block: "nearest" });
  }
}

function home(viewer, { tokens = [], faults = [], heat = [], marks = [] }) {
  const canvas = viewer.get("canvas");
  const registry = viewer.get("elementRegistry");
  fit(canvas);
  if (canvas.zoom() >= READABLE_ZOOM) return;
  canvas.zoom(READABLE_ZOOM);
  const place = [...tokens, ...faults, ...heat, ...marks].map(({ element }) => registry.get(element)).find(Boolean) ?? registry.find(({ type }) => type === "bpmn:StartEvent");
  if (place) bringIntoView(viewer, place);
}

// Shows the whole drawing in the middle, with paper round it, and no larger than it was drawn.
function fit(canvas) {
  canvas.zoom("fit-viewport", "auto");
  const { inner, outer } = canvas.viewbox();
  const scale = Math.min(1, outer.width / (inner.width + 2 * MARGIN), outer.height / (inner.height + 2 * MARGIN));
  const [width, height] = [outer.width / scale, outer.height / scale];
  canvas.viewbox({ x: inner.x + (inner.width - width) / 2, y: inner.y + (inner.height - height) / 2, width, height });
}

function bringIntoView(viewer, element) {
  const canvas = viewer.get("canvas");
  const plane = canvas.findRoot(element);
  if (plane && plane !== canvas.getRootElement()) canvas.setRootElement(plane);
  const { width, height, inner } = canvas.viewbox();
  const x = (element.x ?? element.waypoints[0].x) + (element.width ?? 0) / 2;
  const y = (element.y ?? element.waypoints[0].y) + (element.height ?? 0) / 2;
  canvas.viewbox({ x: inside(x, width, inner.x, inner.width), y: inside(y, height, inner.y, inner.height), width, height });
}

// Where a window begins that has a place in its middle, but shows no empty paper while there is drawing left to show; what
// fits as a whole stands in the middle.
function inside(middle, seen, from, length) {
  const begin = middle - seen / 2;
  return length + 2 * MARGIN <= seen ? from + (length - seen) / 2 : Math.max(from - MARGIN, Math.min(begin, from + length + MARGIN - seen));
}

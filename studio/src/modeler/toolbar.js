// The buttons over the canvas: <button data-do-drawing="undo|redo|zoom-in|…">. What cannot be done now is disabled.
import { offer } from "../editing/file.js";
import { cleaned } from "./pasting.js";

const ZOOM_STEP = 1.25;

export function toolbar({ modeler, file, saving, show, simulating }) {
  const canvas = modeler.get("canvas");
  const stack = modeler.get("commandStack", false); // not there where the drawing is only shown
  const name = file.name.replace(/\.bpmn$/, "");
  const acts = {
    save: () => saving.now(),
    undo: () => stack.undo(),
    redo: () => stack.redo(),
    "zoom-in": () => canvas.zoom(canvas.zoom() * ZOOM_STEP),
    "zoom-out": () => canvas.zoom(canvas.zoom() / ZOOM_STEP),
    fit: () => canvas.zoom("fit-viewport", "auto"),
    find: () => modeler.get("searchPad").open(),
    simulate: () => simulating.toggle(),
    svg: async () => offer(`${name}.svg`, (await modeler.saveSVG()).svg, "image/svg+xml"),
    xml: async () => offer(file.name, (await modeler.saveXML({ format: true })).xml, "application/xml"),
    paste: () => paste(show, saving),
  };
  const buttons = [...document.querySelectorAll("[data-do-drawing]")];
  for (const button of buttons) button.addEventListener("click", () => acts[button.dataset.doDrawing]());
  const able = () => {
    for (const button of buttons) {
      if (button.dataset.doDrawing === "undo") button.disabled = !stack?.canUndo();
      if (button.dataset.doDrawing === "redo") button.disabled = !stack?.canRedo();
    }
  };
  modeler.on(["commandStack.changed", "import.done"], able);
  able();
  // Wherever on the page the keys are pressed.
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    acts.save();
  });
}

function paste(show, saving) {
  const dialog = document.querySelector("[data-pasting]");
  const [text, wrong] = ["textarea", "[data-pasting-wrong]"].map((part) => dialog.querySelector(part));
  const say = (words) => {
    wrong.textContent = words;
    wrong.hidden = !words;
  };
  say("");
  text.value = "";
  dialog.showModal();
  dialog.querySelector("[data-pasting-take]").onclick = async () => {
    const { xml, removed, error } = cleaned(text.value);
    if (error) return say(error);
    try {
      await show(xml);
    } catch {
      return say("Không vẽ được sơ đồ này: tệp không có hình vẽ hoặc sai cấu trúc.");
    }
    dialog.close();
    saving.changed();
    if (removed) document.querySelector("[data-drawing-said]").textContent = `Đã dán sơ đồ và bỏ ${removed}.`;
    return undefined;
  };
}

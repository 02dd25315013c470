// The palette at the left of the canvas: tools, the elements used most, "Thêm" for all of them, building blocks; each with its word.
import Palette from "diagram-js/lib/features/palette/Palette";
import { BLOCKS } from "./blocks.js";
import { ELEMENTS, ON_PALETTE } from "./elements.js";

const TOOLS = [
  { id: "lasso-tool", icon: "bpmn-icon-lasso-tool", name: "Chọn vùng", title: "Chọn nhiều phần tử bằng cách quây vùng (L)" },
  { id: "space-tool", icon: "bpmn-icon-space-tool", name: "Giãn ra", title: "Thêm hoặc bớt khoảng trống (S)" },
  { id: "global-connect-tool", icon: "bpmn-icon-connection-multi", name: "Nối", title: "Nối hai phần tử (C)" },
  { id: "hand-tool", icon: "bpmn-icon-hand-tool", name: "Kéo hình", title: "Kéo khung nhìn (H)" },
];

// Stands beside the canvas, not over it.
class DockedPalette extends Palette {
  static $inject = Palette.$inject;

  _getParentContainer() {
    return document.querySelector("[data-palette]");
  }

  _needsCollapse() {
    return false;
  }
}

class Offers {
  static $inject = ["palette", "placing", "lassoTool", "spaceTool", "globalConnect", "handTool", "offerMenus"];

  constructor(palette, placing, lassoTool, spaceTool, globalConnect, handTool, offerMenus) {
    Object.assign(this, { placing, offerMenus });
    this.tools = {
      "lasso-tool": (event) => lassoTool.activateSelection(event),
      "space-tool": (event) => spaceTool.activateSelection(event),
      "global-connect-tool": (event) => globalConnect.start(event),
      "hand-tool": (event) => handTool.activateHand(event),
    };
    palette.registerProvider(this);
  }

  getPaletteEntries() {
    const entries = {};
    for (const { id, icon, name, title } of TOOLS) entries[id] = entry("tools", icon, name, title, { click: this.tools[id] });
    for (const id of ON_PALETTE) entries[`create.${id}`] = this.#offer("create", ELEMENTS.find((each) => each.id === id));
    entries["create.more"] = entry("create", "bpmn-icon-screw-wrench tk-offer--more", "Thêm…", "Tìm mọi phần tử và khối (N)", { click: (event) => this.offerMenus.create(event) });
    for (const block of BLOCKS) entries[`block.${block.id}`] = this.#offer("blocks", { icon: "bpmn-icon-call-activity", ...block });
    return entries;
  }

  #offer(group, offer) {
    const title = `${offer.calls ? "Thêm khối" : "Thêm"}: ${offer.name}`;
    // A click made by a key has no place of its own.
    const click = (event) => (event.detail === 0 ? this.placing.put(offer) : this.placing.take(event, offer));
    return entry(group, offer.icon, offer.name, title, { click, dragstart: (event) => this.placing.take(event, offer) });
  }
}

export const palette = {
  __init__: ["paletteProvider"],
  palette: ["type", DockedPalette],
  paletteProvider: ["type", Offers],
};

function entry(group, className, name, title, action) {
  // All words are our own; nothing of a diagram gets here.
  const html = `<button type="button" class="entry" draggable="true"><span class="tk-offer__name">${name}</span></button>`;
  return { group, className, title, html, action };
}

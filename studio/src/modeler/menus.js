// The menus that add something, and what is left of bpmn-js's own menus: nothing that the engine does not run.
import { BLOCKS } from "./blocks.js";
import { ELEMENTS, GROUPS } from "./elements.js";
import { canFollow } from "./placing.js";
import supported from "./supported.json";

const OFFERS = [...ELEMENTS, ...BLOCKS.map((block) => ({ group: "block", icon: "bpmn-icon-call-activity", ...block }))];
const ALLOWED = new Set(supported.replacements);
const WIDTH = 340;
const LATER = 500; // after bpmn-js's own providers
// What the pad of an element may offer beside our own appending.
const KEPT_APPENDS = ["append.text-annotation", "append.timer-intermediate-event", "append.message-intermediate-event"];

class OfferMenus {
  static $inject = ["popupMenu", "placing", "canvas", "contextPad", "translate", "selection", "keyboard", "eventBus"];

  constructor(popupMenu, placing, canvas, contextPad, translate, selection, keyboard, eventBus) {
    Object.assign(this, { popupMenu, placing, canvas, contextPad, translate, selection });
    popupMenu.registerProvider("tk-append", { getPopupMenuEntries: (target) => this.#entries(OFFERS.filter((each) => canFollow(target, each)), target) });
    popupMenu.registerProvider("tk-create", { getPopupMenuEntries: () => this.#entries(OFFERS) });
    popupMenu.registerProvider("bpmn-replace", LATER, onlySupported);
    contextPad.registerProvider(LATER, this);
    eventBus.once("import.done", () => this.#keys(keyboard));
  }

  create(event) {
    const place = event?.clientX ? { x: event.clientX, y: event.clientY } : center(this.canvas.getContainer());
    this.#open(this.canvas.getRootElement(), "tk-create", place, "Thêm vào sơ đồ");
  }

  append(element) {
    const pad = this.contextPad.isOpen(element) ? this.contextPad.getPad(element).html.getBoundingClientRect() : undefined;
    this.#open(element, "tk-append", pad ? { x: pad.left, y: pad.bottom + 5 } : center(this.canvas.getContainer()), "Thêm tiếp");
  }

  getContextPadEntries(element) {
    return (entries) => {
      const kept = Object.fromEntries(Object.entries(entries).filter(([id]) => !id.startsWith("append.") || KEPT_APPENDS.includes(id)));
      const step = OFFERS.filter((each) => ["user-task", "exclusive-gateway", "end"].includes(each.id) && canFollow(element, each));
      const own = step.map((offer) => [`append.${offer.id}`, this.#pad(offer.icon, `Thêm tiếp: ${offer.name}`, offer)]);
      const more = OFFERS.some((each) => canFollow(element, each))
        ? [["append.more", { group: "model", className: "bpmn-icon-screw-wrench tk-offer--more", title: "Thêm tiếp phần tử hoặc khối (A)", action: { click: (_, target) => this.append(target) } }]]
        : [];
      return { ...Object.fromEntries([...own, ...more]), ...kept };
    };
  }

  // With several chosen, bpmn-js offers nothing that we do not run.
  getMultiElementContextPadEntries() {
    return (entries) => entries;
  }

  #pad(className, title, offer) {
    return { group: "model", className, title, action: { click: (_, target) => this.placing.append(target, offer), dragstart: (event, target) => this.placing.take(event, offer, target) } };
  }

  #entries(offers, source) {
    return Object.fromEntries(
      offers.map((offer) => [
        `${source ? "append" : "create"}-${offer.id}`,
        {
          label: offer.name,
          className: offer.icon,
          search: offer.also,
          group: { id: offer.group, name: GROUPS[offer.group] },
          action: {
            click: (event) => this.#chosen(event, offer, source),
            dragstart: (event) => (this.popupMenu.close(), this.placing.take(event, offer, source)),
          },
        },
      ]),
    );
  }

  #chosen(event, offer, source) {
    this.popupMenu.close();
    if (source) return this.placing.append(source, offer);
    return event instanceof MouseEvent && event.detail ? this.placing.take(event, offer) : this.placing.put(offer);
  }

  // The panel lies over what leaves the drawing on its side.
  #open(target, provider, { x, y }, title) {
    const { left, right } = this.canvas.getContainer().getBoundingClientRect();
    const place = { x: Math.max(left, Math.min(x, right - WIDTH - 10)), y };
    this.popupMenu.open(target, provider, { ...place, cursor: place }, { title, width: WIDTH, search: true });
    // At once, not after the next paint: letters typed until then would be commands.
    document.querySelector(".djs-popup-search input")?.focus();
  }

  #keys(keyboard) {
    keyboard.addListener(({ keyEvent }) => {
      if (keyboard.hasModifier(keyEvent)) return undefined;
      const [element] = this.selection.get();
      if (keyboard.isKey(["n", "N"], keyEvent)) this.create();
      else if (keyboard.isKey(["a", "A"], keyEvent) && element && OFFERS.some((each) => canFollow(element, each))) this.append(element);
      else return undefined;
      keyEvent.preventDefault();
      return true;
    });
  }
}

export const menus = { __init__: ["offerMenus"], offerMenus: ["type", OfferMenus] };

const onlySupported = {
  getPopupMenuEntries: () => allowed,
  getPopupMenuHeaderEntries: (element) => (entries) => {
    const { "toggle-parallel-mi": parallel, "toggle-sequential-mi": sequential, ...others } = allowed(entries);
    const repeatable = ["bpmn:UserTask", "bpmn:ServiceTask", "bpmn:CallActivity", "bpmn:SubProcess"].includes(element.type);
    return repeatable && parallel ? { "toggle-parallel-mi": parallel, "toggle-sequential-mi": sequential, ...others } : others;
  },
};

function allowed(entries) {
  return Object.fromEntries(Object.entries(entries).filter(([id]) => ALLOWED.has(id)));
}

function center(container) {
  const { left, top, width, height } = container.getBoundingClientRect();
  return { x: left + width / 2 - WIDTH / 2, y: top + height / 4 };
}

// Token simulation: how tokens would run through the shape. Loaded when asked for; nothing of the engine runs and nothing is saved.
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import simulation from "bpmn-js-token-simulation/lib/viewer";
import { SCOPE_CREATE_EVENT } from "bpmn-js-token-simulation/lib/util/EventHelper";

const BEFORE_OTHERS = 1500;
const INKS = ["--tk-link", "--tk-action", "--tk-warn-ink", "--tk-brand", "--tk-ink-2"];

// The token of each run has one of the product's inks; the numbers on them tell runs apart without colour.
class InkedScopes {
  static $inject = ["eventBus"];

  constructor(eventBus) {
    const sheet = getComputedStyle(document.documentElement);
    const inks = INKS.map((name) => sheet.getPropertyValue(name).trim());
    let at = 0;
    eventBus.on(SCOPE_CREATE_EVENT, BEFORE_OTHERS, ({ scope }) => {
      scope.colors = scope.parent?.colors ?? { primary: inks[at++ % inks.length], auxiliary: sheet.getPropertyValue("--tk-paper").trim() };
    });
  }
}
const inked = { coloredScopes: ["type", InkedScopes] };

// Shows it in `container`; returns how to end it.
export async function simulate(container, xml, options) {
  const viewer = new NavigatedViewer({ ...options, container, additionalModules: [...options.additionalModules, simulation, inked] });
  await viewer.importXML(xml);
  viewer.get("canvas").zoom("fit-viewport", "auto");
  viewer.get("toggleMode").toggleMode(true);
  return () => viewer.destroy();
}

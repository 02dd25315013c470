// Token simulation: how tokens would run through the shape. Loaded when asked for; nothing of the engine runs and nothing is saved.
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import simulation from "bpmn-js-token-simulation/lib/viewer";

// Shows it in `container`; returns how to end it.
export async function simulate(container, xml, options) {
  const viewer = new NavigatedViewer({ ...options, container, additionalModules: [...options.additionalModules, simulation] });
  await viewer.importXML(xml);
  viewer.get("canvas").zoom("fit-viewport", "auto");
  viewer.get("toggleMode").toggleMode(true);
  return () => viewer.destroy();
}

// The shape that stands for an id; a process in a frame is shown by its frame.
export function shapeOf(elementRegistry, id) {
  return id ? (elementRegistry.get(id) ?? elementRegistry.find((each) => each.businessObject.processRef?.id === id)) : undefined;
}

// Leads to an element: on its own plane, in the middle of the view, chosen.
export function show(element, injector) {
  const canvas = injector.get("canvas");
  const root = canvas.findRoot(element);
  if (root && root !== canvas.getRootElement()) canvas.setRootElement(root);
  if (element !== canvas.getRootElement()) canvas.scrollToElement(element);
  injector.get("selection").select(element);
}

// What a step says beside BPMN itself: `spiffworkflow:properties` and the other extensions that the engine reads.
const PREFIX = "spiffworkflow:";

export const model = (element) => element.businessObject;

export function extension(owner, type) {
  return owner?.get("extensionElements")?.get("values")?.find((each) => each.$type === PREFIX + type);
}

export function property(owner, name) {
  return extension(owner, "Properties")?.get("properties").find((each) => each.get("name") === name)?.get("value") ?? "";
}

export const listed = (text) => text.split(",").map((each) => each.trim()).filter(Boolean);

// Changes a diagram by commands, so that each can be taken back as one step.
export default class Changes {
  constructor(modeling, bpmnFactory, commandStack) {
    Object.assign(this, { modeling, factory: bpmnFactory, commandStack });
  }

  set(element, owner, values) {
    this.modeling.updateModdleProperties(element, owner, values);
  }

  create(type, values, parent) {
    const made = this.factory.create(type, values);
    made.$parent = parent;
    return made;
  }

  // Sets a property of the step; an empty value takes it away.
  setProperty(element, owner, name, value) {
    const kept = extension(owner, "Properties");
    const all = kept?.get("properties") ?? [];
    const own = all.find((each) => each.get("name") === name);
    if (value && own) return this.set(element, own, { value });
    if (!value && !own) return undefined;
    const next = value ? [...all, this.create(`${PREFIX}Property`, { name, value }, kept)] : all.filter((each) => each !== own);
    if (kept && next.length) return this.set(element, kept, { properties: next });
    return next.length ? this.setExtension(element, owner, "Properties", { properties: next }) : this.dropExtension(element, owner, kept);
  }

  // Sets the values of an extension, which is made where it is missing.
  setExtension(element, owner, type, values) {
    const kept = extension(owner, type);
    if (kept) return this.set(element, kept, values);
    const around = owner.get("extensionElements");
    const made = this.create(PREFIX + type, values, around);
    for (const each of Object.values(values).flat()) if (each?.$type) each.$parent = made;
    if (around) return this.set(element, around, { values: [...around.get("values"), made] });
    const extensionElements = this.create("bpmn:ExtensionElements", { values: [made] }, owner);
    made.$parent = extensionElements;
    return this.set(element, owner, { extensionElements });
  }

  dropExtension(element, owner, gone) {
    const around = owner.get("extensionElements");
    const values = around?.get("values").filter((each) => each !== gone) ?? [];
    if (!around) return;
    if (values.length) this.set(element, around, { values });
    else this.set(element, owner, { extensionElements: undefined });
  }

  // An expression inside an element, such as `conditionExpression` or `timeDate`; an empty text takes it away.
  setExpression(element, owner, name, body) {
    const kept = owner.get(name);
    if (kept && body) return this.set(element, kept, { body });
    return this.set(element, owner, { [name]: body ? this.create("bpmn:FormalExpression", { body }, owner) : undefined });
  }

  // Several changes that are taken back together: [[element, owner, values], …].
  together(steps) {
    const commands = steps.map(([element, moddleElement, properties]) => ({
      cmd: "element.updateModdleProperties",
      context: { element, moddleElement, properties },
    }));
    this.commandStack.execute("properties-panel.multi-command-executor", commands);
  }
}

Changes.$inject = ["modeling", "bpmnFactory", "commandStack"];

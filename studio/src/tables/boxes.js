// The parts of a decision model that can be edited each for itself: tables and expressions, also those inside of contexts and
// functions, which dmn-js has no view for.
const PARTS = {
  "dmn:Context": ({ contextEntry = [] }) => contextEntry.map(({ variable, value }) => [variable?.name || "kết quả", value]),
  "dmn:FunctionDefinition": ({ body }) => [["", body]],
  "dmn:Invocation": ({ binding = [] }) => binding.map(({ parameter, bindingFormula }) => [parameter?.name ?? "", bindingFormula]),
  "dmn:List": ({ elements = [] }) => elements.map((each, at) => [`phần tử ${at + 1}`, each]),
};
const VIEWS = { "dmn:DecisionTable": "decisionTable", "dmn:LiteralExpression": "literalExpression" };

// [{ id, name, type, box, owner, isWhole }], in the order of the file. A table inside is called after what it answers, as the server does.
export function boxesOf(definitions) {
  return (definitions.drgElement ?? []).flatMap((owner) => {
    const whole = owner.decisionLogic ?? owner.encapsulatedLogic;
    return [...inside(whole, [])].map(({ box, path }) => ({
      id: box.id ?? `${owner.id}_${path.join("_")}`,
      name: [owner.name, called(box, path)].filter(Boolean).join(": "),
      type: VIEWS[box.$type],
      box,
      owner,
      isWhole: box === owner.decisionLogic,
    }));
  });
}

function* inside(box, path) {
  if (!box) return;
  if (VIEWS[box.$type]) yield { box, path: path.filter(Boolean) };
  for (const [name, part] of PARTS[box.$type]?.(box) ?? []) yield* inside(part, [...path, name]);
}

function called(box, path) {
  if (!path.length) return "";
  const answers = box.$type === "dmn:DecisionTable" ? box.outputLabel || (box.output ?? []).map(({ label }) => label).filter(Boolean).join(", ") : "";
  return answers ? answers[0].toLowerCase() + answers.slice(1) : path.join(", ");
}

// Whether something with this id stands in a box: the box itself, a column, a rule, a cell.
export function holds({ box }, id) {
  if (!id) return false;
  const columns = [...(box.input ?? []), ...(box.output ?? [])];
  const own = [box, ...columns, ...columns.map(({ inputExpression }) => inputExpression)];
  return own.some((each) => each?.id === id) || Boolean(ruleOf({ box }, id));
}

// The rule that has this id, or a cell with it.
export function ruleOf({ box }, id) {
  return (box.rule ?? []).find((rule) => [rule, ...(rule.inputEntry ?? []), ...(rule.outputEntry ?? [])].some((each) => each.id === id));
}

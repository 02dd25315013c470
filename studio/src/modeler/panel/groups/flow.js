// "Nhánh": on which condition a way is taken, and which one is taken where no condition holds.
import { is, isAny } from "bpmn-js/lib/util/ModelUtil.js";
import { model } from "../extensions.js";
import { choice, tick, told } from "../entries.js";
import { feel } from "../feel.js";

const CHOICES = ["bpmn:ExclusiveGateway", "bpmn:InclusiveGateway"];

export function flow(element, context) {
  if (is(element, "bpmn:SequenceFlow")) return ofFlow(element, context);
  return isAny(element, CHOICES) ? ofGateway(element, context) : null;
}

function ofFlow(element, { changes, modeling, vocabulary }) {
  const own = model(element);
  const gateway = element.source;
  const condition = own.get("conditionExpression")?.get("body") ?? "";
  const chooses = isAny(gateway, CHOICES) && gateway.outgoing.length > 1;
  if (!chooses && !condition) return { id: "flow", label: "Nhánh", entries: [told({ id: "always", lines: ["Đường này luôn được đi. Chỉ đường ra từ cổng rẽ nhánh mới có điều kiện."] })], covers: [] };
  const isDefault = chooses && model(gateway).get("default") === own;
  const entries = [
    tick({
      id: "default",
      label: "Đường mặc định: đi khi không điều kiện nào đúng",
      get: () => isDefault,
      set: (value) => modeling.updateProperties(gateway, { default: value ? own : undefined }),
    }),
  ];
  if (!isDefault || condition) {
    entries.unshift(
      feel({
        id: "condition",
        label: "Đi đường này khi",
        element,
        decides: true,
        meaning: vocabulary.said(element, condition),
        get: () => own.get("conditionExpression")?.get("body") ?? "",
        set: (value) => changes.setExpression(element, own, "conditionExpression", value),
      }),
    );
  }
  return { id: "flow", label: "Nhánh", entries, covers: [], shouldOpen: true };
}

// Where a way leads: past places where ways merely meet, to the first step that has a name.
function led(target) {
  const passed = new Set();
  let at = target;
  while (at && !model(at).name && at.outgoing?.length === 1 && !passed.has(at)) {
    passed.add(at);
    at = at.outgoing[0].target;
  }
  return model(at ?? target)?.name || target?.id || "";
}

function ofGateway(element, { modeling, vocabulary }) {
  if (element.outgoing.length < 2) return null;
  const own = model(element);
  const named = (each) => ({ key: each.id, name: `${model(each).name || "Đường chưa có tên"} → ${led(each.target)}` });
  const others = element.outgoing.filter((each) => model(each) !== own.get("default"));
  const condition = (each) => model(each).get("conditionExpression")?.get("body") ?? "";
  const when = (each) => (condition(each) ? `khi ${vocabulary.said(each, condition(each)) || condition(each)}` : "chưa có điều kiện");
  const lines = others.map((each) => `${named(each).name}: ${when(each)}`);
  const entries = [
    choice({
      id: "default",
      label: "Đường mặc định",
      options: element.outgoing.map(named),
      description: "Được đi khi không điều kiện nào đúng. Không nên là đường dẫn tới khen thưởng.",
      get: () => own.get("default")?.id ?? "",
      set: (id) => modeling.updateProperties(element, { default: element.outgoing.find((each) => each.id === id)?.businessObject }),
    }),
    told({ id: "ways", label: "Các đường khác", lines: lines.length ? lines : ["Không có."] }),
  ];
  return { id: "flow", label: "Nhánh", entries, covers: [], shouldOpen: true };
}

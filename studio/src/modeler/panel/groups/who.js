// "Ai làm": the role, the organ or council, and whom four eyes keep away from a step.
import { is, isAny } from "bpmn-js/lib/util/ModelUtil.js";
import { listed, model, property } from "../extensions.js";
import { choice, several, told } from "../entries.js";
import { feel } from "../feel.js";

const PEOPLE = ["bpmn:UserTask", "bpmn:ReceiveTask"];

export function who(element, { changes, vocabulary, elementRegistry }) {
  if (!is(element, "bpmn:Activity")) return null;
  const own = model(element);
  const words = vocabulary.words;
  const pick = (name, label, options, more = {}) =>
    choice({ id: name, label, options, known: vocabulary.isHere, get: () => property(own, name), set: (value) => changes.setProperty(element, own, name, value), ...more });
  const acts = isAny(element, PEOPLE);
  const inward = { none: "Theo phần bao quanh" };
  const entries = [lane(own, elementRegistry)];
  if (acts) entries.push(pick("candidateGroup", "Vai trò", words.roles));
  entries.push(pick("organ", "Cơ quan", words.organs, inward), pick("council", "Hội đồng", words.councils, inward));
  if (acts) entries.push(notBy(element, own, { changes, vocabulary }));
  return { id: "who", label: "Ai làm", entries: entries.filter(Boolean), covers: ["organ", "council", ...(acts ? ["candidateGroup", "notPerformedBy"] : [])], shouldOpen: acts };
}

// Who may begin a process that begins from a page of its own: pairs "organ:role".
export function starters(element, { changes, vocabulary }) {
  if (!is(element, "bpmn:StartEvent") || !isAny(element.parent, ["bpmn:Process", "bpmn:Participant"])) return null;
  const own = model(element);
  const { organs, roles } = vocabulary.words;
  const options = organs.flatMap((organ) => roles.map((role) => ({ key: `${organ.key}:${role.key}`, name: `${role.name}, ${organ.name}`, group: organ.name })));
  const entry = several({
    id: "startGroups",
    label: "Vai trò, ở cơ quan",
    more: "Thêm một vai trò…",
    description: "Chỉ quy trình hủy bỏ khen thưởng dùng; quy trình khác bắt đầu khi đơn vị lập hồ sơ.",
    options,
    get: () => listed(property(own, "startGroups")),
    set: (keys) => changes.setProperty(element, own, "startGroups", keys.join(",")),
  });
  return { id: "starters", label: "Ai được bắt đầu", entries: [entry], covers: ["startGroups"], shouldOpen: Boolean(property(own, "startGroups")) };
}

// Who a variable names: rarely needed, so it stands apart.
export function whoByName(element, { changes }) {
  if (!is(element, "bpmn:Activity")) return null;
  const own = model(element);
  const write = (name, label, description) =>
    feel({ id: name, label, element, description, get: () => property(own, name), set: (value) => changes.setProperty(element, own, name, value) });
  const entries = [write("organExpression", "Cơ quan lấy từ biến", "Dùng khi mỗi lượt của danh sách là một cơ quan khác.")];
  if (isAny(element, PEOPLE)) {
    entries.unshift(write("assigneeExpression", "Giao đích danh cho", "Tên biến giữ mã người, ví dụ người đang bỏ phiếu. Để trống thì ai có vai trò cũng nhận được."));
  }
  const covers = entries.map((each) => each.id);
  return { id: "whoByName", label: "Giao theo biến", entries, covers, shouldOpen: covers.some((name) => property(own, name)) };
}

function lane(own, elementRegistry) {
  const found = elementRegistry.filter((each) => is(each, "bpmn:Lane")).find((each) => model(each).get("flowNodeRef").includes(own));
  return found && told({ id: "lane", label: "Làn", lines: [found.businessObject.name || "Làn chưa có tên"] });
}

function notBy(element, own, { changes, vocabulary }) {
  const { before, others } = vocabulary.stepsFor(element);
  const named = (group) => (each) => ({ key: each.key, name: each.process ? `${each.name} (${each.process})` : each.name, group });
  return several({
    id: "notPerformedBy",
    label: "Khác với người đã làm",
    more: "Thêm một bước…",
    description: "Người đã làm bước nêu ở đây, trong cùng hồ sơ, không được làm bước này.",
    options: [...before.map(named("Bước trước")), ...others.filter((each) => each.key !== element.id).map(named("Bước khác"))],
    get: () => listed(property(own, "notPerformedBy")),
    set: (keys) => changes.setProperty(element, own, "notPerformedBy", keys.join(",")),
  });
}

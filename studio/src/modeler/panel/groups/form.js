// "Biểu mẫu": what is filled in at a step, and the answers by which it can end.
import { grouped } from "../../grouped.js";
import { isAny } from "bpmn-js/lib/util/ModelUtil.js";
import { listed, model, property } from "../extensions.js";
import { choice, several, text, told } from "../entries.js";

const PEOPLE = ["bpmn:UserTask", "bpmn:ReceiveTask"];

export function form(element, { changes, vocabulary }) {
  const own = model(element);
  const answers = isAny(element, ["bpmn:ServiceTask"]);
  if (!isAny(element, PEOPLE) && !answers) return null;
  const set = (name) => (value) => changes.setProperty(element, own, name, value);
  const chosen = vocabulary.called("forms", property(own, "formKey"));
  const outcomes = listed(property(own, "outcomes"));
  const entries = [];
  if (!answers) {
    entries.push(choice({ id: "formKey", label: "Biểu mẫu", options: vocabulary.words.forms, known: vocabulary.isHere, get: () => property(own, "formKey"), set: set("formKey") }));
  }
  entries.push(
    several({
      id: "outcomes",
      label: "Kết quả chọn được",
      more: "Thêm một kết quả…",
      description: "Kết quả đầu tiên là đường đi tiếp. Không có kết quả nào thì bước chỉ có nút hoàn thành.",
      options: offered(outcomes, chosen, vocabulary),
      get: () => outcomes,
      set: (keys) => set("outcomes")(keys.join(",")),
    }),
  );
  if (chosen && differs(chosen, outcomes)) {
    const buttons = chosen.outcomes.map((each) => each.name).join(", ") || "chỉ nút hoàn thành";
    const act = { text: "Lấy kết quả theo biểu mẫu", does: () => set("outcomes")(chosen.outcomes.map((each) => each.key).join(",")) };
    entries.push(told({ id: "outcomesDiffer", lines: [`▲ Biểu mẫu có các nút: ${buttons}. Kết quả của bước nên trùng với các nút này.`], act }));
  }
  if (outcomes.length) {
    entries.push(text({ id: "outcomeVariable", label: "Tên biến giữ kết quả", description: "Thường để trống: các đường đi sau bước này đọc được kết quả. Đặt tên riêng khi phải giữ kết quả lâu hơn.", get: () => property(own, "outcomeVariable"), set: set("outcomeVariable") }));
  }
  return { id: "form", label: answers ? "Kết quả" : "Biểu mẫu", entries, covers: ["formKey", "outcomes", "outcomeVariable"].slice(answers ? 1 : 0), shouldOpen: !answers };
}

// Buttons with the word that conditions have for what they give, where that is another; a code only where two read alike.
function offered(outcomes, chosen, vocabulary) {
  const called = (key, name) => (vocabulary.word(key) === name || vocabulary.word(key) === key ? name : `${name} (kết quả “${vocabulary.word(key)}”)`);
  const buttons = (chosen?.outcomes ?? []).map(({ key, name }) => ({ key, name: called(key, name), group: "Nút của biểu mẫu" }));
  const known = new Set(buttons.map((each) => each.key));
  const rest = [...new Set([...outcomes, ...Object.keys(vocabulary.words.words)])].filter((key) => !known.has(key));
  const count = grouped(rest, (key) => vocabulary.word(key));
  return [...buttons, ...rest.map((key) => ({ key, name: count.get(vocabulary.word(key)).length > 1 ? `${vocabulary.word(key)} (${key})` : vocabulary.word(key), group: "Từ khác" }))];
}

const differs = (chosen, outcomes) => chosen.outcomes.length !== outcomes.length || chosen.outcomes.some((each) => !outcomes.includes(each.key));

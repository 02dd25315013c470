// What the system does at a step: an operation with what it must be told, a decision table, or another process.
import { is } from "bpmn-js/lib/util/ModelUtil.js";
import { extension, listed, model, property } from "../extensions.js";
import { choice, text, told } from "../entries.js";
import { feel } from "../feel.js";

const STRING = /^"([^"\\]*)"$/;
const NAME = /^[^\W\d]\w*$/;

export function operation(element, { changes, vocabulary }) {
  if (!is(element, "bpmn:ServiceTask")) return null;
  const own = model(element);
  const operator = () => extension(own, "ServiceTaskOperator");
  const chosen = vocabulary.called("operations", operator()?.get("id"));
  const entries = [
    choice({
      id: "operation",
      label: "Việc hệ thống làm",
      options: vocabulary.words.operations,
      known: vocabulary.isHere,
      description: chosen?.description,
      get: () => operator()?.get("id") ?? "",
      set: (value) => setOperation(element, own, value, { changes, vocabulary }),
    }),
    ...parameters(element, operator(), chosen, { changes, vocabulary }),
  ];
  if (operator()) {
    entries.push(
      text({
        id: "resultVariable",
        label: "Ghi kết quả vào biến",
        description: chosen?.answer ? `Kết quả: ${chosen.answer.toLowerCase()}.` : undefined,
        get: () => operator().get("resultVariable") ?? "",
        set: (value) => changes.set(element, operator(), { resultVariable: value || undefined }),
        validate: (value) => (value && !NAME.test(value) ? "Chỉ dùng chữ không dấu, số, gạch dưới." : undefined),
      }),
    );
  }
  return { id: "operation", label: "Việc hệ thống làm", entries, covers: [], extensions: ["ServiceTaskOperator"], shouldOpen: true };
}

function setOperation(element, own, id, { changes, vocabulary }) {
  const kept = extension(own, "ServiceTaskOperator");
  if (!id) return kept && changes.dropExtension(element, own, kept);
  const list = changes.create("spiffworkflow:Parameters", {}, kept);
  const wanted = vocabulary.called("operations", id)?.parameters ?? [];
  list.parameters = wanted.map(({ key, choices }) => changes.create("spiffworkflow:Parameter", { id: key, type: "str", value: choices[0] ? `"${choices[0].key}"` : '""' }, list));
  return changes.setExtension(element, own, "ServiceTaskOperator", { id, parameterList: list });
}

function parameters(element, operator, chosen, { changes, vocabulary }) {
  const given = operator?.get("parameterList")?.get("parameters") ?? [];
  const known = chosen?.parameters ?? [];
  const shown = given.map((each) => parameter(element, each, known.find((one) => one.key === each.get("id")), { changes, vocabulary }));
  const missing = known.filter((each) => !given.some((one) => one.get("id") === each.key));
  return [...shown, ...missing.map((each) => told({ id: `missing-${each.key}`, label: each.name, lines: ["▲ Chưa có. Chọn lại việc hệ thống làm để điền."] }))];
}

function parameter(element, kept, known, { changes, vocabulary }) {
  const id = `parameter-${kept.get("id")}`;
  const label = known?.name ?? kept.get("id");
  const value = kept.get("value") ?? "";
  const set = (next) => changes.set(element, kept, { value: next });
  const constant = STRING.exec(value);
  const options = known?.kind === "limit" ? vocabulary.words.limits.map(({ key, name, words }) => ({ key, name: `${name}: ${words}` })) : known?.choices ?? [];
  if (known && constant) return choice({ id, label, options, known: vocabulary.isHere, get: () => constant[1], set: (next) => set(`"${next}"`) });
  return feel({ id, label, element, get: () => value, set, description: known ? `Lấy từ biến. Các từ dùng được: ${options.map((each) => `"${each.key}"`).join(", ")}.` : undefined });
}

export function decision(element, { changes, vocabulary }) {
  if (!is(element, "bpmn:BusinessRuleTask")) return null;
  const own = model(element);
  const kept = () => extension(own, "CalledDecisionId");
  const chosen = vocabulary.called("decisions", kept()?.get("value")?.trim());
  const entries = [
    choice({
      id: "decision",
      label: "Bảng quyết định",
      options: vocabulary.words.decisions,
      known: vocabulary.isHere,
      get: () => kept()?.get("value")?.trim() ?? "",
      set: (value) => (value ? changes.setExtension(element, own, "CalledDecisionId", { value }) : kept() && changes.dropExtension(element, own, kept())),
    }),
  ];
  if (chosen) entries.push(told({ id: "decisionNames", label: "Bảng này", lines: [`Đọc: ${chosen.inputs.join(", ") || "không biến nào"}.`, `Ghi: ${chosen.outputs.join(", ") || "biến mang tên của bảng"}.`] }));
  return { id: "decision", label: "Bảng quyết định", entries, covers: [], extensions: ["CalledDecisionId"], shouldOpen: true };
}

export function call(element, { changes, vocabulary, modeling }) {
  if (!is(element, "bpmn:CallActivity")) return null;
  const own = model(element);
  const swaps = property(own, "forms");
  const entries = [
    choice({
      id: "calledElement",
      label: "Quy trình được gọi",
      options: vocabulary.words.processes,
      known: vocabulary.isHere,
      description: "Quy trình được gọi chạy ngay tại bước này, đọc và ghi chung các biến.",
      get: () => model(element).get("calledElement") ?? "",
      set: (value) => modeling.updateProperties(element, { calledElement: value || undefined }),
    }),
    text({
      id: "forms",
      label: "Biểu mẫu dùng thay",
      description: "Thường để trống. Mã biểu mẫu của quy trình được gọi, dấu hai chấm, mã biểu mẫu dùng thay ở đây; nhiều cặp cách nhau bằng dấu phẩy.",
      get: () => swaps,
      set: (value) => changes.setProperty(element, own, "forms", value.trim()),
    }),
  ];
  const form = (key) => `“${vocabulary.called("forms", key)?.name ?? key}”`;
  const lines = listed(swaps).map((pair) => pair.split(":")).map(([old, other]) => `${form(other)} thay cho ${form(old)}`);
  if (lines.length) entries.push(told({ id: "formsSaid", lines }));
  return { id: "call", label: "Gọi quy trình", entries, covers: ["forms"], shouldOpen: true };
}

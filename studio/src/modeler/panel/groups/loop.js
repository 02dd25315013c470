// "Lặp theo danh sách": one turn for each entry of a list, such as a ballot for each voter.
import { is } from "bpmn-js/lib/util/ModelUtil.js";
import { model } from "../extensions.js";
import { choice, text } from "../entries.js";
import { feel } from "../feel.js";

const NAME = /^[^\W\d]\w*$/;
const sound = (value) => (value && !NAME.test(value) ? "Chỉ dùng chữ không dấu, số, gạch dưới." : undefined);

export function loop(element, context) {
  const own = model(element).get("loopCharacteristics");
  if (!own || !is(own, "bpmn:MultiInstanceLoopCharacteristics")) return null;
  const { changes } = context;
  const list = (name, label, description) =>
    text({ id: name, label, description, validate: sound, get: () => own.get(name)?.get("id") ?? "", set: (value) => setList(element, own, name, value, changes) });
  const item = (name, label, description) =>
    text({
      id: name,
      label,
      description,
      validate: sound,
      get: () => own.get(name)?.get("id") ?? "",
      set: (value) => changes.set(element, own, { [name]: value ? changes.create(name === "inputDataItem" ? "bpmn:DataInput" : "bpmn:DataOutput", { id: value, name: value }, own) : undefined }),
    });
  const entries = [
    choice({
      id: "isSequential",
      label: "Cách lặp",
      none: "Cùng lúc",
      options: [{ key: "one", name: "Lần lượt từng lượt" }],
      get: () => (own.get("isSequential") ? "one" : ""),
      set: (value) => changes.set(element, own, { isSequential: value === "one" }),
    }),
    list("loopDataInputRef", "Danh sách", "Biến giữ danh sách; mỗi phần tử một lượt."),
    item("inputDataItem", "Tên của mỗi phần tử", "Biến mà một lượt đọc, ví dụ voter."),
    list("loopDataOutputRef", "Danh sách kết quả", "Biến nhận kết quả của mọi lượt."),
    item("outputDataItem", "Tên kết quả mỗi lượt", "Biến mà một lượt ghi, ví dụ ballot."),
    feel({
      id: "completionCondition",
      label: "Dừng sớm khi",
      element,
      decides: false,
      description: "Để trống thì chờ mọi lượt. Có thể dùng nrOfCompletedInstances, nrOfInstances.",
      get: () => own.get("completionCondition")?.get("body") ?? "",
      set: (value) => changes.setExpression(element, own, "completionCondition", value),
    }),
  ];
  return { id: "loop", label: "Lặp theo danh sách", entries, covers: [], shouldOpen: true };
}

// A list must also be declared on the process, which BPMN calls a property.
function setList(element, own, name, value, changes) {
  if (!value) return changes.set(element, own, { [name]: undefined });
  let process = own;
  while (process.$parent && !is(process, "bpmn:Process")) process = process.$parent;
  const kept = process.get("properties").find((each) => each.get("id") === value);
  if (kept) return changes.set(element, own, { [name]: kept });
  const made = changes.create("bpmn:Property", { id: value, name: value }, process);
  return changes.together([
    [element, process, { properties: [...process.get("properties"), made] }],
    [element, own, { [name]: made }],
  ]);
}

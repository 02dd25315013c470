// "Chung": what a step is called, what it tells those who do it, and which stage of the procedure it belongs to.
import { is, isAny } from "bpmn-js/lib/util/ModelUtil.js";
import { model, property } from "../extensions.js";
import { choice, long, text, tick, told } from "../entries.js";

const ID = /^[^\W\d][\w-]*$/;
const STAGED = ["bpmn:Activity", "bpmn:SubProcess", "bpmn:CallActivity", "bpmn:Event"];

export function general(element, { changes, vocabulary, modeling, elementRegistry }) {
  const own = model(element);
  const process = is(element, "bpmn:Participant") ? own.processRef : is(element, "bpmn:Process") ? own : undefined;
  const entries = [];
  if (!isAny(element, ["bpmn:Collaboration", "bpmn:Group"])) {
    entries.push(
      is(element, "bpmn:TextAnnotation")
        ? long({ id: "name", label: "Nội dung", get: () => own.get("text") ?? "", set: (value) => modeling.updateProperties(element, { text: value }) })
        : text({ id: "name", label: "Tên", get: () => own.get("name") ?? "", set: (value) => modeling.updateProperties(element, { name: value }) }),
    );
  }
  if (isAny(element, ["bpmn:FlowNode", "bpmn:Process"])) entries.push(documentation(element, own, changes));
  if (isAny(element, STAGED) && !is(element, "bpmn:StartEvent")) {
    entries.push(
      choice({
        id: "stage",
        label: "Chặng của thủ tục",
        none: "Theo cụm bước bao quanh",
        options: vocabulary.words.stages,
        known: vocabulary.isHere,
        get: () => property(own, "stage"),
        set: (value) => changes.setProperty(element, own, "stage", value),
      }),
    );
  }
  if (is(element, "bpmn:BoundaryEvent")) {
    entries.push(
      tick({
        id: "cancelActivity",
        label: "Xảy ra thì ngắt bước đang làm",
        get: () => own.get("cancelActivity") !== false,
        set: (value) => modeling.updateProperties(element, { cancelActivity: Boolean(value) }),
      }),
    );
  }
  if (process) entries.push(...ofProcess(element, process, changes));
  if (isAny(element, ["bpmn:FlowNode", "bpmn:SequenceFlow"])) entries.push(ownId(element, own, { modeling, elementRegistry }));
  return { id: "general", label: "Chung", entries, covers: ["stage"], shouldOpen: true };
}

function documentation(element, own, changes) {
  const kept = () => own.get("documentation")?.[0];
  return long({
    id: "documentation",
    label: isAny(element, ["bpmn:UserTask", "bpmn:ReceiveTask"]) ? "Hướng dẫn cho người làm" : "Ghi chú",
    get: () => kept()?.get("text") ?? "",
    set: (value) => {
      if (kept() && value) return changes.set(element, kept(), { text: value });
      const made = value ? [changes.create("bpmn:Documentation", { text: value }, own)] : [];
      return changes.set(element, own, { documentation: made });
    },
  });
}

function ofProcess(element, process, changes) {
  return [
    told({ id: "process", label: "Mã quy trình", lines: [process.id] }),
    tick({ id: "executable", label: "Chạy được", get: () => Boolean(process.get("isExecutable")), set: (value) => changes.set(element, process, { isExecutable: value || false }) }),
  ];
}

function ownId(element, own, { modeling, elementRegistry }) {
  return text({
    id: "id",
    label: "Mã",
    description: "Nơi khác gọi phần tử này bằng mã; đổi mã thì sửa cả nơi gọi.",
    get: () => own.id,
    set: (value) => modeling.updateProperties(element, { id: value }),
    validate: (value) => {
      if (!value) return "Nhập mã.";
      if (!ID.test(value) || value === "Start" || value === "End") return "Chỉ dùng chữ, số, gạch nối, gạch dưới, không bắt đầu bằng số.";
      const other = elementRegistry.get(value);
      return other && other !== element ? "Mã này đã có trong sơ đồ." : undefined;
    },
  });
}

// Events and messages: when a wait ends, which message comes or goes, and how a dossier stands after the end.
import { is, isAny } from "bpmn-js/lib/util/ModelUtil.js";
import { extension, model, property } from "../extensions.js";
import { added, choice, text, told } from "../entries.js";
import { feel } from "../feel.js";

const NAME = /^[^\W\d]\w*$/;
const PLACE = { error: "errorRef", escalation: "escalationRef" };

const definition = (element, kind) => model(element).get("eventDefinitions")?.find((each) => is(each, `bpmn:${kind}EventDefinition`));

export function timer(element, { changes }) {
  const own = is(element, "bpmn:Event") && definition(element, "Timer");
  if (!own) return null;
  const entries = [
    feel({
      id: "timeDate",
      label: "Chờ đến",
      element,
      description: "Tên biến giữ thời điểm. Đặt một việc hệ thống “Tính ngày hết hạn” ở trước để có biến này.",
      get: () => own.get("timeDate")?.get("body") ?? "",
      set: (value) => changes.setExpression(element, own, "timeDate", value),
    }),
  ];
  const other = ["timeDuration", "timeCycle"].find((each) => own.get(each));
  if (other) entries.push(told({ id: "timeOther", lines: ["▲ Sự kiện đang chờ theo số giờ hoặc lặp lại; hệ thống chỉ chờ đến một thời điểm. Ghi thời điểm ở trên rồi xóa phần này bằng cách vẽ lại sự kiện."] }));
  return { id: "timer", label: "Thời gian", entries, covers: [], shouldOpen: true };
}

// The message of a task or of an event, the variable that takes its content, and what is sent along.
export function message(element, { changes, vocabulary, canvas }) {
  const own = model(element);
  const inEvent = is(element, "bpmn:Event") && definition(element, "Message");
  const owner = inEvent || (isAny(element, ["bpmn:SendTask", "bpmn:ReceiveTask"]) && own);
  if (!owner) return null;
  const takes = isAny(element, ["bpmn:ReceiveTask", "bpmn:CatchEvent"]);
  const extended = (type) => ({
    get: () => extension(owner, type)?.get("value")?.trim() ?? "",
    set: (value) => (value ? changes.setExtension(element, owner, type, { value }) : extension(owner, type) && changes.dropExtension(element, owner, extension(owner, type))),
  });
  const entries = [
    choice({
      id: "message",
      label: "Thông điệp",
      options: names(vocabulary, canvas),
      get: () => owner.get("messageRef")?.get("name") ?? "",
      set: (name) => setMessage(element, owner, name, { changes, canvas }),
    }),
    added({
      id: "newMessage",
      label: "Thêm thông điệp mới",
      description: "Chữ thường không dấu, nối bằng gạch dưới.",
      validate: (name) => (NAME.test(name) ? undefined : "Chỉ dùng chữ không dấu, số, gạch dưới."),
      add: (name) => setMessage(element, owner, name, { changes, canvas }),
    }),
    takes
      ? text({ id: "messageVariable", label: "Ghi nội dung vào biến", ...extended("MessageVariable") })
      : feel({ id: "messagePayload", label: "Nội dung gửi đi", element, ...extended("MessagePayload") }),
  ];
  return { id: "message", label: "Thông điệp", entries, covers: [], extensions: inEvent ? [] : ["MessageVariable", "MessagePayload"], shouldOpen: true };
}

const definitions = (canvas) => {
  let found = canvas.getRootElement().businessObject;
  while (found.$parent) found = found.$parent;
  return found;
};

const messages = (canvas) => definitions(canvas).get("rootElements").filter((each) => is(each, "bpmn:Message"));

function names(vocabulary, canvas) {
  const called = new Map(vocabulary.words.messages.map((each) => [each.key, each.name]));
  const keys = new Set([...messages(canvas).map((each) => each.get("name")), ...called.keys()].filter(Boolean));
  return [...keys].sort().map((key) => ({ key, name: called.get(key) ?? key }));
}

function setMessage(element, owner, name, { changes, canvas }) {
  if (!name) return changes.set(element, owner, { messageRef: undefined });
  const root = definitions(canvas);
  const kept = messages(canvas).find((each) => each.get("name") === name);
  if (kept) return changes.set(element, owner, { messageRef: kept });
  const made = changes.create("bpmn:Message", { id: `message_${name}`, name }, root);
  return changes.together([
    [element, root, { rootElements: [...root.get("rootElements"), made] }],
    [element, owner, { messageRef: made }],
  ]);
}

// The end of a process, and what an error or escalation is called.
export function ending(element, { changes, vocabulary }) {
  const own = model(element);
  const entries = Object.keys(PLACE).flatMap((kind) => raised(element, kind));
  if (is(element, "bpmn:EndEvent")) {
    entries.push(
      choice({
        id: "dossierStatus",
        label: "Sau đó hồ sơ",
        none: "Giữ nguyên trạng thái",
        options: vocabulary.words.statuses,
        known: vocabulary.isHere,
        get: () => property(own, "dossierStatus"),
        set: (value) => changes.setProperty(element, own, "dossierStatus", value),
      }),
    );
  }
  return entries.length ? { id: "ending", label: is(element, "bpmn:EndEvent") ? "Kết thúc" : "Sự kiện", entries, covers: ["dossierStatus"], shouldOpen: true } : null;
}

function raised(element, kind) {
  const own = is(element, "bpmn:Event") && definition(element, kind === "error" ? "Error" : "Escalation");
  if (!own) return [];
  const called = own.get(PLACE[kind])?.get("name");
  return [told({ id: kind, label: kind === "error" ? "Lỗi" : "Việc báo lên", lines: [called || "▲ Chưa có tên."] })];
}

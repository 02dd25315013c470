// "Thời hạn": how long a step may take, who is reminded when, and whether the clock of the dossier stands still meanwhile.
import { is, isAny } from "bpmn-js/lib/util/ModelUtil.js";
import { model, property } from "../extensions.js";
import { choice, told } from "../entries.js";

const PEOPLE = ["bpmn:UserTask", "bpmn:ReceiveTask"];

export function due(element, { changes, vocabulary }) {
  const waits = is(element, "bpmn:IntermediateCatchEvent");
  const acts = isAny(element, PEOPLE);
  const timed = acts || Boolean(property(model(element), "dueRule"));
  if (!waits && !timed) return null;
  const own = model(element);
  const entries = [];
  if (timed) entries.push(...limit(element, own, { changes, vocabulary }));
  if (acts || waits) {
    entries.push(
      choice({
        id: "stopsClock",
        label: "Trong lúc này thời hạn của hồ sơ",
        none: "Vẫn chạy",
        options: vocabulary.words.stops.map(({ key, name }) => ({ key, name: `Đứng lại: ${name}` })),
        known: vocabulary.isHere,
        get: () => property(own, "stopsClock"),
        set: (value) => changes.setProperty(element, own, "stopsClock", value),
      }),
    );
  }
  return { id: "due", label: "Thời hạn", entries, covers: [...(timed ? ["dueRule"] : []), ...(acts || waits ? ["stopsClock"] : [])], shouldOpen: acts };
}

function limit(element, own, { changes, vocabulary }) {
  const chosen = vocabulary.called("limits", property(own, "dueRule"));
  const found = [
    choice({
      id: "dueRule",
      label: "Hạn hoàn thành",
      none: "Không có hạn",
      options: vocabulary.words.limits.map(({ key, name, words }) => ({ key, name: `${name}: ${words}` })),
      known: vocabulary.isHere,
      get: () => property(own, "dueRule"),
      set: (value) => changes.setProperty(element, own, "dueRule", value),
    }),
  ];
  if (chosen) {
    const narrower = chosen.others ? [`Có ${chosen.others} quy định riêng cho phong trào, tỉnh hoặc hình thức.`] : [];
    const lines = [`${chosen.words}.`, ...narrower, ...(chosen.reminders.length ? chosen.reminders.map((each) => `${each}.`) : ["Không nhắc."])];
    found.push(told({ id: "limit", label: "Theo thời hạn này", lines, link: chosen.page && { href: chosen.page, text: "Xem và sửa thời hạn" } }));
  }
  return found;
}

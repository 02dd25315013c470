// Ids that people can read. A new element is "viec_3" until it is named, then "tham_dinh_ho_so"; a flow is "a_to_b". An id
// that was not made here is never changed: running dossiers know steps by it.
import BpmnFactory from "bpmn-js/lib/features/modeling/BpmnFactory";
import CommandInterceptor from "diagram-js/lib/command/CommandInterceptor";
import { is } from "bpmn-js/lib/util/ModelUtil";
import { plain } from "../words/search.js";

const PREFIXES = [
  ["bpmn:UserTask", "viec"],
  ["bpmn:ServiceTask", "he_thong"],
  ["bpmn:BusinessRuleTask", "bang"],
  ["bpmn:CallActivity", "goi"],
  ["bpmn:SubProcess", "cum"],
  ["bpmn:Activity", "buoc"],
  ["bpmn:Gateway", "cong"],
  ["bpmn:StartEvent", "bat_dau"],
  ["bpmn:EndEvent", "ket_thuc"],
  ["bpmn:Event", "su_kien"],
  ["bpmn:SequenceFlow", "luong"],
  ["bpmn:MessageFlow", "tin"],
  ["bpmn:Participant", "khung"],
  ["bpmn:Lane", "lan"],
  ["bpmn:TextAnnotation", "ghi_chu"],
];
const MADE_HERE = new RegExp(`^(${PREFIXES.map(([, prefix]) => prefix).join("|")})_\\d+$`);
const LONGEST = 50;

class ReadableFactory extends BpmnFactory {
  static $inject = ["moddle"];

  // A number is not given twice: what belongs to an element that was renamed, such as its label, is still known by the old id,
  // and so is its shape ("luong_1_di") in a file that was saved and opened again.
  #given = new Map();

  _ensureId(element) {
    const [, prefix] = PREFIXES.find(([type]) => is(element, type)) ?? [];
    if (!element.id && prefix) {
      let number = this.#given.get(prefix) ?? 0;
      do number += 1;
      while (["", "_di"].some((end) => this._model.ids.assigned(`${prefix}_${number}${end}`)));
      this.#given.set(prefix, number);
      element.id = `${prefix}_${number}`;
      this._model.ids.claim(element.id, element);
    } else super._ensureId(element);
  }
}

class ReadableIds extends CommandInterceptor {
  static $inject = ["eventBus", "modeling", "moddle"];

  constructor(eventBus, modeling, moddle) {
    super(eventBus);
    Object.assign(this, { modeling, moddle });
    this.postExecuted("element.updateLabel", ({ context: { element } }) => this.#nameAfter(element.labelTarget ?? element));
    this.postExecuted("element.updateProperties", ({ context: { element, properties } }) => "name" in properties && this.#nameAfter(element));
    this.postExecuted("connection.create", ({ context: { connection } }) => this.#nameFlow(connection));
    this.postExecuted("connection.reconnect", ({ context: { connection } }) => this.#nameFlow(connection));
    this.postExecuted("shape.create", ({ context: { shape } }) => this.#nameAfter(shape));
  }

  #nameAfter(element) {
    const { id, name } = element.businessObject ?? {};
    if (!name || !is(element, "bpmn:FlowNode") || !MADE_HERE.test(id)) return;
    const wanted = plain(name).toLowerCase().replace(/[^a-z0-9]+/g, "_").replace(/^[_\d]+|_+$/g, "").slice(0, LONGEST);
    if (wanted.length < 2) return;
    this.modeling.updateProperties(element, { id: free(this.moddle.ids, wanted) });
    for (const flow of [...element.incoming, ...element.outgoing]) this.#nameFlow(flow, id);
  }

  #nameFlow(flow, former) {
    if (!is(flow, "bpmn:SequenceFlow") || !flow.source || !flow.target) return;
    const { id } = flow.businessObject;
    const ofFormer = former && (id.startsWith(`${former}_to_`) || id.endsWith(`_to_${former}`));
    if (!MADE_HERE.test(id) && !ofFormer) return;
    const wanted = `${flow.source.id}_to_${flow.target.id}`;
    if (wanted !== id) this.modeling.updateProperties(flow, { id: free(this.moddle.ids, wanted) });
  }
}

export const ids = { __init__: ["readableIds"], bpmnFactory: ["type", ReadableFactory], readableIds: ["type", ReadableIds] };

function free(known, wanted) {
  let [id, at] = [wanted, 1];
  while (known.assigned(id)) id = `${wanted}_${(at += 1)}`;
  return id;
}

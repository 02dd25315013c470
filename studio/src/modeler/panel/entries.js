// The fields of the panel, each described by plain values: what it is called, how it is read and how it is changed.
import { CheckboxEntry, isCheckboxEntryEdited, isSelectEntryEdited, isTextAreaEntryEdited, isTextFieldEntryEdited, SelectEntry, TextAreaEntry, TextFieldEntry } from "@bpmn-io/properties-panel";
import { h } from "@bpmn-io/properties-panel/preact";
import { useState } from "@bpmn-io/properties-panel/preact/hooks";
import { useService } from "bpmn-js-properties-panel";

const GONE = "không còn trong danh mục";

const field = (Component) =>
  function Field({ get, set, ...props }) {
    const debounce = useService("debounceInput");
    return h(Component, { debounce, ...props, getValue: () => get(), setValue: (value, error) => error || set(value ?? "") });
  };

const TextBox = field(TextFieldEntry);
const LongBox = field(TextAreaEntry);
const Choice = field(SelectEntry);
const Tick = field(CheckboxEntry);

// {id, label, get, set, description, validate, disabled}
export const text = (given) => ({ ...given, component: TextBox, isEdited: isTextFieldEntryEdited });
export const long = (given) => ({ rows: 3, ...given, component: LongBox, isEdited: isTextAreaEntryEdited });
export const tick = (given) => ({ ...given, component: Tick, isEdited: isCheckboxEntryEdited });

// One of `options`: [{key, name, group}]. A value that is no longer among them is kept, shown and warned of.
export function choice({ options, none = "Chưa chọn", known = true, ...given }) {
  const value = given.get();
  const isGone = known && Boolean(value) && !options.some((each) => each.key === value);
  const offered = [{ value: "", label: none }, ...grouped(options)];
  if (value && !options.some((each) => each.key === value)) offered.splice(1, 0, { value, label: isGone ? `${value} (${GONE})` : value });
  const description = isGone ? `▲ “${value}” ${GONE}. Chọn mục khác để thay.` : given.description;
  return { ...given, description, getOptions: () => offered, component: Choice, isEdited: isSelectEntryEdited };
}

function grouped(options) {
  const plain = options.filter((each) => !each.group).map(option);
  const groups = [...new Set(options.map((each) => each.group).filter(Boolean))];
  return [...plain, ...groups.map((label) => ({ label, children: options.filter((each) => each.group === label).map(option) }))];
}

const option = ({ key, name }) => ({ value: key, label: name });

// Words that only tell something: {id, label, lines: [text], link: {href, text}, act: {text, does}}.
export const told = (given) => ({ ...given, component: Told, isEdited: () => false });

function Told({ id, label, lines, link, act }) {
  return h("div", { class: "bio-properties-panel-entry tk-panel__told", "data-entry-id": id }, [
    label && h("div", { class: "bio-properties-panel-label" }, label),
    ...lines.map((line) => h("p", { class: "tk-panel__line" }, line)),
    act && h("button", { type: "button", class: "tk-panel__small", onClick: act.does }, act.text),
    link && h("a", { class: "tk-link", href: link.href, target: "_blank", rel: "noopener" }, link.text),
  ]);
}

// Several of `options`, each with a button that takes it away: {id, label, get: () => [key], set, options, more, gone}.
export const several = (given) => ({ ...given, component: Several, isEdited: () => given.get().length > 0 });

function Several({ id, label, get, set, options, more, description }) {
  const chosen = get();
  const names = new Map(options.map((each) => [each.key, each.name]));
  const left = options.filter((each) => !chosen.includes(each.key));
  const add = (event) => {
    const { value } = event.target;
    event.target.value = "";
    if (value) set([...chosen, value]);
  };
  const row = (key) =>
    h("li", { class: "tk-panel__chosen", key }, [
      h("span", null, names.get(key) ?? `▲ ${key} (${GONE})`),
      h("button", { type: "button", class: "tk-panel__small", onClick: () => set(chosen.filter((each) => each !== key)), "aria-label": `Bỏ ${names.get(key) ?? key}` }, "Bỏ"),
    ]);
  return h("div", { class: "bio-properties-panel-entry", "data-entry-id": id }, [
    h("label", { class: "bio-properties-panel-label", for: `bio-properties-panel-${id}` }, label),
    chosen.length > 0 && h("ul", { class: "tk-panel__list" }, chosen.map(row)),
    h("select", { class: "bio-properties-panel-input", id: `bio-properties-panel-${id}`, name: id, value: "", onChange: add }, [
      h("option", { value: "" }, more),
      ...grouped(left).map((each) =>
        each.children
          ? h("optgroup", { label: each.label }, each.children.map((one) => h("option", { value: one.value }, one.label)))
          : h("option", { value: each.value }, each.label),
      ),
    ]),
    description && h("div", { class: "bio-properties-panel-description" }, description),
  ]);
}

// A new name, taken when it is whole: {id, label, description, validate, add}.
export const added = (given) => ({ ...given, component: Added, isEdited: () => false });

function Added({ id, label, description, validate, add }) {
  const [typed, setTyped] = useState("");
  const [wrong, setWrong] = useState("");
  const take = () => {
    const said = typed ? validate(typed) : "Nhập tên.";
    setWrong(said ?? "");
    if (said) return;
    setTyped("");
    add(typed);
  };
  const keyed = (event) => event.key === "Enter" && (event.preventDefault(), take());
  return h("div", { class: `bio-properties-panel-entry${wrong ? " has-error" : ""}`, "data-entry-id": id }, [
    h("label", { class: "bio-properties-panel-label", for: `bio-properties-panel-${id}` }, label),
    h("div", { class: "tk-panel__added" }, [
      h("input", { class: "bio-properties-panel-input", id: `bio-properties-panel-${id}`, type: "text", autocomplete: "off", value: typed, onInput: ({ target }) => setTyped(target.value.trim()), onKeyDown: keyed }),
      h("button", { type: "button", class: "tk-panel__small", onClick: take }, "Thêm"),
    ]),
    wrong && h("div", { class: "bio-properties-panel-error", role: "alert" }, wrong),
    description && h("div", { class: "bio-properties-panel-description" }, description),
  ]);
}

// Something that the panel does not know: shown as it stands, with a way to take it out: {id, name, value, drop}.
export const unknown = (given) => ({ ...given, component: Unknown, isEdited: () => true });

function Unknown({ id, name, value, drop }) {
  return h("div", { class: "bio-properties-panel-entry tk-panel__unknown", "data-entry-id": id }, [
    h("div", { class: "tk-panel__told" }, [h("code", null, name), value && h("pre", { class: "tk-panel__value" }, value)]),
    drop && h("button", { type: "button", class: "tk-panel__small", onClick: drop, "aria-label": `Bỏ ${name}` }, "Bỏ"),
  ]);
}

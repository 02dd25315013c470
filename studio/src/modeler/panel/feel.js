// A field for a FEEL expression: completion of the names known at that place, words that a variable may hold as buttons.
import FeelEditor from "@bpmn-io/feel-editor";
import { h } from "@bpmn-io/properties-panel/preact";
import { useEffect, useRef } from "@bpmn-io/properties-panel/preact/hooks";
import { useService } from "bpmn-js-properties-panel";

const PAUSE_MS = 400;
const MOST_WORDS = 8;

// {id, label, get, set, element, decides: whether it is true or false, meaning: the same in words, description}
export const feel = (given) => ({ ...given, component: FeelBox, isEdited: () => Boolean(given.get()) });

function FeelBox({ id, label, get, set, element, decides, meaning, description }) {
  const vocabulary = useService("vocabulary");
  const names = vocabulary.namesAt(element);
  const place = useRef(null);
  const kept = useRef({});
  const value = get();
  if (kept.current.element === element) kept.current.set = set;

  useEffect(() => {
    // Each element has its own state: what was typed for one is never written into the next.
    const state = { element, set, text: value, timer: 0 };
    kept.current = state;
    state.flush = () => {
      clearTimeout(state.timer);
      if (state.text !== state.saved) state.set((state.saved = state.text));
    };
    state.saved = value;
    state.editor = new FeelEditor({
      container: place.current,
      value,
      variables: completions(names, vocabulary),
      tooltipContainer: document.body,
      contentAttributes: { "aria-label": label, "aria-describedby": `${id}-hint` },
      onChange: (typed) => {
        state.text = typed;
        clearTimeout(state.timer);
        state.timer = setTimeout(state.flush, PAUSE_MS);
      },
    });
    return () => {
      state.flush();
      place.current?.replaceChildren();
    };
  }, [element]);

  useEffect(() => {
    const state = kept.current;
    if (value === state.text || value === state.saved) return;
    Object.assign(state, { text: value, saved: value });
    state.editor.setValue(value);
  }, [value]);

  useEffect(() => kept.current.editor?.setVariables(completions(names, vocabulary)), [JSON.stringify(names)]);

  const put = (text) => {
    const state = kept.current;
    const now = (state.text ?? "").trim();
    state.text = now ? `${now} or ${text}` : text;
    state.editor.setValue(state.text);
    state.flush();
  };
  return h("div", { class: "bio-properties-panel-entry", "data-entry-id": id }, [
    h("div", { class: "bio-properties-panel-label" }, label),
    h("div", { class: "bio-properties-panel-input tk-panel__feel", ref: place, onFocusOut: () => kept.current.flush?.() }),
    decides && h(Words, { names: names.filter((each) => decided(element, each)), vocabulary, put }),
    // Below the buttons: they must not move under the hand that presses one.
    meaning && h("p", { class: "tk-panel__line", "data-meaning": id }, `Nghĩa là: khi ${meaning}.`),
    h("div", { class: "bio-properties-panel-description", id: `${id}-hint` }, description ?? "Gõ chữ đầu của tên để chọn; văn bản đặt trong dấu ngoặc kép."),
  ]);
}

// Whether a variable is what the step just before the gateway has answered.
function decided(flow, { narrow, from }) {
  const before = flow.source?.incoming?.map((each) => each.source?.businessObject.name) ?? [];
  return narrow || from.some((name) => before.includes(name));
}

// Answers that decide a way: one press writes the condition.
function Words({ names, vocabulary, put }) {
  const offered = names.filter((each) => each.values.length > 0 && each.values.length <= MOST_WORDS);
  const flags = names.filter((each) => each.kind === "đúng hoặc sai");
  if (!offered.length && !flags.length) return null;
  const button = (text, said) => h("button", { type: "button", class: "tk-panel__word", onClick: () => put(text), title: text }, said);
  return h("div", { class: "tk-panel__words", role: "group", "aria-label": "Điều kiện viết sẵn" }, [
    ...offered.flatMap(({ name, word, values }) => values.map((each) => button(`${name} = "${each}"`, `${name === "outcome" ? "" : `${word}: `}${vocabulary.word(each)}`))),
    ...flags.flatMap(({ name, word }) => [button(`${name} = true`, `${word}: đúng`)]),
  ]);
}

function completions(names, vocabulary) {
  return names.map(({ name, word, kind, values, from, more, starts }) => ({
    name,
    detail: values.length ? "một trong các từ" : kind,
    info: [
      word === name ? "" : `${word}.`,
      starts ? "Có từ khi quy trình bắt đầu." : `Do bước ${from.map((each) => `“${each}”`).join(", ")}${more ? ` và ${more} bước khác` : ""} ghi.`,
      values.length ? `Giá trị: ${values.slice(0, 12).map((each) => `"${each}" (${vocabulary.word(each)})`).join(", ")}.` : "",
    ].filter(Boolean).join(" "),
  }));
}

// What a diagram of a draft may name, as the server has it, and which variables are known at each of its elements.
// Fires `vocabulary.changed` when it came or when a check has told the names anew.
import { givenFile, said, sendAsPage } from "../../editing/file.js";

const EMPTY = {
  ...Object.fromEntries(
    ["roles", "organs", "councils", "statuses", "stages", "stops", "forms", "limits", "operations", "decisions", "processes", "messages", "steps"].map((each) => [each, []]),
  ),
  before: {},
  words: {},
  ways: {},
  names: { variables: {}, known: {}, narrow: {} },
};

// The address of something that belongs to the draft whose file is open, such as "kiem-tra".
export function draftAddress(file, rest) {
  return `${file.save.replace(/\/tep\/[^/]+$/, "")}/${rest}`;
}

export default class Vocabulary {
  constructor(eventBus) {
    this.eventBus = eventBus;
    this.words = EMPTY;
    this.state = "waiting";
    // A listener that returns something would keep the event from the others.
    eventBus.once("import.done", () => {
      this.load();
    });
  }

  async load() {
    const file = givenFile();
    try {
      const answer = await sendAsPage(file, draftAddress(file, `tu-vung/${encodeURIComponent(file.name)}`), { method: "GET" });
      const found = answer.ok ? await said(answer) : null;
      this.state = found ? "here" : "away";
      if (found) this.words = { ...EMPTY, ...found };
    } catch {
      this.state = "away";
    }
    this.eventBus.fire("vocabulary.changed");
  }

  get isHere() {
    return this.state === "here";
  }

  // `ways`: by flow, when it is taken, in words.
  tell(names, ways = {}) {
    if (!names?.known) return;
    this.words = { ...this.words, names, ways };
    this.eventBus.fire("vocabulary.changed");
  }

  called(kind, key) {
    return this.words[kind].find((each) => each.key === key);
  }

  has(kind, key) {
    return !this.isHere || this.words[kind].length === 0 || Boolean(this.called(kind, key));
  }

  // What a word of an outcome is called on the button that gives it.
  word(key) {
    return this.words.words[key] ?? key;
  }

  // When a way is taken, in words; "" where the server has not said it yet, or says no more than is written.
  said(flow, condition) {
    const { written, said: words } = this.words.ways[flow.id] ?? {};
    return written === condition.trim() && words !== written ? words : "";
  }

  // The variables at an element or flow: [{name, word, kind, values, from, more, starts}].
  namesAt(element) {
    const { variables, known, narrow } = this.words.names;
    const place = nearest(element, known);
    const names = place ? known[place] : Object.keys(variables);
    return names.map((name) => {
      const { word, kind, values, from, more } = variables[name];
      const fewer = narrow[element.id]?.[name];
      return { name, word, kind, values: fewer ?? values, from, more, starts: from.length === 0, narrow: Boolean(fewer) };
    });
  }

  // The people's steps that may have been done before an element, the others after them.
  stepsFor(element) {
    const before = new Set(this.words.before[nearest(element, this.words.before)] ?? []);
    const { steps } = this.words;
    return { before: steps.filter((each) => before.has(each.key)), others: steps.filter((each) => !before.has(each.key)) };
  }
}

Vocabulary.$inject = ["eventBus"];

// The element itself where the server knows it, else the nearest one before it on the way.
function nearest(element, known) {
  const seen = new Set();
  const queue = [element];
  while (queue.length) {
    const each = queue.shift();
    if (!each || seen.has(each)) continue;
    seen.add(each);
    if (known[each.id]) return each.id;
    queue.push(...(each.source ? [each.source] : [...(each.incoming ?? []), each.host]));
  }
  return known[element.parent?.id] ? element.parent.id : undefined;
}

// Search without marks (đ = d) for the search boxes of diagram-js: its menus and the drawing itself.
//   additionalModules: [searching]
import search from "diagram-js/lib/features/search/search";

export const searching = { search: ["value", withoutMarks] };

// One letter for one letter, so that places in a text stay what they are.
export function plain(text) {
  return Array.from(text.normalize("NFC"), (letter) => ({ đ: "d", Đ: "D" })[letter] ?? letter.normalize("NFD")[0]).join("");
}

function withoutMarks(items, pattern, options) {
  const each = (value, change) => (Array.isArray(value) ? value.map(change) : change(value));
  const folded = items.map((item) => ({
    item,
    ...Object.fromEntries(options.keys.map((key) => [key, item[key] && each(item[key], plain)])),
  }));
  return search(folded, plain(pattern), options).map(({ item: { item }, tokens }) => ({
    item,
    tokens: Object.fromEntries(Object.entries(tokens).map(([key, list]) => [key, inOwnLetters(list, item[key])])),
  }));
}

function inOwnLetters(list, text) {
  const written = (words) => (token) => ({ ...token, value: words.normalize("NFC").substr(token.index, token.value.length) });
  return Array.isArray(text) ? list.map((part, at) => part.map(written(text[at]))) : list.map(written(text ?? ""));
}

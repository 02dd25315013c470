// "Cần sửa": what is wrong with the chosen element, above everything else.
import { h } from "@bpmn-io/properties-panel/preact";

export function wrong(element, { problems }) {
  const found = problems?.of(element) ?? [];
  if (!found.length) return null;
  return { id: "wrong", label: `Cần sửa (${found.length})`, entries: [{ id: "wrong", found, component: Wrong, isEdited: () => false }], covers: [], shouldOpen: true };
}

function Wrong({ found }) {
  return h("ul", { class: "tk-panel__wrong", "data-entry-id": "wrong" }, found.map((each) => h("li", { class: `tk-panel__wrong-${each.severity}` }, [h("span", null, each.message), each.mend && h("span", { class: "tk-panel__mend" }, ` ${each.mend}`)])));
}

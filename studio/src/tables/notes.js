// The columns beside a table: those that it names (clause, source, from when). dmn-js knows only one nameless column, the
// description of a rule, which is shown where a table names none.
import AnnotationHeader from "dmn-js-decision-table/lib/features/annotations/components/AnnotationHeader";
import DescriptionCell from "dmn-js-decision-table/lib/features/annotations/editor/components/AnnotationCell";
import EditableComponent from "dmn-js-shared/lib/components/EditableComponent";
import { Component, createComponentVNode, createVNode } from "inferno";
import { Cell } from "table-js/lib/components";

// Of inferno: kinds of nodes, and children that it sorts out itself.
const HTML = 1;
const COMPONENT = 2;
const ANY = 0;

const MOST = 12; // columns beside a table
const NOTE_WIDTH = "320px";

function NotesProvider(components, sheet) {
  const columns = () => sheet.getRoot()?.businessObject?.annotation ?? [];
  const has = (at) => at < columns().length;
  components.onGetComponent("cell", ({ cellType }) => {
    if (columns().length) return undefined;
    return { "after-label-cells": AnnotationHeader, "after-rule-cells": DescriptionCell }[cellType];
  });
  for (let at = 0; at < MOST; at++) {
    const parts = { "after-label-cells": headerOf(at), "after-rule-cells": cellOf(at) };
    components.onGetComponent("cell", ({ cellType }) => (has(at) ? parts[cellType] : undefined));
  }
}
NotesProvider.$inject = ["components", "sheet"];

export const notes = { __init__: ["annotationsProvider"], annotationsProvider: ["type", NotesProvider] };

function columnsOf(context) {
  return context.injector.get("sheet").getRoot().businessObject.annotation ?? [];
}

function headerOf(at) {
  return (props, context) =>
    createVNode(HTML, "th", "annotation header", columnsOf(context)[at]?.name || "Chú thích", ANY, { style: { width: NOTE_WIDTH } });
}

function cellOf(at) {
  return class extends NoteCell {
    at = at;
  };
}

class NoteCell extends Component {
  again = () => this.forceUpdate();

  componentWillMount() {
    this.context.changeSupport.onElementsChanged(this.props.row.id, this.again);
  }

  componentWillUnmount() {
    this.context.changeSupport.offElementsChanged(this.props.row.id, this.again);
  }

  write = (text) => {
    const [moddle, modeling] = ["moddle", "modeling"].map((name) => this.context.injector.get(name));
    const rule = this.props.row.businessObject;
    const count = Math.max(this.at + 1, rule.annotationEntry?.length ?? 0);
    const annotationEntry = Array.from({ length: count }, (_, each) => {
      const said = each === this.at ? text : rule.annotationEntry?.[each]?.text;
      return Object.assign(moddle.create("dmn:RuleAnnotation", { text: said ?? "" }), { $parent: rule });
    });
    modeling.updateProperties(rule, { annotationEntry });
  };

  render() {
    const { row, rowIndex } = this.props;
    const label = columnsOf(this.context)[this.at]?.name || "Chú thích";
    const value = row.businessObject.annotationEntry?.[this.at]?.text ?? "";
    const children = createComponentVNode(COMPONENT, NoteEditor, { label, className: "annotation-editor", ctrlForNewline: true, value, onChange: this.write });
    return createComponentVNode(COMPONENT, Cell, { className: "annotation", coords: `${rowIndex}:annotation${this.at || ""}`, elementId: row.id, "data-row-id": row.id, children });
  }
}

class NoteEditor extends EditableComponent {
  render() {
    return createVNode(HTML, "div", this.getClassName(), this.getEditor(), ANY, null);
  }
}

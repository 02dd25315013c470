// The property panel: bpmn.io's panel with groups of our own alone.
import "@bpmn-io/properties-panel/dist/assets/properties-panel.css";
import "./panel.css";
import { BpmnPropertiesPanelModule } from "bpmn-js-properties-panel";
import Changes from "./extensions.js";
import PanelProvider from "./provider.js";
import Vocabulary from "./vocabulary.js";

const ours = {
  __depends__: [BpmnPropertiesPanelModule],
  __init__: ["vocabulary", "panelProvider"],
  vocabulary: ["type", Vocabulary],
  panelChanges: ["type", Changes],
  panelProvider: ["type", PanelProvider],
};

export const panelModules = [ours];

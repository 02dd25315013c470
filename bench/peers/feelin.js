// What the bench asks of feelin; bundled into one script for a V8 that has no modules.
import { evaluate, parseExpression } from "@bpmn-io/feelin";

globalThis.evaluated = (text, data) => evaluate(text, data).value ?? null;
globalThis.asked = (text, json) => JSON.stringify(globalThis.evaluated(text, JSON.parse(json)));
globalThis.read = (text, data) => parseExpression(text, data);

// Answers with what feelin gives: a line of JSON (the expression) in, a line of JSON out. The packages stand in studio/.
import { createInterface } from "node:readline";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const packages = createRequire(process.argv[2]);
const { evaluate } = await import(pathToFileURL(packages.resolve("@bpmn-io/feelin")));
const data = JSON.parse(process.argv[3]);

function plain(value) {
  if (value === undefined || value === null) return null;
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === "object") return Object.getPrototypeOf(value) === Object.prototype ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)])) : "object";
  return typeof value === "function" ? "function" : value;
}

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    answer = { value: plain(evaluate(JSON.parse(line), data).value) };
  } catch (error) {
    answer = { error: String(error).slice(0, 200) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

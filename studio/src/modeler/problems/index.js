// Checking while drawing: rules on the page at once, the server a moment later; marks on the drawing and a list beside it.
import "./problems.css";
import ServerCheck from "./check.js";
import LocalLint from "./lint.js";
import ProblemList from "./list.js";
import ProblemMarks from "./marks.js";
import Problems from "./store.js";

const ours = {
  __init__: ["problems", "problemMarks", "problemList", "localLint", "serverCheck"],
  problems: ["type", Problems],
  problemMarks: ["type", ProblemMarks],
  problemList: ["type", ProblemList],
  localLint: ["type", LocalLint],
  serverCheck: ["type", ServerCheck],
};

export const problemModules = [ours];

// Asks the server a moment after each change what would be wrong with the draft; nothing is saved by it.
import { givenFile, said, sendAsPage } from "../../editing/file.js";
import { draftAddress } from "../panel/vocabulary.js";

const PAUSE_MS = 600;
const RETRY_MS = 10_000;

export default class ServerCheck {
  constructor(eventBus, bpmnjs, problems, injector) {
    Object.assign(this, { bpmnjs, problems, vocabulary: injector.get("vocabulary", false), file: givenFile(), timer: 0 });
    eventBus.on("import.done", () => this.soon(0));
    eventBus.on("commandStack.changed", () => this.soon(PAUSE_MS));
    eventBus.on("diagram.destroy", () => this.stop());
  }

  soon(delayMs) {
    this.stop();
    this.problems.mark("pending");
    this.timer = setTimeout(() => this.ask(), delayMs);
  }

  stop() {
    clearTimeout(this.timer);
    this.asking?.abort();
  }

  async ask() {
    const asking = (this.asking = new AbortController());
    try {
      const { xml } = await this.bpmnjs.saveXML({ format: true });
      const body = JSON.stringify({ name: this.file.name, content: xml });
      const headers = { "Content-Type": "application/json" };
      const answer = await sendAsPage(this.file, draftAddress(this.file, "kiem-tra"), { method: "POST", body, headers, signal: asking.signal });
      const found = answer.ok ? await said(answer) : null;
      if (asking.signal.aborted) return;
      if (!found) throw new Error(String(answer.status));
      this.problems.tellServer(found.problems);
      this.vocabulary?.tell(found.names, found.ways);
    } catch {
      if (asking.signal.aborted) return;
      this.problems.mark("away");
      this.timer = setTimeout(() => this.ask(), RETRY_MS);
    }
  }
}

ServerCheck.$inject = ["eventBus", "bpmnjs", "problems", "injector"];

// Saves what is drawn or typed in an editor: a moment after the last change, and at once when asked. Nothing typed is lost: until
// the server has it, it is kept in this browser, and what two people did is decided by a person.
//
//   const saving = new Saving({ file: givenFile(), read: async () => text, show: async (text) => { … } });
//   await saving.begin();      // shows the file, or what was kept here and not saved
//   saving.changed();          // after each change
//   saving.now();              // "Lưu": what is saved so stays among the savings
//   saving.on("saved", ({ problems, revision }) => { … });
//
// The page has the parts of processes/saving.html: [data-saving-said] for the state in words, [data-saving-choice] for what a
// person must decide, with [data-saving-why] and buttons [data-saving-do="again|mine|theirs|download"].
import { freshFile, offer, said, sendAsPage } from "./file.js";
import { keptText } from "./kept.js";

const KEEP_MS = 400;
const SAVE_MS = 3000;
const RETRY_MS = [5000, 15000, 60000];
// Which buttons help in which trouble.
const HELP = { expired: ["again", "download"], conflict: ["mine", "theirs", "download"], closed: ["download"], refused: ["download"] };

export class Saving {
  #file;
  #read;
  #show;
  #kept;
  #parts;
  #listeners = {};
  #timers = {};
  #changes = 0; // since the page was opened
  #saved = 0; // how many of them the server has
  #failures = 0;
  #sending = null;
  #leaving = false;
  #trouble = "";

  constructor({ file, read, show, root = document }) {
    this.#file = file;
    this.#read = read;
    this.#show = show;
    this.#kept = keptText(file);
    const part = (name) => root.querySelector(`[data-saving-${name}]`);
    this.#parts = { said: part("said"), choice: part("choice"), why: part("why") };
    for (const button of root.querySelectorAll("[data-saving-do]")) {
      button.addEventListener("click", () => this.#decide(button.dataset.savingDo));
    }
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.#leave());
    window.addEventListener("beforeunload", (event) => {
      this.#leaving = true;
      if (!this.#unsaved) return;
      this.#leave();
      event.preventDefault();
    });
    window.addEventListener("online", () => this.#unsaved && !this.#trouble && this.#save());
  }

  on(name, listener) {
    (this.#listeners[name] ??= []).push(listener);
  }

  async begin() {
    const { text, revision, open, closed, saved_at: savedAt } = this.#file;
    const kept = open ? this.#kept.get() : null;
    if (kept?.saved && kept.revision > revision) {
      // It was saved while this page was already on its way.
      this.#file.revision = kept.revision;
      this.#say("Đã lưu khi rời trang", "saved");
      return this.#show(kept.text);
    }
    if (!kept || kept.saved || kept.text === text) {
      this.#kept.drop();
      await this.#show(text);
      return open && !savedAt ? undefined : this.#say(open ? `Đã lưu lúc ${savedAt}` : closed, "saved");
    }
    try {
      await this.#show(kept.text);
    } catch {
      return this.#show(text);
    }
    this.#changes += 1;
    const when = new Date(kept.at).toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
    if (kept.revision === revision) {
      this.#say(`Đã lấy lại nội dung lúc ${when} chưa kịp lưu`, "dirty");
      return this.#later("save", SAVE_MS);
    }
    this.#stop("conflict", `Đây là nội dung của bạn lúc ${when}, chưa kịp lưu. Trong lúc đó tệp đã được lưu một bản khác.`);
  }

  changed() {
    if (!this.#file.open) return;
    this.#changes += 1;
    this.#leaving = false;
    this.#later("keep", KEEP_MS);
    if (this.#trouble === "refused") this.#stop("");
    if (this.#trouble) return;
    this.#say("Có thay đổi chưa lưu", "dirty");
    this.#later("save", SAVE_MS);
  }

  // Whether the server has everything then.
  async now() {
    if (!this.#file.open || this.#trouble === "conflict") return false;
    return this.#save({ keep: true });
  }

  get #unsaved() {
    return this.#file.open && this.#saved < this.#changes;
  }

  #later(what, delayMs) {
    clearTimeout(this.#timers[what]);
    this.#timers[what] = setTimeout(() => (what === "keep" ? this.#keep() : this.#save()), delayMs);
  }

  async #keep() {
    if (!this.#unsaved) return;
    const text = await this.#read();
    if (this.#unsaved && !this.#kept.put(text, this.#file.revision)) this.#fire("unkept");
  }

  #leave() {
    this.#keep();
    if (!this.#trouble) this.#save();
  }

  async #save({ keep = false } = {}) {
    if (this.#sending) await this.#sending;
    if (!keep && !this.#unsaved) return true;
    clearTimeout(this.#timers.save);
    this.#sending = this.#send(keep);
    const done = await this.#sending;
    this.#sending = null;
    return done;
  }

  async #send(keep) {
    const upTo = this.#changes;
    const { save, revision } = this.#file;
    this.#say("Đang lưu", "saving");
    try {
      const text = await this.#read();
      const headers = { "If-Match": `"${revision}"`, "Content-Type": "text/plain; charset=utf-8" };
      const answer = await sendAsPage(this.#file, keep ? `${save}?giu=1` : save, { method: "PUT", body: text, headers });
      return this.#take(answer, await said(answer), { upTo, text });
    } catch {
      return this.#fail();
    }
  }

  #take(answer, words, sent) {
    if (answer.ok && words) return this.#done(words, sent);
    if (answer.status === 409 && words?.revision !== undefined) return this.#stop("conflict", `${words.who} vừa lưu tệp này${words.at ? ` lúc ${words.at}` : ""}, trong lúc bạn sửa.`, words.revision);
    if (answer.status === 409) return this.#stop("closed", words?.message ?? "Bản thảo không còn sửa được.");
    if (answer.status >= 500 || answer.status === 429) return this.#fail();
    if (words) return this.#stop("refused", words.message);
    if (answer.status === 404) return this.#stop("closed", "Bản thảo hoặc quyền sửa của bạn không còn.");
    return this.#stop("expired", "Phiên đăng nhập đã hết nên chưa lưu được. Đăng nhập lại ở thẻ khác của trình duyệt rồi bấm Lưu lại.");
  }

  #done({ revision, saved_at: savedAt, problems }, { upTo, text }) {
    this.#file.revision = revision;
    this.#saved = upTo;
    this.#failures = 0;
    this.#stop("");
    if (this.#unsaved) this.#later("save", SAVE_MS);
    else if (this.#leaving) this.#kept.put(text, revision, true);
    else this.#kept.drop();
    if (this.#unsaved) this.#say("Có thay đổi chưa lưu", "dirty");
    else this.#say(`Đã lưu lúc ${savedAt}`, "saved");
    this.#fire("saved", { problems, revision });
    return true;
  }

  #fail() {
    this.#say("Chưa lưu được, sẽ tự thử lại. Nội dung vẫn giữ trên máy này.", "trouble");
    this.#later("save", RETRY_MS[Math.min(this.#failures++, RETRY_MS.length - 1)]);
    this.#keep();
    return false;
  }

  // Shows what stands in the way of saving, "" for nothing, and how a person can help.
  #stop(trouble, why = "", theirs) {
    const { choice, why: place } = this.#parts;
    this.#trouble = trouble;
    if (theirs !== undefined) this.#file.theirs = theirs;
    if (choice) {
      choice.hidden = !trouble;
      for (const button of choice.querySelectorAll("[data-saving-do]")) button.hidden = !HELP[trouble]?.includes(button.dataset.savingDo);
      for (const link of choice.querySelectorAll("[data-saving-only]")) link.hidden = link.dataset.savingOnly !== trouble;
    }
    if (!trouble) return true;
    this.#keep();
    this.#say("Chưa lưu", "trouble");
    if (place) place.textContent = `${why} Nội dung của bạn vẫn giữ trên máy này.`;
    this.#fire("stopped", { trouble, why });
    return false;
  }

  async #decide(what) {
    if (what === "download") return offer(this.#file.name, await this.#read());
    if (what === "again") return this.#save({ keep: true });
    const fresh = await freshFile();
    if (!fresh) return this.#stop("expired", "Chưa lấy được bản đang lưu. Đăng nhập lại ở thẻ khác của trình duyệt rồi bấm Lưu lại.");
    if (what === "mine") {
      // Both stay among the savings: theirs before, mine after it.
      const { theirs, revision } = this.#file;
      Object.assign(this.#file, { revision: theirs ?? revision, csrf: fresh.csrf, theirs: undefined });
      return this.#save({ keep: true });
    }
    try {
      await this.#show(fresh.text);
    } catch {
      return this.#stop("conflict", "Không mở được bản đang lưu: nội dung của bản đó hỏng.");
    }
    Object.assign(this.#file, { revision: fresh.revision, text: fresh.text, csrf: fresh.csrf, theirs: undefined });
    this.#saved = this.#changes;
    this.#kept.drop();
    this.#stop("");
    this.#say(`Đang mở bản lưu lúc ${fresh.saved_at}`, "saved");
  }

  // `kind`: saved, dirty, saving, trouble.
  #say(words, kind) {
    const { said: place } = this.#parts;
    if (!place) return;
    place.textContent = words;
    place.dataset.savingState = kind;
  }

  #fire(name, detail = {}) {
    for (const listener of this.#listeners[name] ?? []) listener(detail);
  }
}

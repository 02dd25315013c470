// Saves a draft while people write.
//   <form data-autosave="/viec/…/nhap"> … <input type="hidden" name="revision" value="3"> <p data-autosave-said role="status">
// The form is posted as it stands. The server answers {"revision": 4, "saved_at": "10:32"}; a 409 means that somebody else has
// saved since, and then nothing more is sent: the words stay in the form and the person decides. After each save the form says
// "saved", so that what the server makes of the answers can be drawn anew beside it.
import { once } from "./once.js";

const PAUSE_MS = 2000;
const RETRY_MS = 15000;
const forms = once("form[data-autosave]");

export function autosave(root) {
  for (const form of forms(root)) watch(form);
}

function watch(form) {
  const draft = { form, timer: 0, sending: false, dirty: false, stopped: false };
  form.addEventListener("input", () => {
    draft.dirty = true;
    saveIn(draft, PAUSE_MS);
  });
  form.addEventListener("submit", () => {
    draft.stopped = true;
    clearTimeout(draft.timer);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save(draft);
  });
}

function saveIn(draft, delayMs) {
  clearTimeout(draft.timer);
  draft.timer = setTimeout(() => save(draft), delayMs);
}

async function save(draft) {
  if (draft.stopped || draft.sending || !draft.dirty || !draft.form.isConnected) return;
  Object.assign(draft, { sending: true, dirty: false });
  say(draft.form, "Đang lưu");
  try {
    const body = new URLSearchParams([...new FormData(draft.form)].filter(([, value]) => typeof value === "string"));
    const answer = await fetch(draft.form.dataset.autosave, { method: "POST", body, keepalive: true, headers: { Accept: "application/json" } });
    if (answer.status === 409) return stop(draft);
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    keep(draft.form, await answer.json());
    draft.form.dispatchEvent(new Event("saved"));
  } catch {
    draft.dirty = true;
    say(draft.form, "Chưa lưu được. Nội dung vẫn còn trên trang; hệ thống sẽ tự thử lại.");
  } finally {
    draft.sending = false;
    if (draft.dirty) saveIn(draft, RETRY_MS);
  }
}

function keep(form, { revision, saved_at: savedAt }) {
  if (revision !== undefined) form.elements.revision.value = revision;
  say(form, `Đã lưu lúc ${savedAt}`);
}

function stop(draft) {
  draft.stopped = true;
  say(draft.form, "Người khác vừa sửa nội dung này nên bản nháp không tự lưu nữa. Nội dung bạn viết vẫn còn trên trang.");
}

function say(form, words) {
  const said = form.querySelector("[data-autosave-said]");
  if (said) said.textContent = words;
}

// The file that an editor page is about. The page carries it as data:
//   <script type="application/json" id="tep">{"name": "decide.bpmn", "text": …, "revision": 3, "saved_at": "14:05" or "", "open": true,
//     "closed": "why it cannot be changed", "save": "/quy-trinh/…/tep/decide.bpmn", "presence": "/quy-trinh/…/dang-sua/decide.bpmn",
//     "sign_in": "/dang-nhap?tiep=…", "person": 7, "csrf": …, …}</script>
// What an editor needs beside it (addresses of its own) stands in the same object.
export function givenFile() {
  return JSON.parse(document.getElementById("tep").textContent);
}

// The same data as the server has them now; null where it does not show them any more (the session has ended, the file is gone).
export async function freshFile() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" }, redirect: "manual" }).catch(() => null);
  if (!answer?.ok) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const data = page.getElementById("tep");
  return data && JSON.parse(data.textContent);
}

// Posts as the page of this file; asks once more with the proof of a fresh page where the old one no longer counts.
export async function sendAsPage(file, address, options) {
  const ask = () =>
    fetch(address, { ...options, redirect: "manual", headers: { Accept: "application/json", "X-CSRF-Token": file.csrf, ...options.headers } });
  const first = await ask();
  if (![400, 401].includes(first.status) || (await said(first))) return first;
  const fresh = await freshFile();
  if (!fresh || fresh.person !== file.person) return first;
  file.csrf = fresh.csrf;
  return ask();
}

// What an answer says in JSON; null where it says nothing that an editor understands.
export async function said(answer) {
  if (!answer.headers.get("Content-Type")?.includes("json")) return null;
  return answer.clone().json().catch(() => null);
}

export function offer(name, text, type = "application/octet-stream") {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

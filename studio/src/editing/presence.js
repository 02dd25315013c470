// Tells the server every minute that this file is open here, and shows who else has it open. Others are warned, not kept out.
//   <p data-others role="status"></p>
import { said, sendAsPage } from "./file.js";

const EVERY_MS = 60_000;

export function present(file, root = document) {
  const place = root.querySelector("[data-others]");
  if (!file.open || !place) return;
  const tell = async () => {
    if (document.visibilityState === "hidden") return;
    try {
      const answer = await sendAsPage(file, file.presence, { method: "POST" });
      show(place, answer.ok ? ((await said(answer))?.others ?? []) : []);
    } catch {
      // away for the moment; the state of saving says so
    }
  };
  tell();
  setInterval(tell, EVERY_MS);
  document.addEventListener("visibilitychange", tell);
}

function show(place, others) {
  const words = others.map(({ who, ago }) => `${who}, ${ago}`).join("; ");
  place.hidden = !words;
  if (place.dataset.said === words) return;
  place.dataset.said = words;
  place.querySelector("[data-others-who]").textContent = words ? `Đang sửa: ${words}.` : "";
}

// Says before sending that a file is too large or of a kind that is not taken. The server checks again.
//   <input type="file" accept=".pdf,.docx" data-max-bytes="20971520">
import { once } from "./once.js";

const inputs = once('input[type="file"]');

export function uploads(root) {
  for (const input of inputs(root)) {
    input.addEventListener("change", () => {
      input.setCustomValidity(problemOf(input));
      input.reportValidity();
    });
  }
}

function problemOf(input) {
  const limit = Number(input.dataset.maxBytes ?? Infinity);
  const endings = (input.accept || "").split(",").map((part) => part.trim().toLowerCase()).filter((part) => part.startsWith("."));
  for (const file of input.files) {
    if (file.size === 0) return `Tệp “${file.name}” không có nội dung.`;
    if (file.size > limit) return `Tệp “${file.name}” nặng ${megabytes(file.size)} MB, quá mức ${megabytes(limit)} MB.`;
    if (endings.length && !endings.some((ending) => file.name.toLowerCase().endsWith(ending))) {
      return `Tệp “${file.name}” không thuộc loại được nhận (${endings.join(", ")}).`;
    }
  }
  return "";
}

function megabytes(bytes) {
  return (bytes / 1048576).toLocaleString("vi-VN", { maximumFractionDigits: 1 });
}

// Filters the rows of a table as people type: tone marks optional, đ equals d, words in any order.
//   <input data-filter="#bang" data-count="#dem"> <p id="dem" role="status" data-unit="đối tượng">
import { once } from "./once.js";

const inputs = once("[data-filter]");

export function filters(root) {
  for (const input of inputs(root)) input.addEventListener("input", () => filter(input));
}

function filter(input) {
  const rows = [...document.querySelectorAll(`${input.dataset.filter} tbody tr`)];
  const words = plain(input.value).split(/\s+/).filter(Boolean);
  for (const row of rows) {
    const text = plain(row.textContent);
    row.hidden = !words.every((word) => text.includes(word));
  }
  const said = document.querySelector(input.dataset.count);
  if (said) said.textContent = `${rows.filter((row) => !row.hidden).length} trên ${rows.length} ${said.dataset.unit ?? "dòng"}`;
}

function plain(text) {
  return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replaceAll("đ", "d");
}

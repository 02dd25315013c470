// The small labels that lie over a drawn element. Built as nodes: the security policy allows no inline style or script.
export function tokenLabel(count, word) {
  return labelled("span", "tk-token", `${count} ${word}`);
}

export function faultLabel(count, word) {
  return labelled("span", "tk-token tk-token--fault", `${count} ${word}`);
}

export function noteLabel(text) {
  return labelled("span", "tk-token tk-token--note", text);
}

export function markLabel(what, word) {
  return labelled("span", `tk-token tk-token--note tk-token--${what}`, word);
}

export function tickLabel() {
  const label = labelled("span", "tk-tick", "✓");
  label.setAttribute("aria-label", "đã qua");
  label.setAttribute("role", "img");
  return label;
}

export function linkLabel(href, text) {
  const link = labelled("a", "tk-token tk-token--link", text);
  link.href = href;
  return link;
}

function labelled(tag, className, text) {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}

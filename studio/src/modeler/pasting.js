// XML of another tool, pasted by a person: what is no drawing is taken out before it is opened, and said.
const LARGEST = 1_048_576;
const BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL";
// Elements of web pages have no business in a diagram; what other tools add in namespaces of their own stays.
const PAGES = ["http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg", "http://www.w3.org/1998/Math/MathML"];

// {xml, removed: what was taken out, in words}, or {error}.
export function cleaned(text) {
  if (new Blob([text]).size > LARGEST) return { error: "Nội dung lớn hơn 1 MB." };
  if (/<!DOCTYPE|<!ENTITY/i.test(text)) return { error: "Nội dung không được chứa DOCTYPE hoặc ENTITY." };
  const document = new DOMParser().parseFromString(text.trim(), "application/xml");
  if (document.querySelector("parsererror")) return { error: "Không đọc được XML. Kiểm tra đã dán đủ từ dòng đầu đến dòng cuối." };
  const root = document.documentElement;
  if (root.namespaceURI !== BPMN || root.localName !== "definitions") return { error: "Đây không phải sơ đồ BPMN 2.0." };
  const removed = { instructions: 0, elements: 0, attributes: 0 };
  for (const node of [...document.childNodes, ...everyNode(root)]) {
    if (node.nodeType === Node.PROCESSING_INSTRUCTION_NODE) (node.remove(), (removed.instructions += 1));
    else if (node.nodeType === Node.ELEMENT_NODE) clean(node, removed);
  }
  return { xml: new XMLSerializer().serializeToString(document), removed: said(removed) };
}

function clean(element, removed) {
  if (PAGES.includes(element.namespaceURI) || element.localName.toLowerCase() === "script") {
    element.remove();
    removed.elements += 1;
    return;
  }
  for (const { name, value } of [...element.attributes]) {
    if (!/^on[a-z]+$/i.test(name) && !/^\s*(javascript|data|vbscript):/i.test(value)) continue;
    element.removeAttribute(name);
    removed.attributes += 1;
  }
}

function everyNode(root) {
  const walker = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_ALL);
  const found = [];
  while (walker.nextNode()) found.push(walker.currentNode);
  return found;
}

function said({ instructions, elements, attributes }) {
  const parts = [[elements, "phần tử của trang web"], [attributes, "thuộc tính chạy mã"], [instructions, "chỉ thị xử lý"]];
  return parts.filter(([count]) => count).map(([count, word]) => `${count} ${word}`).join(", ");
}

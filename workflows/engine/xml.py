"""Read the XML of a diagram as if it came from an enemy.

No document type, no entity, no network, no huge tree; a size cap; UTF-8 only. What is left is checked
against the BPMN 2.0 schema that SpiffWorkflow brings.
"""

import re
from threading import Lock

from lxml import etree
from SpiffWorkflow.spiff.parser.process import VALIDATOR

from workflows.engine.problems import Problem

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
SPIFF = "{http://spiffworkflow.org/bpmn/schema/1.0/core}"
LIMIT_BYTES = 1_048_576
_DECLARED_ENCODING = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([^"']+)["']""")
_TAG_IN_MESSAGE = re.compile(r"^Element '(?:\{[^}]*\})?([^']+)'(?:, attribute '(?:\{[^}]*\})?([^']+)')?")
# The schema object keeps the errors of its last run, so two threads must not share a run.
_validating = Lock()


def local_name(element: etree._Element) -> str:
    """Return the tag without its namespace."""
    return etree.QName(element).localname


def read(file: str, content: bytes) -> tuple[etree._Element | None, list[Problem]]:
    """Parse one diagram. The root is None when the file cannot be read at all."""
    root, problems = parse(file, content)
    if root is None:
        return None, problems
    if root.tag != f"{BPMN}definitions":
        return None, [Problem(file, None, "Tệp không phải là sơ đồ BPMN 2.0 (thiếu phần tử definitions).")]
    return root, _validate(file, root)


def parse(file: str, content: bytes) -> tuple[etree._Element | None, list[Problem]]:
    """Parse one file of whatever kind, checked against no schema. The root is None when it cannot be read."""
    refusal = _refuse_unread(content)
    if refusal:
        return None, [Problem(file, None, refusal)]
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, remove_pis=True
    )
    try:
        return etree.fromstring(content, parser), []
    except etree.XMLSyntaxError as error:
        return None, [Problem(file, None, f"Không đọc được XML, dòng {error.lineno}: {error.msg}.")]


def _refuse_unread(content: bytes) -> str | None:
    """Say why the bytes are not even given to the XML parser."""
    if len(content) > LIMIT_BYTES:
        return f"Tệp lớn hơn {LIMIT_BYTES // 1024} KB."
    declared = _DECLARED_ENCODING.match(content)
    if declared and declared.group(1).lower() not in (b"utf-8", b"utf8"):
        return "Tệp phải dùng bảng mã UTF-8."
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "Tệp phải dùng bảng mã UTF-8."
    # Also catches the words inside a comment; a diagram has no need of them there.
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        return "Tệp không được chứa DOCTYPE hoặc ENTITY."
    return None


def _validate(file: str, root: etree._Element) -> list[Problem]:
    with _validating:
        if VALIDATOR.validator.validate(root):
            return []
        errors = [(error.path, error.type_name, error.message) for error in VALIDATOR.validator.error_log]
    return [Problem(file, _id_at(root, path), _in_vietnamese(kind, message)) for path, kind, message in errors]


def _id_at(root: etree._Element, path: str) -> str | None:
    """Return the id of the element on a path, or of the nearest one around it that has an id."""
    prefixes = {prefix: uri for element in root.iter() for prefix, uri in element.nsmap.items() if prefix}
    found = root.getroottree().xpath(path, namespaces=prefixes)
    element = found[0] if found else None
    while element is not None and not element.get("id"):
        element = element.getparent()
    return None if element is None else element.get("id")


def _in_vietnamese(kind: str, message: str) -> str:
    match = _TAG_IN_MESSAGE.match(message)
    tag, attribute = match.groups() if match else ("?", None)
    if attribute and "not allowed" in message:
        return f"Phần tử {tag} không được có thuộc tính {attribute}."
    if attribute:
        return f"Giá trị của thuộc tính {attribute} ở phần tử {tag} không hợp lệ."
    if kind == "SCHEMAV_ELEMENT_CONTENT" and "Missing child" in message:
        return f"Phần tử {tag} thiếu phần tử con bắt buộc."
    if kind == "SCHEMAV_ELEMENT_CONTENT":
        return f"Phần tử {tag} không được phép đứng ở đây."
    if "required but missing" in message:
        return f"Phần tử {tag} thiếu thuộc tính bắt buộc."
    if "No match found for key-sequence" in message:
        return f"Phần tử {tag} trỏ đến một phần tử không có trong sơ đồ."
    return f"Phần tử {tag} không đúng lược đồ BPMN 2.0 ({message})"

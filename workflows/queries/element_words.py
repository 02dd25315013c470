"""What people call the parts of diagrams: “bước “Thẩm định””, “đường từ “A” đến “B””; ids only where nothing has a name."""

from collections.abc import Mapping

from lxml import etree

from workflows import bundle_checks
from workflows.engine.diagram import FLOW_NODES
from workflows.engine.xml import BPMN, local_name, parse

_KINDS = {"process": "quy trình", "lane": "làn", "participant": "quy trình", "textAnnotation": "ghi chú"}


def called(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return by id what the elements of all diagrams are called; those without any name are left out."""
    found: dict[str, str] = {}
    for file, content in bundle_checks.diagrams_of(files).items():
        root, _ = parse(file, content)
        if root is not None:
            nodes = {node.get("id", ""): node for node in root.iter(f"{BPMN}*") if node.get("id")}
            found |= {name: word for name, node in nodes.items() if (word := _word(node, nodes))}
    return found


def _word(node: etree._Element, nodes: Mapping[str, etree._Element]) -> str:
    if node.get("name"):
        return f"{_kind(node)} “{node.get('name')}”" if _kind(node) else ""
    if node.tag != f"{BPMN}sequenceFlow":
        return ""
    ends = [nodes.get(node.get(end, "")) for end in ("sourceRef", "targetRef")]
    source, target = (each.get("name", "") if each is not None else "" for each in ends)
    words = [f"từ “{source}”" if source else "", f"đến “{target}”" if target else ""]
    return " ".join(filter(None, ["đường", *words])) if source or target else ""


def _kind(node: etree._Element) -> str:
    kind = local_name(node)
    if kind == "sequenceFlow":
        return "đường"
    if kind.endswith("Gateway"):
        return "chỗ rẽ"
    if kind.endswith("Event"):
        return "sự kiện"
    return "bước" if node.tag in FLOW_NODES else _KINDS.get(kind, "")

"""Writes into one cell of a decision table, and leaves everything else of the file as it is."""

from lxml import etree

from workflows.engine import xml
from workflows.errors import DefinitionRejected, NotFound

CELLS = ("inputEntry", "outputEntry")


def with_cell(file: str, content: bytes, cell: str, text: str) -> bytes:
    """Return the file with another text in the cell of that id.

    Raises DefinitionRejected where the file cannot be read, NotFound where it has no such cell.
    """
    root, problems = xml.parse(file, content)
    if root is None:
        raise DefinitionRejected(problems)
    found = next((node for node in root.iter(etree.Element) if _is_cell(node, cell)), None)
    if found is None:
        raise NotFound
    for child in list(found):
        if xml.local_name(child) == "text":
            child.text = text
            break
    else:
        etree.SubElement(found, f"{{{etree.QName(found).namespace}}}text").text = text
    return etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=True) + b"\n"


def _is_cell(node: etree._Element, cell: str) -> bool:
    return xml.local_name(node) in CELLS and node.get("id") == cell

"""Names of XML namespaces: those of the file stay as they are, new ones get the names that everybody uses."""

from lxml import etree

_USUAL = {
    "http://www.omg.org/spec/BPMN/20100524/MODEL": "bpmn",
    "http://www.omg.org/spec/BPMN/20100524/DI": "bpmndi",
    "http://www.omg.org/spec/DD/20100524/DC": "dc",
    "http://www.omg.org/spec/DD/20100524/DI": "di",
    "http://spiffworkflow.org/bpmn/schema/1.0/core": "spiffworkflow",
    "http://www.w3.org/2001/XMLSchema-instance": "xsi",
}
Declared = dict[str, frozenset[str | None]]
"""By namespace, the prefixes that stand for it somewhere in a file."""


def declared(root: etree._Element) -> Declared:
    """Return the namespaces of a file with their prefixes."""
    found: dict[str, set[str | None]] = {}
    for node in root.iter(etree.Element):
        for prefix, uri in node.nsmap.items():
            found.setdefault(uri, set()).add(prefix)
    return {uri: frozenset(prefixes) for uri, prefixes in found.items()}


def tidy(root: etree._Element, before: Declared) -> None:
    """Declare at the top of a file, under its usual prefix, each namespace that an edit has brought; nothing else moves."""
    now = declared(root)
    taken = {prefix for prefixes in before.values() for prefix in prefixes}
    brought = {uri: prefix for uri, prefix in _USUAL.items() if uri in now.keys() - before.keys()}
    top = {prefix: uri for uri, prefix in brought.items() if prefix not in taken}
    if top:
        kept = [prefix for prefix in taken if prefix]
        etree.cleanup_namespaces(root, top_nsmap=top, keep_ns_prefixes=[*kept, *top])

"""Everything that an XML element says, flattened into named texts, so that no change goes unseen."""

from collections import Counter
from collections.abc import Callable, Iterator

from lxml import etree

from workflows.engine.xml import SPIFF, local_name

Skip = Callable[[etree._Element], bool]


def facts(node: etree._Element, skip: Skip, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield (path, text) for each attribute and each text of a node and all that is in it.

    Ids are left out, which only tell nodes apart, except in extensions, where they name operations.
    A path names the elements on the way; of several of one name each but the first has its number. `skip` leaves out
    a child with all that is in it.
    """
    for name, value in node.attrib.items():
        if (local := etree.QName(name).localname) != "id" or node.tag.startswith(SPIFF):
            yield f"{path}@{local}", str(value)
    if text := (node.text or "").strip():
        yield path, text
    seen: Counter[str] = Counter()
    for child in node.iterchildren(etree.Element):
        if skip(child):
            continue
        name = local_name(child)
        seen[name] += 1
        inside = f"{name}[{seen[name]}]" if seen[name] > 1 else name
        yield from facts(child, skip, f"{path}/{inside}" if path else inside)

"""What the viewer's script draws of a process with its tokens."""

from collections.abc import Callable, Collection

from workflows.queries.dossier_map import Map, Path


def drawing(found: Map, to: Callable[[Path], str], failed: Collection[str] = ()) -> dict[str, object]:
    """Return the diagram, where the tokens stand, what is done, where a step failed, and where calls lead."""
    return {
        "xml": found.xml,
        "tokens": [
            {"element": step.element_id, "count": step.count, "word": "đang ở đây"}
            for step in found.steps
            if step.count
        ],
        "faults": [{"element": element, "count": 1, "word": "sự cố"} for element in sorted(failed)],
        "done": list(found.done),
        "off": [],
        "links": [
            {"element": step.element_id, "href": to(step.opens), "text": "Mở"} for step in found.steps if step.opens
        ],
    }

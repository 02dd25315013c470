"""What is untidy in a drawing: lines that are torn, cover others or run through shapes, labels that cannot be read."""

from collections.abc import Iterable

from workflows.outlining.canvas import Canvas
from workflows.outlining.geometry import Box, is_right_angled, overlap, stretches

CLEAR = 4
"""How far, in pixels, a line stays away from a shape that it does not touch."""


def torn_lines(canvas: Canvas) -> set[str]:
    """Return the flows that must be drawn anew."""
    found = {name for name in canvas.flows() if _is_torn(canvas, name)}
    parts = {name: stretches(canvas.lines[name]) for name in canvas.flows() if name not in found}
    for name, own in parts.items():
        for other, others in parts.items():
            related = set(canvas.ends[name]) & set(canvas.ends[other])
            if name < other and not related and any(overlap(a, b) for a in own for b in others):
                found.add(other)
    return found


def _is_torn(canvas: Canvas, name: str) -> bool:
    line, (source, target) = canvas.lines[name], canvas.ends[name]
    if len(line) < 2 or not is_right_angled(line):
        return True
    docked = canvas.boxes[source].has_on_its_edge(line[0]) and canvas.boxes[target].has_on_its_edge(line[-1])
    return not docked or any(
        part.meets(box) for part in stretches(line) for box in obstacles(canvas, source, target, CLEAR)
    )


def obstacles(canvas: Canvas, source: str, target: str, clear: float) -> list[Box]:
    """Return the boxes, grown by `clear` pixels, that a line between two elements keeps out of."""
    found = []
    for name in canvas.nodes:
        if name in (source, target, *canvas.around[source]) or name not in canvas.boxes:
            continue
        if canvas.hosts.get(name) in (source, target):
            continue
        found.append(canvas.boxes[name].grown(clear))
    return found


def hidden_labels(canvas: Canvas, among: Iterable[str] | None = None) -> set[str]:
    """Return whose labels cannot be read: on a shape, on a line, on another label, across a border."""
    names = canvas.labels.keys() if among is None else among
    return {name for name in names if not is_free(canvas, name, canvas.labels[name])}


def is_free(canvas: Canvas, name: str, box: Box) -> bool:
    """Tell whether the label of `name` could be read if it stood in `box`."""
    tight = box.grown(-2)
    for other, shape in canvas.boxes.items():
        if other in canvas.frames:
            if tight.meets(shape) and not shape.holds(tight):
                return False
        elif tight.meets(shape):
            return False
    if any(tight.meets(part) for line in canvas.lines.values() for part in stretches(line)):
        return False
    loose = box.grown(-1)
    return not any(loose.meets(label.grown(-1)) for other, label in canvas.labels.items() if other != name)

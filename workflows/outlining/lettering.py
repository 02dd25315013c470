"""Where the names of events, gateways and flows are written, so that each can be read."""

from collections.abc import Iterator
from itertools import pairwise

from workflows.outlining.canvas import Canvas
from workflows.outlining.flaws import is_free
from workflows.outlining.geometry import Box, stretches

LINE = 14
"""Height of a line of text in pixels."""
_WIDTHS = (120, 90, 64)
_NARROW, _WIDE = "iíìỉĩịljtrf.,:;'()! ", "mwMWGOQĐ"


def unlabelled(canvas: Canvas) -> set[str]:
    """Return the events, gateways and flows that have a name which is written nowhere."""
    small = {name for name in canvas.nodes if _is_small(canvas, name)}
    return {name for name in small | canvas.ends.keys() if canvas.names.get(name) and name not in canvas.labels}


def place_label(canvas: Canvas, name: str) -> None:
    """Write the name of an event, gateway or flow where it can be read; a nameless one, or a step, has no label."""
    canvas.labels.pop(name, None)
    text = canvas.names.get(name, "")
    if not text or not (name in canvas.lines or _is_small(canvas, name)):
        return
    first: Box | None = None
    for width, height in sizes(text):
        around = _beside(canvas, name, width, height) if name in canvas.lines else _about(canvas, name, width, height)
        for box in around:
            first = first or box
            if is_free(canvas, name, box):
                canvas.labels[name] = box
                return
    if first is not None:
        canvas.labels[name] = first


def sizes(text: str) -> Iterator[tuple[float, float]]:
    """Yield (width, height) of a text, broken into ever narrower lines."""
    for most in _WIDTHS:
        lines = _wrapped(text, most)
        yield round(max(_width(line) for line in lines) + 6), LINE * len(lines)


def _is_small(canvas: Canvas, name: str) -> bool:
    box = canvas.boxes.get(name)
    return box is not None and name in canvas.nodes and box.width <= 60


def _width(text: str) -> float:
    return sum(3.8 if each in _NARROW else 9.6 if each in _WIDE else 6.6 for each in text)


def _wrapped(text: str, most: float) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        if lines and _width(f"{lines[-1]} {word}") <= most:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines or [""]


def _about(canvas: Canvas, name: str, width: float, height: float) -> Iterator[Box]:
    """Yield places round a small shape, the usual ones first."""
    box = canvas.boxes[name]
    x, y = box.middle
    left, over, under = round(x - width / 2), box.y - 5 - height, box.bottom + 5
    for away in (0, 12, 26):
        yield Box(left, under + away, width, height)
        yield Box(left, over - away, width, height)
        yield Box(box.right + 2 + away, round(y + 6), width, height)
        yield Box(box.right + 2 + away, round(y - 6 - height), width, height)
        yield Box(box.x - 2 - away - width, round(y + 6), width, height)
        yield Box(box.x - 2 - away - width, round(y - 6 - height), width, height)
        for shift in (0.25, -0.25, 0.5, -0.5):
            yield Box(round(left + width * shift), under + away, width, height)
            yield Box(round(left + width * shift), over - away, width, height)


def _beside(canvas: Canvas, name: str, width: float, height: float) -> Iterator[Box]:
    """Yield places along a line, near its beginning first."""
    line = canvas.lines[name]
    for part, (start, end) in zip(stretches(line), pairwise(line), strict=True):
        room = max(part.width, part.height)
        for along in (4, 8, 16, 22, 34, 48, 64, 90, 120, 160):
            if along > max(room - 8, 4):
                break
            yield from _sides(start, end, along, (width, height))
        yield from _sides(start, end, max(room / 2 - (width if part.height == 0 else height) / 2, 4), (width, height))


def _sides(
    start: tuple[float, float], end: tuple[float, float], along: float, size: tuple[float, float]
) -> Iterator[Box]:
    width, height = size
    (x, y), (to_x, to_y) = start, end
    if y == to_y:
        left = x + along if to_x > x else x - along - width
        for away in (5, 9, 16):
            yield Box(round(left), round(y - away - height), width, height)
            yield Box(round(left), round(y + away), width, height)
        return
    top = y + along if to_y > y else y - along - height
    for away in (6, 10, 16):
        yield Box(round(x + away), round(top), width, height)
        yield Box(round(x - away - width), round(top), width, height)

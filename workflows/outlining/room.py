"""Make room in a drawing: what lies beyond a line moves away, what lies across it grows."""

from collections.abc import Callable

from workflows.outlining.canvas import Canvas
from workflows.outlining.geometry import Box, Point, nearest

Move = Callable[[float], float]


def widen(canvas: Canvas, at: float, by: float) -> None:
    """Move everything right of `at` by `by` pixels to the right."""
    _make(canvas, at, by, 0)


def heighten(canvas: Canvas, at: float, by: float) -> None:
    """Move everything under `at` down by `by` pixels."""
    _make(canvas, at, by, 1)


def _make(canvas: Canvas, at: float, by: float, axis: int) -> None:
    """All stays in its order: no line comes to cross or to cover another one by this."""

    def beyond(value: float) -> float:
        return by if value >= at else 0

    shifts = {name: _shift(canvas.boxes[_stands_on(canvas, name)], at, by, axis) for name in canvas.leaves()}
    labels = {}
    for name, label in canvas.labels.items():
        if name in shifts:
            labels[name] = shifts[name]
        elif name in canvas.lines:
            labels[name] = beyond(nearest(canvas.lines[name], label.middle)[axis])
        else:
            labels[name] = beyond((label.x, label.y)[axis])
    for name, box in canvas.boxes.items():
        if name in shifts:
            canvas.boxes[name] = _moved(box, shifts[name], axis)
        else:
            canvas.boxes[name] = _stretched(box, beyond, axis)
    for name, label in canvas.labels.items():
        canvas.labels[name] = _moved(label, labels[name], axis)
    for name, line in canvas.lines.items():
        canvas.lines[name] = [_moved_point(point, beyond, axis) for point in line]


def _stands_on(canvas: Canvas, name: str) -> str:
    """A boundary event goes where its host goes."""
    host = canvas.hosts.get(name, name)
    return host if host in canvas.boxes and host not in canvas.frames else name


def _shift(box: Box, at: float, by: float, axis: int) -> float:
    """What a solid shape moves by: it is not torn, the larger part of it decides."""
    return by if box.middle[axis] >= at else 0


def _moved(box: Box, by: float, axis: int) -> Box:
    return box.moved(dx=by) if axis == 0 else box.moved(dy=by)


def _stretched(box: Box, beyond: Move, axis: int) -> Box:
    if axis == 0:
        start, end = box.x + beyond(box.x), box.right + beyond(box.right)
        return Box(start, box.y, end - start, box.height)
    start, end = box.y + beyond(box.y), box.bottom + beyond(box.bottom)
    return Box(box.x, start, box.width, end - start)


def _moved_point(point: Point, beyond: Move, axis: int) -> Point:
    x, y = point
    return (x + beyond(x), y) if axis == 0 else (x, y + beyond(y))

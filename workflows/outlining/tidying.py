"""Put a drawing in order after a change: draw what is new or torn, leave the rest alone."""

from workflows.outlining.canvas import Canvas
from workflows.outlining.flaws import hidden_labels, torn_lines
from workflows.outlining.geometry import cross, stretches
from workflows.outlining.lettering import place_label, unlabelled
from workflows.outlining.room import heighten, widen
from workflows.outlining.routing import route

_TRIES = 6
_ROUNDS = 4
_CHANNEL = 40


def standing(canvas: Canvas) -> tuple[set[str], set[str]]:
    """Return what is untidy before a change (lines, labels): whoever drew it so may keep it so."""
    return torn_lines(canvas), hidden_labels(canvas) | unlabelled(canvas)


def mend(canvas: Canvas, before: tuple[set[str], set[str]] = (set(), set())) -> None:
    """Draw the flows that a change has torn or made, and write the labels that it has hidden or made."""
    canvas.look()
    for name in [each for each in canvas.lines if each not in canvas.ends and _is_flow(canvas, each)]:
        canvas.forget(name)
    for _ in range(_ROUNDS):
        _draw_torn(canvas, before[0])
        _write_labels(canvas, before[1])
        if not torn_lines(canvas) - before[0] and not hidden_labels(canvas) - before[1]:
            return
    _draw_torn(canvas, before[0])


def _draw_torn(canvas: Canvas, before: set[str]) -> None:
    torn = torn_lines(canvas) - before
    wanted = torn | {name for name in canvas.ends if name not in canvas.lines}
    for name in torn:
        canvas.lines[name] = []
    for name in sorted(wanted, key=lambda each: (_length(canvas, each), each)):
        _draw(canvas, name)
    _uncross(canvas, wanted)
    for name in sorted(wanted):
        place_label(canvas, name)


def _is_flow(canvas: Canvas, name: str) -> bool:
    """Flows that are gone from the file have no name there any more; what else is drawn as a line has one."""
    return name not in canvas.names


def _length(canvas: Canvas, name: str) -> float:
    """How far its ends are apart; what leads back is drawn last."""
    source, target = (canvas.boxes[each].middle for each in canvas.ends[name])
    back = 2000 if target[0] < source[0] else 0
    return abs(source[0] - target[0]) + abs(source[1] - target[1]) + back


def _draw(canvas: Canvas, name: str) -> None:
    for _ in range(_TRIES):
        found = route(canvas, name)
        if found is not None:
            canvas.lines[name] = found
            return
        _make_way(canvas, name)
    canvas.lines[name] = _direct(canvas, name)


def _make_way(canvas: Canvas, name: str) -> None:
    """Make room around both ends of a flow that finds no way."""
    for end in canvas.ends[name]:
        box = canvas.boxes[end]
        heighten(canvas, box.bottom + 1, _CHANNEL)
        widen(canvas, canvas.boxes[end].right + 1, _CHANNEL)


def _direct(canvas: Canvas, name: str) -> list[tuple[float, float]]:
    """The shortest line at right angles, whatever it runs through: better than none."""
    source, target = (canvas.boxes[each] for each in canvas.ends[name])
    (x, y), (to_x, to_y) = source.middle, target.middle
    start = (source.right if to_x > x else source.x, y)
    end = (to_x, target.bottom if to_y < y else target.y)
    return [start, (to_x, y), end]


def _uncross(canvas: Canvas, names: set[str]) -> None:
    """Draw each new line once more where it crosses another: what was drawn after it may have left a better way."""
    for name in sorted(names):
        if _crossings(canvas, name):
            kept, found = canvas.lines[name], None
            before = _crossings(canvas, name)
            canvas.lines[name] = []
            found = route(canvas, name)
            canvas.lines[name] = found or kept
            if _crossings(canvas, name) > before:
                canvas.lines[name] = kept


def _crossings(canvas: Canvas, name: str) -> int:
    own = stretches(canvas.lines[name])
    others = (part for other in canvas.flows() if other != name for part in stretches(canvas.lines[other]))
    return sum(cross(part, mine) for part in others for mine in own)


def _write_labels(canvas: Canvas, before: set[str]) -> None:
    for name in [each for each in canvas.labels if each not in canvas.boxes and each not in canvas.lines]:
        canvas.labels.pop(name)
    for name in sorted((hidden_labels(canvas) | unlabelled(canvas)) - before):
        place_label(canvas, name)
    for name in sorted(hidden_labels(canvas) - before)[:1]:
        heighten(canvas, canvas.labels[name].y, _CHANNEL)
        place_label(canvas, name)

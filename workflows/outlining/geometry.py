"""Rectangles and right-angled lines, in the pixels of a drawing; y grows downward."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A rectangle; a straight line is a flat one."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def middle(self) -> Point:
        return self.x + self.width / 2, self.y + self.height / 2

    def grown(self, by: float) -> "Box":
        """Return it with `by` more on every side."""
        return Box(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)

    def moved(self, dx: float = 0, dy: float = 0) -> "Box":
        return replace(self, x=self.x + dx, y=self.y + dy)

    def meets(self, other: "Box") -> bool:
        """Tell whether the insides have a point in common; a line has itself as inside."""
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom

    def holds(self, other: "Box") -> bool:
        inside = self.x <= other.x and other.right <= self.right
        return inside and self.y <= other.y and other.bottom <= self.bottom

    def has_on_its_edge(self, point: Point) -> bool:
        """Tell whether a point lies on the border, to a pixel."""
        x, y = point
        near = self.x - 1 <= x <= self.right + 1 and self.y - 1 <= y <= self.bottom + 1
        return near and min(abs(x - self.x), abs(x - self.right), abs(y - self.y), abs(y - self.bottom)) <= 1


def centred(middle: Point, width: float, height: float) -> Box:
    """Return the box of a size around a point, on whole pixels."""
    return Box(round(middle[0] - width / 2), round(middle[1] - height / 2), width, height)


def stretches(points: Sequence[Point]) -> list[Box]:
    """Return the straight parts of a line."""
    return [Box(min(a[0], b[0]), min(a[1], b[1]), abs(a[0] - b[0]), abs(a[1] - b[1])) for a, b in pairwise(points)]


def is_right_angled(points: Sequence[Point]) -> bool:
    return all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(points))


def cross(one: Box, two: Box) -> bool:
    """Tell whether a level and an upright line cross, their ends not counted."""
    if (one.height == 0) == (two.height == 0):
        return False
    level, upright = (one, two) if one.height == 0 else (two, one)
    return level.x < upright.x < level.right and upright.y < level.y < upright.bottom


def overlap(one: Box, two: Box) -> bool:
    """Tell whether two lines lie on top of each other for more than a pixel."""
    if one.height == two.height == 0 and one.y == two.y:
        return min(one.right, two.right) - max(one.x, two.x) > 1
    if one.width == two.width == 0 and one.x == two.x:
        return min(one.bottom, two.bottom) - max(one.y, two.y) > 1
    return False


def nearest(points: Sequence[Point], to: Point) -> Point:
    """Return the point of a line that is nearest to another point."""
    found = []
    for part in stretches(points):
        x = min(max(to[0], part.x), part.right)
        y = min(max(to[1], part.y), part.bottom)
        found.append(((x - to[0]) ** 2 + (y - to[1]) ** 2, (x, y)))
    return min(found)[1]


def without_idle_bends(points: Sequence[Point]) -> list[Point]:
    """Return the same line with no two equal points in a row and no bend that goes straight on."""
    found: list[Point] = []
    for point in points:
        if found and found[-1] == point:
            continue
        if len(found) > 1 and (found[-2][0] == found[-1][0] == point[0] or found[-2][1] == found[-1][1] == point[1]):
            found.pop()
        found.append(point)
    return found

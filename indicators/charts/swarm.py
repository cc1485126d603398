"""Points along a line, moved apart across it so that each can be seen (beeswarm)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt

CENTRE = 350
LEVELS = sorted(range(-200, 201, 50), key=abs)  # rows a point may take, the middle one first
FEW = 60  # so many points may have the largest size; more are drawn smaller
OUTLINE = 5
SIZES = range(15, 43, 3)  # radii; few, so that dots of one size are drawn in one stroke


@dataclass(frozen=True)
class Dot:
    """One point, in tenths of a unit."""

    x: int
    y: int
    radius: int


@dataclass(frozen=True)
class Stroke:
    """Dots of one size as the data of one path: lines of no length, which round ends make dots.

    Drawn with *edge*, then with *width* over it, each dot has an outline.
    """

    path: str
    width: str
    edge: str


def place(
    points: Sequence[tuple[Fraction, int]], *, levels: Sequence[int] = LEVELS, most: int = SIZES[-1]
) -> list[Dot]:
    """Give each point, as (place along the line, weight), a dot whose area goes with its weight, of a
    radius of at most *most*, in one of *levels*.

    From left to right each takes the row nearest the middle that is free there; where none is,
    the one that has been free longest, so that points overlap rather than stray.
    """
    heaviest = max((weight for _, weight in points), default=0) or 1
    largest = max(SIZES[2], min(most, isqrt(most**2 * FEW // max(1, len(points)))))
    dots: dict[int, Dot] = {}
    taken = dict.fromkeys(levels, -1000)
    for index in sorted(range(len(points)), key=lambda index: points[index]):
        along, weight = points[index]
        x, radius = int(along * 10), _radius(largest, weight, heaviest)
        free = (level for level in levels if taken[level] <= x - radius)
        level = next(free, min(levels, key=lambda each: taken[each]))
        for near in levels:
            if abs(near - level) < radius + SIZES[0]:
                taken[near] = max(taken[near], x + radius)
        dots[index] = Dot(x, CENTRE + level, radius)
    return [dots[index] for index in range(len(points))]


def _radius(largest: int, weight: int, heaviest: int) -> int:
    exact = isqrt(largest**2 * weight // heaviest)
    return min(SIZES, key=lambda size: abs(size - exact))


def strokes(dots: Iterable[Dot]) -> tuple[Stroke, ...]:
    """Return *dots* as strokes, the widest first, so that no dot hides a smaller one."""
    by_size: dict[int, list[Dot]] = defaultdict(list)
    for dot in dots:
        by_size[dot.radius].append(dot)
    return tuple(
        Stroke(
            "".join(f"M{_units(dot.x)} {_units(dot.y)}h0" for dot in same),
            _units(2 * size),
            _units(2 * (size + OUTLINE)),
        )
        for size, same in sorted(by_size.items(), reverse=True)
    )


def _units(tenths: int) -> str:
    return f"{tenths // 10}.{tenths % 10}"

"""Points along a line, moved apart across it so that each can be seen (beeswarm)."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt

CENTRE = 350
LEVELS = sorted(range(-200, 201, 50), key=abs)  # rows a point may take, the middle one first
SMALLEST, LARGEST = 15, 42  # radii


@dataclass(frozen=True)
class Dot:
    """One point, in tenths of a unit."""

    x: int
    y: int
    radius: int

    @property
    def path(self) -> str:
        """Two half circles, as the data of an SVG path."""
        x, y, r, d = (
            f"{tenths // 10}.{tenths % 10}"
            for tenths in (self.x - self.radius, self.y, self.radius, 2 * self.radius)
        )
        return f"M{x} {y}a{r} {r} 0 1 0 {d} 0a{r} {r} 0 1 0 -{d} 0z"


def place(points: Sequence[tuple[Fraction, int]]) -> list[Dot]:
    """Give each point, as (place along the line, weight), a dot whose area goes with its weight.

    From left to right each takes the row nearest the middle that is free there; where none is,
    the one that has been free longest, so that points overlap rather than stray.
    """
    heaviest = max((weight for _, weight in points), default=0) or 1
    dots: dict[int, Dot] = {}
    taken = dict.fromkeys(LEVELS, -1000)
    for index in sorted(range(len(points)), key=lambda index: points[index]):
        along, weight = points[index]
        x, radius = int(along * 10), max(SMALLEST, isqrt(LARGEST**2 * weight // heaviest))
        free = (level for level in LEVELS if taken[level] <= x - radius)
        level = next(free, min(LEVELS, key=lambda each: taken[each]))
        for near in LEVELS:
            if abs(near - level) < radius + SMALLEST:
                taken[near] = max(taken[near], x + radius)
        dots[index] = Dot(x, CENTRE + level, radius)
    return [dots[index] for index in range(len(points))]

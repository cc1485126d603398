"""A province's counties (各县) against the ceiling: a row for each indicator, a point for each county."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from indicators.calculation import rounding
from indicators.calculation.reasons import CV_PLACES
from indicators.charts import swarm
from indicators.charts.frame import LEFT, RIGHT, WIDTH, tenth
from indicators.charts.swarm import Stroke

TALL = 26  # units of a row
LEVELS = range(-80, 81, 40)  # tenths of a unit that points may stand off a row's middle
LARGEST = 30  # tenths of a unit
REACH = 3  # it goes to so many times the ceiling; who has more stands at the edge


@dataclass(frozen=True, kw_only=True)
class Row:
    """One indicator: the coefficients of the counties at most and above the ceiling; *own* is that of
    the county that the picture is about."""

    name: str
    within: tuple[Fraction, ...]
    above: tuple[Fraction, ...]
    own: Fraction | None = None


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A row: *down* is how far its points are moved, which are drawn about ``swarm.CENTRE``."""

    name: str
    top: int
    down: int
    within: tuple[Stroke, ...]
    above: tuple[Stroke, ...]
    own: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Counties:
    title: str
    height: int
    rows: tuple[Drawn, ...]
    limit: str
    limit_label: str
    has_own: bool

    width, left, right, tall = WIDTH, LEFT, RIGHT, TALL
    bottom = property(lambda self: self.height - 34)
    scale_y = property(lambda self: self.height - 21)
    key = property(lambda self: self.height - 5)


def counties(title: str, rows: Sequence[Row], ceiling: Fraction | None) -> Counties:
    """Lay out *rows*, all to one scale that begins with 0."""
    known = [cv for each in rows for cv in (*each.within, *each.above)]
    reach = max([*known, (ceiling or 0) * Fraction(5, 4)]) or Fraction(1)
    if ceiling:
        reach = min(reach, REACH * ceiling)
    scale = (RIGHT - LEFT) / reach
    return Counties(
        title=title,
        height=TALL * len(rows) + 34,
        rows=tuple(_row(each, place, reach, scale) for place, each in enumerate(rows)),
        limit="" if ceiling is None else tenth(LEFT + ceiling * scale),
        limit_label="" if ceiling is None else f"上限 {rounding.shown(ceiling, 2)}",
        has_own=any(each.own is not None for each in rows),
    )


def _row(row: Row, place: int, reach: Fraction, scale: Fraction) -> Drawn:
    def along(cv: Fraction) -> Fraction:
        return LEFT + min(cv, reach) * scale

    everybody = [*row.within, *row.above]
    dots = swarm.place([(along(cv), 1) for cv in everybody], levels=sorted(LEVELS, key=abs), most=LARGEST)
    within = len(row.within)
    return Drawn(
        name=row.name,
        top=TALL * place,
        down=TALL * place + TALL // 2 - swarm.CENTRE // 10,
        within=swarm.strokes(dots[:within]),
        above=swarm.strokes(dots[within:]),
        own="" if row.own is None else tenth(along(row.own)),
        text=f"{len(row.above)}/{len(everybody)} 超限" if row.own is None else _own(row.own),
    )


def _own(cv: Fraction) -> str:
    return f"本县 {rounding.shown(cv, CV_PLACES)}"

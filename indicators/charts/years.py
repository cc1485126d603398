"""A county's coefficients from year to year (历年), a small panel for each indicator."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from indicators.calculation import rounding
from indicators.calculation.reasons import CV_PLACES
from indicators.charts.frame import WIDTH, tenth

PANEL, TALL = 172, 66  # units of a panel across and down; two stand side by side
TOP, BOTTOM = 24, 48  # of the points within a panel
INSET = 18
LETTER = 7  # units that a figure is tall
MANY = 5  # years from which on only the first and the last have their figures written


@dataclass(frozen=True, kw_only=True)
class Series:
    """One coefficient by year, None where it was not worked out; *ceiling* is None where it is not judged
    by itself. *above* are the years in which it was judged to lie above."""

    name: str
    by_year: Mapping[int, Fraction | None]
    above: frozenset[int] = frozenset()
    ceiling: Fraction | None = None


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One year: *y* and *text* are empty where the coefficient was not worked out."""

    year: int
    x: str
    y: str
    text: str
    text_y: str
    above: bool


@dataclass(frozen=True, kw_only=True)
class Panel:
    name: str
    left: int
    top: int
    marks: tuple[Mark, ...]
    path: str
    limit: str


@dataclass(frozen=True, kw_only=True)
class Years:
    title: str
    height: int
    panels: tuple[Panel, ...]
    ceiling: str

    width, panel, inset = WIDTH, PANEL, INSET
    key = property(lambda self: self.height - 5)


def years(title: str, series: Sequence[Series]) -> Years:
    """Lay out *series*, all to one scale and over the same years."""
    every = sorted({year for each in series for year in each.by_year})
    ceilings = [each.ceiling for each in series if each.ceiling is not None]
    known = [cv for each in series for cv in each.by_year.values() if cv is not None]
    scale = Fraction(BOTTOM - TOP) / (max([*known, *ceilings], default=Fraction(0)) or 1)
    rows = -(-len(series) // 2)
    return Years(
        title=title,
        height=rows * TALL + 16,
        panels=tuple(_panel(each, place, every, scale) for place, each in enumerate(series)),
        ceiling=rounding.shown(max(ceilings), 2) if ceilings else "",
    )


def _panel(series: Series, place: int, every: Sequence[int], scale: Fraction) -> Panel:
    step = Fraction(PANEL - 2 * INSET, max(1, len(every) - 1))
    marks = [_mark(series, year, index, every, step, scale) for index, year in enumerate(every)]
    return Panel(
        name=series.name,
        left=place % 2 * (WIDTH - PANEL),
        top=place // 2 * TALL,
        marks=tuple(marks),
        path=_path(marks),
        limit="" if series.ceiling is None else tenth(BOTTOM - series.ceiling * scale),
    )


def _mark(
    series: Series, year: int, index: int, every: Sequence[int], step: Fraction, scale: Fraction
) -> Mark:
    cv = series.by_year.get(year)
    x = INSET + (index * step if len(every) > 1 else Fraction(PANEL - 2 * INSET, 2))
    written = len(every) < MANY or index in {0, len(every) - 1}
    y = None if cv is None else BOTTOM - cv * scale
    return Mark(
        year=year,
        x=tenth(x),
        y="" if y is None else tenth(y),
        text=rounding.shown(cv, CV_PLACES) if cv is not None and written else "",
        text_y="" if y is None else tenth(_beside(y, scale * (series.ceiling or 0))),
        above=year in series.above,
    )


def _beside(y: Fraction, ceiling: Fraction) -> Fraction:
    """Return where a point's figure stands: above it, or below where the ceiling's line would cross it."""
    above = y - 5
    limit = BOTTOM - ceiling
    crossed = above - LETTER < limit < y
    return y + LETTER + 4 if crossed and y < BOTTOM - LETTER - 4 else above


def _path(marks: Sequence[Mark]) -> str:
    """Join the points; a year that was not worked out leaves a gap."""
    drawn, pen = "", "M"
    for mark in marks:
        if mark.y:
            drawn, pen = f"{drawn}{pen}{mark.x} {mark.y}", "L"
        else:
            pen = "M"
    return drawn

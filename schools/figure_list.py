"""The accepted figures of a county, form by form, as a reader sees them."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from schools.figures.columns import GROUPS, Figure
from schools.ledger.columns import Value
from schools.models import CountyYear


@dataclass(frozen=True, kw_only=True)
class Line:
    """One figure: *shown* is empty where it was not filled in; *place* is its sheet and cell."""

    figure: Figure
    shown: str
    place: str


@dataclass(frozen=True, kw_only=True)
class Group:
    name: str
    lines: tuple[Line, ...]

    @property
    def filled(self) -> int:
        return sum(bool(line.shown) for line in self.lines)


def of(accepted: CountyYear) -> Iterator[Group]:
    """Yield every figure of the contract under the form it belongs to."""
    for name, figures in GROUPS.items():
        yield Group(name=name, lines=tuple(_line(accepted, figure) for figure in figures))


def _line(accepted: CountyYear, figure: Figure) -> Line:
    sheet, address = accepted.cells.get(figure.field, ("", ""))
    return Line(
        figure=figure,
        shown=shown(figure, getattr(accepted, figure.field)),
        place=f"{sheet} {address}".strip(),
    )


def shown(figure: Figure, value: Value) -> str:
    """Return a figure as it was written, with no fewer decimals than are asked for.

    >>> from schools.figures.columns import BY_FIELD
    >>> shown(BY_FIELD["population"], Decimal("35.200000")), shown(BY_FIELD["teacher_pay"], 98000)
    ('35.20', '98,000')
    >>> shown(BY_FIELD["basic_recognised_year"], 2015), shown(BY_FIELD["population"], None)
    ('2015', '')
    """
    text = typed(figure, value)
    if figure.unit == "年" or not isinstance(value, int | Decimal):
        return text
    whole, point, places = text.partition(".")
    return f"{Decimal(whole):,}{point}{places}"


def typed(figure: Figure, value: Value) -> str:
    """Return a figure as one would type it.

    >>> from schools.figures.columns import BY_FIELD
    >>> typed(BY_FIELD["staff_pay_growth"], Decimal("-0.300000")), typed(BY_FIELD["teacher_pay"], 98000)
    ('-0.3', '98000')
    """
    if not isinstance(value, Decimal):
        return "" if value is None else str(value)
    whole, _, places = f"{value:f}".partition(".")
    kept = places.rstrip("0").ljust(figure.places, "0")
    return f"{whole}.{kept}" if kept else whole

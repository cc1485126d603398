"""Rows of a ledger → facts: the one bridge between what is stored and what is calculated."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from indicators.calculation.facts import SchoolFacts, SchoolType, Stage
from indicators.calculation.items.reading import Answer, CountyFacts
from schools.figures.columns import FIGURES
from schools.ledger.columns import COLUMNS, Value
from schools.models import Ledger

NUMBERS = tuple(column.field for column in COLUMNS if column.is_number)


def school_facts(values: Mapping[str, Value]) -> SchoolFacts:
    """Turn one school's ledger values, by field name, into facts; what is absent stays absent."""
    school_type = values.get("school_type")
    founder = values.get("founder")
    return SchoolFacts(
        code=str(values.get("code") or ""),
        name=str(values.get("name") or ""),
        school_type=SchoolType(str(school_type)) if school_type else None,
        founder=_text(founder),
        locale=_text(values.get("locale")),
        boarding=_yes_or_no(values.get("boarding")),
        dense_urban=_yes_or_no(values.get("dense_urban")),
        figures={field: _exact(values[field]) for field in NUMBERS if values.get(field) is not None},
    )


def of_ledger(ledger: Ledger) -> list[SchoolFacts]:
    """Return the facts of all schools of an accepted ledger, in the order of its rows."""
    return [school_facts(row.values) for row in ledger.rows.order_by("sheet", "row")]


def county_facts(
    values: Mapping[str, Value],
    schools: Iterable[SchoolFacts],
    *,
    answers: Mapping[str, Answer] | None = None,
    year: int | None = None,
    basic_composites: Mapping[tuple[int, Stage], Fraction] | None = None,
) -> CountyFacts:
    """Turn the county figures (县级数据), by field name, into facts beside those of its schools."""
    return CountyFacts(
        schools=tuple(schools),
        figures={figure.field: _exact(values.get(figure.field)) for figure in FIGURES if figure.is_number},
        choices={figure.field: _text(values.get(figure.field)) for figure in FIGURES if figure.choices},
        answers=answers or {},
        year=year,
        basic_composites=basic_composites or {},
    )


def _exact(value: Value) -> Fraction | None:
    return Fraction(value) if isinstance(value, (int, Decimal)) else None


def _text(value: Value) -> str | None:
    return str(value) if value else None


def _yes_or_no(value: Value) -> bool | None:
    return value if isinstance(value, bool) else None

"""How figures are written for a reader: rounded here, once, and nowhere else."""

from decimal import Decimal
from fractions import Fraction

from django import template

from indicators import published
from indicators.calculation import rounding
from indicators.calculation.facts import Stage
from indicators.calculation.outcomes import Outcome
from schools.ledger.columns import BY_FIELD

register = template.Library()

Number = Fraction | Decimal | int | str
NOT_FILLED = "未填报"


def grouped(text: str) -> str:
    """Set commas between the thousands of a decimal text.

    >>> grouped("1234567.80"), grouped("-1000"), grouped("999.5")
    ('1,234,567.80', '-1,000', '999.5')
    """
    whole, dot, decimals = text.partition(".")
    return f"{int(whole):,}{dot}{decimals}" if whole.lstrip("-").isdigit() and len(whole) > 3 else text


@register.filter
def shown(value: Number | None, places: int) -> str:
    """Write *value* rounded to *places* decimals; what was not filled in says so."""
    return NOT_FILLED if value is None or value == "" else grouped(rounding.shown(Fraction(value), places))


@register.filter
def exact(value: Number | None) -> str:
    """Write *value* to its last decimal, or with 20 significant digits where it has no last one."""
    return NOT_FILLED if value is None or value == "" else grouped(rounding.text(Fraction(value)))


@register.filter
def negated(value: Fraction) -> Fraction:
    return -value


@register.filter
def times(value: int, factor: Fraction) -> Fraction:
    return value * factor


@register.filter
def fraction(value: Fraction | str) -> str:
    """Write *value* as it is decided on: ``a/b`` where its decimals do not end; a word stays a word.

    >>> fraction(Fraction("4.195")), fraction(Fraction(2, 3))
    ('4.195', '2/3')
    """
    if isinstance(value, str):
        return value
    text = rounding.text(value)
    return grouped(text) if Fraction(text) == value else f"{value.numerator:,}/{value.denominator:,}"


@register.filter
def percent(value: Number | None, places: int) -> str:
    return "" if value is None else f"{rounding.shown(Fraction(value) * 100, places)} %"


@register.filter
def heading(field: str) -> str:
    """Name a ledger field as its column is headed."""
    return BY_FIELD[field].heading if field in BY_FIELD else field


@register.filter
def unit(field: str) -> str:
    return BY_FIELD[field].unit if field in BY_FIELD else ""


@register.filter
def source(field: str) -> str:
    return BY_FIELD[field].source if field in BY_FIELD else ""


@register.filter
def stage_label(stage: str) -> str:
    return Stage(stage).label


@register.filter
def outcome_label(outcome: str) -> str:
    return Outcome(outcome).label if outcome else ""


@register.filter
def standard_title(code: str) -> str:
    """Name a published standard by its title and document number."""
    standard = published.load(code)
    return f"{standard.title}（{standard.reference}）"

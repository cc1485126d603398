"""The likely value of a county's figure: in its unit, as a percentage or as a ratio, where that is plain."""

from collections.abc import Mapping
from decimal import Decimal

from schools.figures.checks.ranges import COUNTED_IN_PERCENT, GAPS
from schools.figures.checks.unit_slips import BOUNDS
from schools.figures.columns import BY_FIELD
from schools.ledger.columns import Value
from schools.ledger.problems import Problem
from schools.suggestions import cells
from schools.suggestions.cells import Written

_MONTHS, _HUNDRED = Decimal(12), Decimal(100)
_FACTORS = (Decimal(10_000), Decimal("0.0001"), _MONTHS)

_OF_NUMBERS = frozenset(
    {
        "percent_as_ratio",
        "gap_over_1",
        "not_whole",
        "more_than_one_decimal",
        "more_than_two_decimals",
        "more_than_three_decimals",
        "too_many_decimals",
    }
)


def likely(problem: Problem, values: Mapping[str, Value]) -> Written | None:
    """Return what the cell of *problem* should plainly hold. Whoever wrote 0.214 for 21.4 % is not told to
    round it, nor whoever wrote 10.35 万元 for a yearly wage in 元."""
    column = BY_FIELD[problem.field]
    if problem.code in _OF_NUMBERS or problem.code == f"{problem.field}_in_other_unit":
        amount = values.get(problem.field)
        written = amount if isinstance(amount, int | Decimal) else cells.decimal(problem.value)
        scaled = None if written is None else _scaled(problem.field, Decimal(written))
        if scaled is not None:
            return cells.number(column, scaled)
    return cells.likely(problem.code, column, problem.value)


def _scaled(field: str, amount: Decimal) -> Decimal | None:
    """Return *amount* in the figure's unit where it is not, and one factor alone makes it likely."""
    if field in COUNTED_IN_PERCENT:
        return amount * _HUNDRED if 0 < amount <= 1 else None
    if field in GAPS:
        return amount / _HUNDRED if 1 < amount <= _HUNDRED else None
    bounds = BOUNDS.get(field)
    if bounds is None or bounds.least <= amount <= bounds.most:
        return None
    found = [amount * each for each in _FACTORS if bounds.least <= amount * each <= bounds.most]
    return found[0] if len(found) == 1 else None

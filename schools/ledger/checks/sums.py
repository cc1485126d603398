"""The one comparison most rules make: parts that may not exceed their whole."""

from collections.abc import Iterator

from schools.ledger.checks.school import Number, School
from schools.ledger.columns import BY_FIELD
from schools.ledger.problems import Problem

_CHECK_BOTH = "请核对这几个数，改正填错的。"


def exceeding(
    school: School, parts: tuple[str, ...], whole: tuple[str, ...], code: str, *, query: bool = False
) -> Iterator[Problem]:
    """Yield a problem where the *parts* that are known add up to more than all of the *whole*.

    It stands at the largest of the parts and names every cell that was added.
    """
    numbers = {field: number for field in parts if (number := school.number(field)) is not None}
    if not numbers:
        return
    added, total = sum(numbers.values()), whole_of(school, whole)
    if total is None or added <= total:
        return
    known = list(numbers)
    filled = [field for field in whole if school.number(field) is not None]
    sum_of_parts = f"合计 {added}，" if len(known) > 1 else ""
    sum_of_whole = f"合计 {total}" if len(filled) > 1 else ""
    message = f"{school.told(*known)}，{sum_of_parts}多于{school.told(*filled)}{sum_of_whole}。"
    remedy = _CHECK_BOTH + ("确实如此的请说明。" if query else "")
    names = "、".join(BY_FIELD[field].heading for field in filled)
    largest = max(numbers, key=numbers.__getitem__)
    problem = school.query if query else school.error
    yield problem(code, largest, message, remedy, f"不多于{names}（{total}）")


def whole_of(school: School, fields: tuple[str, ...]) -> Number | None:
    """Return the sum of *fields*; None where one that concerns the school is not filled in."""
    total: Number = 0
    filled = False
    for field in fields:
        number = school.number(field)
        if number is None and school.concerns(BY_FIELD[field]):
            return None
        filled = filled or number is not None
        total += number or 0
    return total if filled else None

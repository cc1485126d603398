"""疑点 that touch a figure: where the county still doubts what it wrote, and what that could turn."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from indicators.calculation.facts import Stage
from indicators.calculation.indicators import Indicator
from schools.ledger.problems import Severity
from schools.models import Ledger, LedgerProblem


@dataclass(frozen=True)
class Doubt:
    """A 疑点 of one school; *room* says in words with what change of this school alone the verdict turns,
    and is empty where no change of it could."""

    problem: LedgerProblem
    room: str


def of(
    ledger: Ledger,
    indicator: Indicator,
    stage: Stage,
    rooms: Mapping[str, str],
    *,
    schools: Collection[str] = (),
) -> Sequence[Doubt]:
    """Return the 疑点 on the figures that *indicator* is worked out from, of all schools or of *schools*.

    *rooms* is by school code. What a school holds in common is split by the pupils of all its stages, so
    a doubt about any of them counts.
    """
    pupils = [each for each in Stage if indicator.shared or each is stage]
    fields = {term.field for term in indicator.terms[stage]} | {f"pupils_{each}" for each in pupils}
    found = ledger.problems.filter(severity=Severity.QUERY, field__in=fields)
    if schools:
        found = found.filter(school_code__in=schools)
    return [Doubt(problem, rooms.get(problem.school_code, "")) for problem in found]

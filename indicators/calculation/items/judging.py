"""All items of a standard, applied to one county."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from indicators.calculation import rounding
from indicators.calculation.allowances import Allowances
from indicators.calculation.items.item import Item
from indicators.calculation.items.measured import UNKNOWN, Measured
from indicators.calculation.items.methods import ANSWERED, METHODS
from indicators.calculation.items.reading import Answer, CountyFacts, Reading
from indicators.calculation.outcomes import Outcome, all_of

NOT_CONCLUDED = "尚未作出结论"


@dataclass(frozen=True, kw_only=True)
class ItemFinding:
    """One item judged. *used* and *missing* are field names of ledger and county template."""

    item: Item
    measured: Measured
    answer: Answer | None
    used: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def outcome(self) -> Outcome:
        return self.measured.outcome


def judge_items(facts: CountyFacts, items: Sequence[Item], allowed: Allowances) -> tuple[ItemFinding, ...]:
    """Judge every item; notes in *allowed* which allowances were needed."""
    return tuple(_judge(facts, item, allowed) for item in items)


def _judge(facts: CountyFacts, item: Item, allowed: Allowances) -> ItemFinding:
    answer, see = facts.answers.get(item.code), Reading(facts)
    if item.method == ANSWERED:
        measured = _answered(answer)
    else:
        measured = METHODS[item.method].run(see, dict(item.rule.value), allowed)
        # what the county itself denies does not hold, whatever the figures say
        if item.concluded or (answer is not None and answer.met is False):
            measured = _with(measured, _answered(answer))
    return ItemFinding(
        item=item, measured=measured, answer=answer, used=tuple(see.used), missing=tuple(see.missing)
    )


def _answered(answer: Answer | None) -> Measured:
    if answer is None or answer.met is None:
        return Measured(
            outcome=Outcome.UNDETERMINED, value=UNKNOWN, threshold="有结论和佐证", reasons=[NOT_CONCLUDED]
        )
    reasons = [] if answer.met else [answer.conclusion or "结论为不达标"]
    value = answer.conclusion or ("达标" if answer.met else "不达标")
    return Measured(outcome=Outcome.when(answer.met), value=value, threshold="有结论和佐证", reasons=reasons)


def _with(measured: Measured, answered: Measured) -> Measured:
    return replace(
        measured,
        outcome=all_of([measured.outcome, answered.outcome]),
        reasons=[*measured.reasons, *answered.reasons],
    )


@dataclass(frozen=True)
class Score:
    """得分 of 2012: *known* points are certain, up to *possible* can still be reached."""

    known: Fraction
    possible: Fraction
    asked: Fraction

    @property
    def outcome(self) -> Outcome:
        if self.known >= self.asked:
            return Outcome.PASSES
        return Outcome.FAILS if self.possible < self.asked else Outcome.UNDETERMINED

    @property
    def reason(self) -> str:
        """Say where the score stands, and how far it can still go."""
        known, possible = (rounding.shown(points, 1) for points in (self.known, self.possible))
        upto = f"，未定各项全部达标也只有 {possible} 分" if self.outcome is Outcome.FAILS else ""
        return f"推进工作已确定得分 {known} 分，要求 {rounding.text(self.asked)} 分以上{upto}"


def earned(finding: ItemFinding) -> Fraction | None:
    """Return the points of one item: all where it passes, none where it fails, None while it is open.

    An answer may state a score of its own, as provinces divide their items.
    """
    full = _full(finding)
    stated = finding.answer.score if finding.answer else None
    if stated is not None:
        return min(stated, full)
    if finding.outcome is Outcome.UNDETERMINED:
        return None
    return full if finding.outcome is Outcome.PASSES else Fraction(0)


def _full(finding: ItemFinding) -> Fraction:
    return finding.item.points.value if finding.item.points else Fraction(0)


def score(found: Sequence[ItemFinding], asked: Fraction) -> Score:
    """Add up the points; an open item can still bring all of its own."""
    known = possible = Fraction(0)
    for finding in found:
        points = earned(finding)
        known += points or 0
        possible += _full(finding) if points is None else points
    return Score(known=known, possible=possible, asked=asked)

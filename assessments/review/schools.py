"""Which schools of a snapshot stay below what one item asks of each of them, and where in the ledger."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from assessments.review import subjects
from assessments.review.subjects import Subject
from assessments.snapshots import Snap
from indicators.calculation import clauses, rounding
from indicators.calculation.allowances import Allowances
from indicators.calculation.findings import UnitFinding
from indicators.calculation.items.item import Item
from indicators.calculation.items.methods import METHODS
from indicators.calculation.items.reading import Reading
from indicators.calculation.outcomes import Outcome

OF_EACH_SCHOOL = frozenset({"music_art_rooms", "school_size", "class_size", "training_money"})


@dataclass(frozen=True, kw_only=True)
class Below:
    """A school below the line: what it has, what is asked, and its row in the ledger."""

    code: str
    name: str
    what: str
    asked: str
    outcome: Outcome
    sheet: str
    row: int
    field: str
    said: tuple[str, ...]


def below(snap: Snap, subject: Subject) -> tuple[Below, ...]:
    """Return the schools below the line, those furthest below first; for what is not of schools, none."""
    items = {item.code: item for item in snap.standard.items}
    if subject.code in items:
        item = items[subject.code]
        return tuple(_of_item(snap, item)) if item.method in OF_EACH_SCHOOL else ()
    return tuple(_of_indicator(snap, subject.code)) if subject.code != "survey" else ()


def _of_indicator(snap: Snap, code: str) -> Iterator[Below]:
    units = [unit for stage in snap.finding.county.stages for unit in stage.units]
    short = [unit for unit in units if code in unit.below or code in unit.missing]
    for unit in sorted(short, key=lambda each: _reached(snap, each, code)):
        indicator, value = snap.standard.indicator(code), unit.values[code]
        limit = snap.standard.limit(code, unit.unit.stage, unit.unit.school)
        terms = indicator.terms[unit.unit.stage]
        yield _line(
            snap,
            unit.unit.school.code,
            unit.unit.name,
            what="未填报" if value is None else f"{_plain(value, limit, indicator.places)} {indicator.unit}",
            asked="" if limit is None else clauses.limit(indicator, limit),
            outcome=Outcome.UNDETERMINED if value is None else Outcome.FAILS,
            field=terms[0].field if terms else "",
        )


def _plain(value: Fraction, limit: Fraction | None, places: int) -> str:
    """So many decimals that a value below its limit is seen to be below."""
    shown = rounding.shown(value, places)
    hidden = limit is not None and value < limit <= Fraction(shown)
    return rounding.shown(value, places + 2) if hidden else shown


def _reached(snap: Snap, unit: UnitFinding, code: str) -> Fraction:
    """Which part of its limit a school reaches; what is missing comes first."""
    value, limit = unit.values[code], snap.standard.limit(code, unit.unit.stage, unit.unit.school)
    return Fraction(0) if value is None or not limit else value / limit


def _of_item(snap: Snap, item: Item) -> Iterator[Below]:
    """Ask the item's own method of one school after the other."""
    counted = {each.unit.school.code: each.unit.school for each in snap.finding.county.units}
    facts, method = snap.facts(), METHODS[item.method]
    for school in counted.values():
        see = Reading(replace(facts, schools=(school,)))
        found = method.run(see, dict(item.rule.value), Allowances(snap.standard.allowances, snap.on))
        if found.outcome is not Outcome.PASSES:
            reason = found.reasons[0].partition("：")[2] if found.reasons else ""
            yield _line(
                snap,
                school.code,
                school.name,
                what=_without(reason, school.name) or "未填报",
                asked=found.threshold if found.threshold != "0 所" else "",
                outcome=found.outcome,
                field=see.used[0] if see.used else "",
            )


def _without(reason: str, name: str) -> str:
    """A reason names its school, which the line does already: 某校（2100 人…） → 2100 人…"""
    return reason.removeprefix(name).removeprefix("（").removesuffix("）")


def _line(snap: Snap, code: str, name: str, *, what: str, asked: str, outcome: Outcome, field: str) -> Below:
    _, sheet, row = subjects.places(snap)[code]
    said = (
        f"{each['cell']} {each['message']} 说明：{each['explanation'] or '没有说明'}"
        for each in snap.explanations
        if each["school_code"] == code
    )
    return Below(
        code=code,
        name=name,
        what=what,
        asked=asked,
        outcome=outcome,
        sheet=sheet,
        row=row,
        field=field,
        said=tuple(said),
    )

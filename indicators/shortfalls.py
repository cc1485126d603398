"""差什么: what each school lacks to the standard, in whole units that a headmaster counts."""

from collections.abc import Mapping, Sequence

from indicators import gather, wording, working
from indicators.calculation import headroom
from indicators.calculation.allowances import Allowances
from indicators.calculation.facts import Stage, UnitFacts
from indicators.calculation.standard import Standard
from indicators.matrix import Unit
from schools.ledger.columns import COLUMNS
from schools.models import Ledger

Shortfalls = Mapping[str, tuple[str, ...]]


def of(
    ledger: Ledger, stages: Mapping[Stage, Sequence[Unit]], standard: Standard, allowed: Allowances
) -> dict[Stage, Shortfalls]:
    """Say by stage and school code what the units with something below lack, in one query."""
    short = {
        stage: {unit.code: unit.below for unit in units if unit.below} for stage, units in stages.items()
    }
    codes = {code for units in short.values() for code in units}
    rows = ledger.rows.filter(school__code__in=codes) if codes else ledger.rows.none()
    facts = [gather.school_facts(values) for values in rows.values(*_fields(standard, allowed))]
    schools = {school.code: school for school in facts}
    return {
        stage: {
            code: _lacks(working.unit(schools[code], stage, standard, allowed), below, standard)
            for code, below in units.items()
        }
        for stage, units in short.items()
    }


def _fields(standard: Standard, allowed: Allowances) -> list[str]:
    """Name the columns that thresholds hang on: with many schools each column is felt. Where an
    allowance is in force, or a threshold has cases, that may be any."""
    in_force = allowed.on and any(each.first <= allowed.on <= each.last for each in allowed.stated)
    if in_force or (standard.school and standard.school.cases):
        return [column.field for column in COLUMNS]
    terms = {
        term.field
        for each in standard.all_indicators
        for of_stage in each.terms.values()
        for term in of_stage
    }
    counted = {f"{base}_{stage}" for base in ("pupils", "classes", "teachers") for stage in Stage}
    texts = {column.field for column in COLUMNS if not column.is_number}
    return [column.field for column in COLUMNS if column.field in terms | counted | texts]


def _lacks(unit: UnitFacts | None, below: Sequence[str], standard: Standard) -> tuple[str, ...]:
    if unit is None:
        return ()
    said = []
    for code in below:
        indicator = standard.indicator(code)
        room = headroom.to_threshold(unit, indicator, standard)
        if room is not None and room.lacks:
            said.append(f"差 {wording.amount(indicator, room.lacks)}")
    return tuple(said)

"""From what a county was judged to be to the rows that keep it, and back to whether they still say so."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from django.db import models

from indicators.calculation import rounding
from indicators.calculation.findings import IndicatorFinding, StageFinding, UnitFinding
from indicators.calculation.items.judging import ItemFinding
from indicators.calculation.whole import WholeFinding
from indicators.inputs import Inputs
from indicators.models import (
    AllowanceUse,
    Calculation,
    CountyFigure,
    ItemFigure,
    SchoolFigure,
    StageFigure,
)

Rows = Sequence[models.Model]
BELONGING = {"calculation", "stage"}


def calculation_of(given: Inputs, finding: WholeFinding) -> Calculation:
    """Return the row, not yet stored and without its time, of what was judged from *given*."""
    county = finding.county
    return Calculation(
        ledger=given.ledger,
        county_ledger=given.county_ledger,
        inputs=given.digest,
        standard_code=given.standard.code,
        standard_digest=given.standard.digest,
        outcome=county.outcome,
        reasons=list(county.reasons),
        left_out=[
            {"school_code": left.school.code, "school": left.school.name, "reason": left.reason}
            for left in county.left_out
        ],
        whole_outcome=finding.outcome,
        whole_reasons=list(finding.reasons),
    )


def rows_of(calculation: Calculation, finding: WholeFinding) -> Iterator[Rows]:
    """Return all figures of *calculation* as rows, not yet stored, of one table at a time; those of a stage
    come before what points to them."""
    pairs = calculation.ledger.rows.values_list("code", "school_id")
    schools = {str(code): school for code, school in pairs}
    for each in finding.county.stages:
        stage = _stage(calculation, each)
        yield [stage]
        yield [_county_figure(stage, indicator) for indicator in each.indicators]
        yield [_school_figure(stage, schools[unit.unit.school.code], unit) for unit in each.units]
    yield [_item_figure(calculation, each) for each in finding.items]
    yield _uses(calculation, finding, schools)


def differences(calculation: Calculation, given: Inputs) -> Iterator[str]:
    """Judge *given* again and name each kept figure of *calculation* that does not come out the same."""
    finding = given.judge()
    again = calculation_of(given, finding)
    again.made_at = calculation.made_at
    due = {"": _values(again)}
    for rows in rows_of(calculation, finding):
        due |= {_place(row): _values(row) for row in rows}
    for row in (calculation, *_kept(calculation)):
        worked_out = due.pop(_place(row), None)
        if worked_out is None:
            yield f"{_place(row)} 多出，重新计算没有这一项"
            continue
        for field, value in _values(row).items():
            if value != worked_out[field]:
                yield f"{_place(row)} {field}：库中 {value}，重新计算 {worked_out[field]}"
    for place in due:
        yield f"{place} 缺失，重新计算有这一项"


def _kept(calculation: Calculation) -> Iterator[models.Model]:
    for stage in calculation.stages.order_by("pk"):
        yield stage
        yield from stage.indicators.select_related("stage").order_by("pk")
        yield from stage.schools.select_related("stage").order_by("pk")
    yield from calculation.items.order_by("pk")
    yield from calculation.allowances.order_by("pk")


def _place(row: models.Model) -> str:
    """What a figure is of: the calculation itself is of nothing."""
    found = ""
    match row:
        case StageFigure():
            found = row.get_stage_display() or ""
        case CountyFigure():
            found = f"{row.stage.get_stage_display()} {row.indicator}"
        case SchoolFigure():
            found = f"{row.stage.get_stage_display()} 学校 {row.school_id}"
        case ItemFigure():
            found = f"条目 {row.code}"
        case AllowanceUse():
            found = f"宽限 {row.code} 学校 {row.school_id}"
    return found


def _values(row: models.Model) -> dict[str, Any]:
    """The row's own columns as they are stored: not its key, nor what it belongs to."""
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]
    return {str(field.column): getattr(row, field.attname) for field in fields if field.name not in BELONGING}


def _stage(calculation: Calculation, finding: StageFinding) -> StageFigure:
    composite = finding.composite
    return StageFigure(
        calculation=calculation,
        stage=finding.stage,
        units=len(finding.units),
        pupils=finding.pupils,
        composite_cv=composite.text or "",
        composite_ceiling=_text(composite.ceiling),
        composite_outcome=composite.outcome or "",
        outcome=finding.outcome,
        reasons=list(finding.reasons),
    )


def _uses(calculation: Calculation, finding: WholeFinding, schools: Mapping[str, int]) -> list[AllowanceUse]:
    return [
        AllowanceUse(
            calculation=calculation,
            school_id=schools[use.school.code],
            code=use.allowance.code,
            item=use.allowance.item,
            name=use.allowance.name,
            clause=use.allowance.rule.clause,
            until=use.allowance.last,
        )
        for use in finding.uses
    ]


def _item_figure(calculation: Calculation, finding: ItemFinding) -> ItemFigure:
    measured = finding.measured
    return ItemFigure(
        calculation=calculation,
        code=finding.item.code,
        part=finding.item.part,
        value=measured.value,
        threshold=measured.threshold,
        outcome=measured.outcome,
        reasons=list(measured.reasons),
        blanks=dict(measured.blanks),
        used=list(finding.used),
        missing=list(finding.missing),
    )


def _county_figure(stage: StageFigure, finding: IndicatorFinding) -> CountyFigure:
    return CountyFigure(
        stage=stage,
        indicator=finding.indicator.code,
        mean=_text(finding.mean),
        cv="" if finding.dispersion is None else finding.dispersion.text,
        cv_ceiling=_text(finding.ceiling),
        outcome=finding.outcome or "",
        missing=finding.missing,
        note=finding.note,
    )


def _school_figure(stage: StageFigure, school_id: int, finding: UnitFinding) -> SchoolFigure:
    return SchoolFigure(
        stage=stage,
        school_id=school_id,
        name=finding.unit.name,
        pupils=finding.unit.pupils,
        values={code: None if value is None else str(value) for code, value in finding.values.items()},
        below=list(finding.below),
        below_floor=list(finding.below_floor),
        outcome=finding.outcome,
        reason=finding.reason,
    )


def _text(value: Fraction | None) -> str:
    return "" if value is None else rounding.text(value)

"""Keeping calculations and the county's answers as rows."""

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db import transaction

from counties.models import Division, Officer
from indicators import inputs
from indicators.calculation import rounding
from indicators.calculation.findings import IndicatorFinding, StageFinding, UnitFinding
from indicators.calculation.items.item import Item
from indicators.calculation.items.judging import ItemFinding
from indicators.calculation.items.methods import ANSWERED
from indicators.calculation.items.reading import Answer as Conclusion
from indicators.calculation.whole import WholeFinding
from indicators.models import (
    AllowanceUse,
    Answer,
    Calculation,
    CountyFigure,
    ItemFigure,
    SchoolFigure,
    StageFigure,
)
from operations import audit
from schools import locked
from schools.models import Ledger

LONGEST_CONCLUSION = 1000


class Refused(Exception):
    """It cannot be done; nothing was changed. The message is for the officer."""


@transaction.atomic
def evaluate(*, ledger: Ledger, by: str, at: datetime) -> Calculation:
    """Judge *ledger* by the whole of its standard and keep the figures; the same inputs give the
    same row."""
    given = inputs.of(ledger, at=at)
    kept = Calculation.objects.filter(inputs=given.digest).first()
    if kept is not None:
        return kept
    finding = given.judge()
    county = finding.county
    calculation = Calculation.objects.create(
        ledger=ledger,
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
        made_at=at,
    )
    schools = {str(code): school for code, school in ledger.rows.values_list("code", "school_id")}
    for stage in county.stages:
        _keep_stage(calculation, stage, schools)
    _keep_items(calculation, finding, schools)
    _note_made(calculation, by, at)
    return calculation


@transaction.atomic
def answer(
    *, county: Division, year: int, item: Item, conclusion: Conclusion, by: Officer, at: datetime
) -> Answer:
    """Keep the county's conclusion on *item*; what it said before stays as it was said."""
    if not by.may_fill or by.division_id != county.pk:
        raise Refused("只有本县填报员可以填写结论。")
    text = conclusion.conclusion.strip()
    if conclusion.met is not None and item.method == ANSWERED and not text:
        raise Refused(f"请写出第 {item.number} 项“{item.name}”的简要结论。")
    if len(text) > LONGEST_CONCLUSION:
        raise Refused(f"简要结论最多 {LONGEST_CONCLUSION} 字，现在有 {len(text)} 字，请缩短。")
    given = _given(
        county=county,
        year=year,
        item=item.code,
        met=conclusion.met,
        conclusion=text,
        score=None if conclusion.score is None else rounding.text(conclusion.score),
        given_by=by.user,
        given_at=at,
    )
    audit.append(
        stream=county.code,
        action="item.answered",
        object=f"answer:{given.pk}",
        actor=by.user.username,
        at=at,
        detail={"year": year, "item": item.code, "met": conclusion.met, "conclusion": text},
    )
    return given


def _given(**fields: Any) -> Answer:
    try:
        with locked.told(), transaction.atomic():
            return Answer.objects.create(**fields)
    except locked.Locked as refusal:
        raise Refused(str(refusal)) from refusal


def _note_made(calculation: Calculation, by: str, at: datetime) -> None:
    audit.append(
        stream=calculation.ledger.county.code,
        action="calculation.made",
        object=f"calculation:{calculation.pk}",
        actor=by,
        at=at,
        detail={
            "ledger": calculation.ledger.sha256,
            "standard": calculation.standard_digest,
            "inputs": calculation.inputs,
            "outcome": calculation.outcome,
            "whole_outcome": calculation.whole_outcome,
        },
    )


def _keep_items(calculation: Calculation, finding: WholeFinding, schools: Mapping[str, int]) -> None:
    ItemFigure.objects.bulk_create(_item_figure(calculation, each) for each in finding.items)
    AllowanceUse.objects.bulk_create(
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
    )


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


def _keep_stage(calculation: Calculation, finding: StageFinding, schools: Mapping[str, int]) -> None:
    composite = finding.composite
    stage = StageFigure.objects.create(
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
    CountyFigure.objects.bulk_create(_county_figure(stage, each) for each in finding.indicators)
    SchoolFigure.objects.bulk_create(
        _school_figure(stage, schools[each.unit.school.code], each) for each in finding.units
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

"""Keeping calculations as rows."""

from datetime import datetime
from fractions import Fraction

from django.db import transaction

from indicators import gather, published
from indicators.calculation import findings, rounding
from indicators.calculation.findings import CountyFinding, IndicatorFinding, StageFinding, UnitFinding
from indicators.models import Calculation, CountyFigure, SchoolFigure, StageFigure
from operations import audit
from schools.models import Ledger


def finding_of(ledger: Ledger) -> CountyFinding:
    """Judge an accepted ledger by its own standard, from its rows."""
    return findings.judge(gather.of_ledger(ledger), published.load(ledger.standard))


@transaction.atomic
def evaluate(*, ledger: Ledger, by: str, at: datetime) -> Calculation:
    """Judge *ledger* and keep the figures; the same ledger and standard give the same row."""
    finding = finding_of(ledger)
    calculation, new = Calculation.objects.get_or_create(
        ledger=ledger,
        standard_digest=finding.standard.digest,
        defaults={
            "standard_code": finding.standard.code,
            "outcome": finding.outcome,
            "reasons": list(finding.reasons),
            "left_out": [
                {"school_code": left.school.code, "school": left.school.name, "reason": left.reason}
                for left in finding.left_out
            ],
            "made_at": at,
        },
    )
    if new:
        for stage in finding.stages:
            _keep_stage(calculation, stage)
        audit.append(
            stream=ledger.county.code,
            action="calculation.made",
            object=f"calculation:{calculation.pk}",
            actor=by,
            at=at,
            detail={
                "ledger": ledger.sha256,
                "standard": finding.standard.digest,
                "outcome": finding.outcome.value,
            },
        )
    return calculation


def _keep_stage(calculation: Calculation, finding: StageFinding) -> None:
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
    codes = {each.unit.school.code for each in finding.units}
    schools = dict(calculation.ledger.rows.filter(school__code__in=codes).values_list("code", "school_id"))
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

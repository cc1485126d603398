"""What was said of the same before: last year's figures, and what changed since the round before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet

from assessments.desk import difference
from assessments.desk.difference import Change
from assessments.models import Assessment, Round, Snapshot
from assessments.review import figures, subjects
from assessments.review.figures import Shown
from assessments.review.subjects import Subject
from assessments.snapshots import Snap
from indicators.calculation import rounding
from indicators.calculation.facts import Stage
from indicators.models import Calculation, CountyFigure, ItemFigure
from schools.figures.columns import BY_FIELD as FIGURES
from schools.ledger.columns import BY_FIELD as COLUMNS


@dataclass(frozen=True, kw_only=True)
class LastYear:
    """Figures of the year before: by the label of a line, and by field; *source* says whence."""

    source: str = ""
    lines: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)


def last_year(assessment: Assessment, subject: Subject) -> LastYear:
    """Read them from what was submitted last in that year, else from the calculation in force."""
    year = assessment.year - 1
    same = {"round__assessment__county__code": assessment.county.code, "round__assessment__year": year}
    kept = Snapshot.objects.filter(**same, round__assessment__standard=assessment.standard)
    last = kept.select_related("round").defer("content").order_by("-pk").first()
    if last is not None:
        return _of_snapshot(last.round, subject, year)
    made = Calculation.objects.in_force().filter(
        ledger__county__code=assessment.county.code, ledger__year=year, standard_code=assessment.standard
    )
    return _of_calculation(made.values("pk")[:1], subject, year)


def _of_snapshot(present: Round, subject: Subject, year: int) -> LastYear:
    snap = subjects.of_round(present)
    if snap is None or subject.code not in figures.outcomes(snap):
        return LastYear()
    shown = figures.of(snap, subject)
    return LastYear(
        source=f"{year} 学年报送的第 {present.number} 轮",
        lines={line.label: line.value for line in shown.lines},
        values={used.field: used.value for used in shown.used},
    )


def _of_calculation(newest: "QuerySet[Calculation, Any]", subject: Subject, year: int) -> LastYear:
    source = f"{year} 学年采用的台账测算"
    if subject.part != subjects.ALLOCATION:
        item = ItemFigure.objects.filter(calculation__in=newest, code=subject.code).first()
        return LastYear(source=source, lines={"数值或结论": item.value}) if item else LastYear()
    rows = CountyFigure.objects.filter(stage__calculation__in=newest, indicator=subject.code)
    lines = {
        f"{Stage(row.stage.stage).label}差异系数": rounding.shown(Fraction(row.cv), figures.CV_PLACES)
        for row in rows.select_related("stage")
        if row.cv
    }
    return LastYear(source=source, lines=lines) if lines else LastYear()


def changes(present: Snap, before: Snap, subject: Subject, shown: Shown) -> tuple[Change, ...]:
    """Return what the county changed since the round before in what this subject rests on."""
    headings = {
        {**COLUMNS, **FIGURES}[used.field].heading
        for used in shown.used
        if used.field in {**COLUMNS, **FIGURES}
    }
    return tuple(
        each
        for each in difference.between(before, present)
        if (each.part in {"学校", "县级数据"} and (each.what in headings or each.what == "学校"))
        or (each.part == "自评结论" and each.about.endswith(subject.name))
    )

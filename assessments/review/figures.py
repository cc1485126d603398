"""What a snapshot says of one thing to review: figures beside what is asked, and what they rest on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from assessments.review.subjects import Subject
from assessments.snapshots import Snap
from indicators.calculation import clauses, rounding
from indicators.calculation.citations import Cited
from indicators.calculation.facts import Stage
from indicators.calculation.findings import IndicatorFinding, StageFinding
from indicators.calculation.items.judging import ItemFinding
from indicators.calculation.outcomes import Outcome, all_of
from indicators.templatetags.figures import grouped
from schools.figures.columns import BY_FIELD as FIGURES
from schools.ledger.columns import BY_FIELD as COLUMNS

CV_PLACES = 3
NOT_FILLED = "未填报"
FIGURE = 24  # characters at most, beyond which it reads as a sentence


@dataclass(frozen=True, kw_only=True)
class Line:
    """One figure: what was found, what is asked, and the verdict where it is judged by itself."""

    label: str
    value: str
    asked: str = ""
    outcome: Outcome | None = None

    @property
    def is_text(self) -> bool:
        """Is it a sentence rather than a figure?"""
        return len(self.value) > FIGURE


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Where what is asked stands: the clause, its place on the standard's page, how sure it is."""

    clause: str
    anchor: str
    cited: Cited[Any]


@dataclass(frozen=True, kw_only=True)
class Used:
    """A figure that the verdict rests on, with the cell where it was filled in."""

    field: str
    heading: str
    value: str
    cell: str
    county: bool


@dataclass(frozen=True, kw_only=True)
class Shown:
    """All of it, for one subject."""

    lines: tuple[Line, ...]
    outcome: Outcome
    reasons: tuple[str, ...]
    ground: Ground | None
    used: tuple[Used, ...]


def of(snap: Snap, subject: Subject) -> Shown:
    items = {each.item.code: each for each in snap.finding.items}
    if subject.code in items:
        return _item(snap, items[subject.code])
    return _survey(snap) if subject.code == "survey" else _indicator(snap, subject.code)


def outcomes(snap: Snap) -> Mapping[str, Outcome]:
    """Return the verdict of everything there is to review, by code."""
    found = {each.item.code: each.outcome for each in snap.finding.items}
    found |= {each.code: _of_indicator(snap, each.code) for each in snap.standard.all_indicators}
    survey = snap.finding.survey
    return found | ({"survey": survey.outcome} if survey else {})


def _of_indicator(snap: Snap, code: str) -> Outcome:
    """An indicator holds where its coefficients do and no school stands below the floor."""
    judged = [
        each.outcome for _, each in _by_stage(snap, code) if each is not None and each.outcome is not None
    ]
    units = [unit for stage in snap.finding.county.stages for unit in stage.units]
    short = [Outcome.FAILS for unit in units if code in unit.below and unit.outcome is Outcome.FAILS]
    gaps = [Outcome.UNDETERMINED for unit in units if code in unit.missing]
    return all_of([*judged, *short, *gaps])


def _by_stage(snap: Snap, code: str) -> Iterable[tuple[StageFinding, IndicatorFinding | None]]:
    for stage in snap.finding.county.stages:
        if stage.units:
            yield stage, next((each for each in stage.indicators if each.indicator.code == code), None)


def _indicator(snap: Snap, code: str) -> Shown:
    indicator = snap.standard.indicator(code)
    lines, reasons = list[Line](), list[str]()
    for stage, found in _by_stage(snap, code):
        label = stage.stage.label
        if found is not None:
            mean = NOT_FILLED if found.mean is None else rounding.shown(found.mean, indicator.places)
            ceiling = "" if found.ceiling is None else f"≤{rounding.shown(found.ceiling, 2)}"
            lines += [
                Line(label=f"{label}差异系数", value=_cv(found), asked=ceiling, outcome=found.outcome),
                Line(label=f"{label}全县平均", value=f"{mean} {indicator.unit}"),
            ]
            reasons += [f"{label}：{found.note}"] if found.note else []
        limit = snap.standard.threshold(code, stage.stage)
        below = sum(code in unit.below for unit in stage.units)
        asked = "" if limit is None else f"每校{clauses.limit(indicator, limit)}"
        lines.append(
            Line(label=f"{label}低于标准的学校", value=f"{below} / {len(stage.units)} 所", asked=asked)
        )
    fields = [term.field for stage in indicator.terms for term in indicator.terms[stage]]
    return Shown(
        lines=tuple(lines),
        outcome=_of_indicator(snap, code),
        reasons=tuple(reasons),
        ground=_threshold(snap, code),
        used=_used(snap, [*(f"pupils_{stage}" for stage in indicator.terms), *fields]),
    )


def _cv(found: IndicatorFinding) -> str:
    """Three decimals; more where three would show another verdict than the exact coefficient has."""
    if found.dispersion is None:
        return "不可算"
    shown = found.dispersion.display(CV_PLACES)
    if found.ceiling is not None and (Fraction(shown) <= found.ceiling) != (found.outcome is Outcome.PASSES):
        return f"{found.dispersion.text[:10]}（显示值为四舍五入）"
    return shown


def _threshold(snap: Snap, code: str) -> Ground | None:
    for stage, cited in snap.standard.thresholds.get(code, {}).items():
        return Ground(clause=cited.clause, anchor=f"thresholds.{code}.{stage}", cited=cited)
    stage = Stage.PRIMARY
    ceiling = snap.standard.cv_ceiling[stage]
    return Ground(clause=ceiling.clause, anchor=f"cv_ceiling.{stage}", cited=ceiling)


def _item(snap: Snap, found: ItemFinding) -> Shown:
    measured, item = found.measured, found.item
    return Shown(
        lines=(
            Line(label="数值或结论", value=measured.value, asked=measured.threshold, outcome=found.outcome),
        ),
        outcome=found.outcome,
        reasons=tuple(measured.reasons),
        ground=Ground(clause=item.rule.clause, anchor=f"items.{item.code}.name", cited=item.rule),
        used=_used(snap, found.used),
    )


def _survey(snap: Snap) -> Shown:
    survey = snap.finding.survey
    assert survey is not None  # the standard has one, or nothing would ask for it
    fields = ("population", "survey_total", "survey_valid", "survey_parents_total", "survey_satisfied")
    return Shown(
        lines=tuple(
            Line(label=each.name, value=each.value, asked=each.asked, outcome=each.outcome)
            for each in survey.conditions
        ),
        outcome=survey.outcome,
        reasons=survey.reasons,
        ground=Ground(
            clause=survey.rule.satisfied.clause, anchor="survey.satisfied", cited=survey.rule.satisfied
        ),
        used=_used(snap, fields),
    )


def _used(snap: Snap, fields: Iterable[str]) -> tuple[Used, ...]:
    return tuple(_one(snap, field) for field in dict.fromkeys(fields) if field in {**COLUMNS, **FIGURES})


def _one(snap: Snap, field: str) -> Used:
    if field in FIGURES:
        figures = snap.plain["county_figures"]
        cell = " ".join(figures["cells"].get(field, ())) if figures else ""
        return Used(
            field=field,
            heading=FIGURES[field].title,
            value=_text(snap.county_values.get(field)),
            cell=cell or "县级数据",
            county=True,
        )
    return Used(
        field=field, heading=COLUMNS[field].title, value=total(snap, field), cell="各校合计", county=False
    )


def total(snap: Snap, field: str) -> str:
    """Add the field over all schools of the ledger; of what is no number, say how many filled it in."""
    values = [row.get(field) for row in snap.rows]
    numbers = [value for value in values if isinstance(value, int | Decimal) and not isinstance(value, bool)]
    return _text(sum(map(Decimal, numbers))) if numbers else NOT_FILLED


def _text(value: object) -> str:
    if value is None or value == "":
        return NOT_FILLED
    if isinstance(value, int | Decimal):
        return grouped(rounding.text(Fraction(value)))
    return str(value)

"""The whole standard: resource allocation, items, survey, vetoes and conditions together."""

from dataclasses import dataclass, replace
from datetime import date

from indicators.calculation import findings, survey
from indicators.calculation.allowances import Allowances, Use
from indicators.calculation.facts import JUDGED, SchoolFacts, SchoolType
from indicators.calculation.findings import CountyFinding
from indicators.calculation.items import judging
from indicators.calculation.items.item import Part
from indicators.calculation.items.judging import ItemFinding, Score
from indicators.calculation.items.reading import CountyFacts
from indicators.calculation.outcomes import Outcome, all_of
from indicators.calculation.standard import Standard
from indicators.calculation.survey import SurveyFinding

NOT_FILLED_IN = "有数据未填报"
WAITING = (judging.NOT_CONCLUDED, NOT_FILLED_IN)  # what ends the reasons that go when somebody fills in


@dataclass(frozen=True, kw_only=True)
class WholeFinding:
    """A county judged by everything its standard asks. *uses* are the allowances it rests on."""

    county: CountyFinding
    items: tuple[ItemFinding, ...]
    score: Score | None
    survey: SurveyFinding | None
    uses: tuple[Use, ...]
    outcome: Outcome
    reasons: tuple[str, ...]

    def part(self, part: Part) -> tuple[ItemFinding, ...]:
        return tuple(finding for finding in self.items if finding.item.part is part)


def judge(facts: CountyFacts, standard: Standard, *, on: date | None) -> WholeFinding:
    """Judge *facts* by the whole of *standard* with the allowances in force *on* the day.

    *facts.schools* are all schools of the county; the items look at those that count. A standard
    that scores its items (2012) asks for the score, any other for every item.
    """
    allowed = Allowances(standard.allowances, on)
    county = findings.judge(facts.schools, standard, allowed=allowed)
    seen = replace(
        facts, schools=_counted(county), too_small=_too_small(county), coefficients=_coefficients(county)
    )
    found = judging.judge_items(seen, standard.items, allowed)
    scored = _score(found, standard)
    asked = survey.judge(standard.survey, facts.figures) if standard.survey else None
    single = [each for each in found if scored is None or each.item.part is not Part.WORK]
    outcomes = [county.outcome, *(each.outcome for each in single)]
    outcomes += [scored.outcome] if scored else []
    outcomes += [asked.outcome] if asked else []
    return WholeFinding(
        county=county,
        items=found,
        score=scored,
        survey=asked,
        uses=tuple(allowed.uses),
        outcome=all_of(outcomes),
        reasons=(
            *county.reasons,
            *(reason for each in single for reason in _reasons(each)),
            *([scored.reason] if scored and scored.outcome is not Outcome.PASSES else []),
            *(asked.reasons if asked else ()),
        ),
    )


def _counted(county: CountyFinding) -> tuple[SchoolFacts, ...]:
    schools = {(each.unit.school.code, each.unit.school.name): each.unit.school for each in county.units}
    return tuple(schools.values())


def _too_small(county: CountyFinding) -> tuple[SchoolFacts, ...]:
    """Return the teaching points that are left out for their size; they have pupils all the same."""
    points = [left.school for left in county.left_out if left.school.school_type is SchoolType.TEACHING_POINT]
    return tuple(point for point in points if any(point.pupils(stage) for stage in JUDGED))


def _coefficients(county: CountyFinding) -> Outcome:
    each = [finding.outcome for stage in county.stages for finding in stage.indicators]
    composite = [stage.composite.outcome for stage in county.stages]
    return all_of(outcome for outcome in (*each, *composite) if outcome is not None)


def _score(found: tuple[ItemFinding, ...], standard: Standard) -> Score | None:
    if standard.pass_score is None:
        return None
    return judging.score([each for each in found if each.item.part is Part.WORK], standard.pass_score.value)


def _reasons(finding: ItemFinding) -> list[str]:
    if finding.outcome is Outcome.PASSES:
        return []
    head = f"{finding.item.part.label}第 {finding.item.number} 项{finding.outcome.label}"
    return [f"{head}：{reason}" for reason in finding.measured.reasons] or [f"{head}：{NOT_FILLED_IN}"]

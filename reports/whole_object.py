"""What the whole standard adds to the printed object: items, vetoes, conditions, survey, why."""

from typing import Any

from indicators.calculation import contrast, explain, rounding
from indicators.calculation.findings import StageFinding
from indicators.calculation.items.item import Part
from indicators.calculation.items.judging import ItemFinding
from indicators.calculation.survey import SurveyFinding
from indicators.calculation.whole import WholeFinding

JUDGED = (Part.GUARANTEE, Part.QUALITY, Part.WORK)


def as_json(finding: WholeFinding) -> dict[str, Any]:
    """Return the keys that go beside those of the ledger: numbers as texts, absent ones as None."""
    score = finding.score
    return {
        "items": [_item(each) for part in JUDGED for each in finding.part(part)],
        "score": None
        if score is None
        else {
            "known": rounding.text(score.known),
            "possible": rounding.text(score.possible),
            "asked": rounding.text(score.asked),
            "verdict": score.outcome.value,
        },
        "vetoes": [_item(each) for each in finding.part(Part.VETO)],
        "conditions": [_item(each) for each in finding.part(Part.CONDITION)],
        "survey": None if finding.survey is None else _survey(finding.survey),
        "allowances": [
            {
                "school_code": use.school.code,
                "item": use.allowance.item,
                "clause": use.allowance.rule.clause,
                "until": use.allowance.last.isoformat(),
            }
            for use in finding.uses
        ],
    }


def _item(finding: ItemFinding) -> dict[str, Any]:
    item, measured = finding.item, finding.measured
    return {
        "code": item.code,
        "name": item.name,
        "value": measured.value,
        "threshold": measured.threshold,
        "verdict": measured.outcome.value,
        "basis": f"{item.rule.clause}（可信度 {item.rule.confidence}）",
        "reasons": list(measured.reasons),
        "missing": list(finding.missing),
    }


def _survey(finding: SurveyFinding) -> dict[str, Any]:
    return {
        "sample": finding.sample,
        "satisfied": None if finding.satisfied is None else rounding.text(finding.satisfied),
        "verdict": finding.outcome.value,
        "conditions": [
            {"name": each.name, "value": each.value, "asked": each.asked, "verdict": each.outcome.value}
            for each in finding.conditions
        ],
    }


def why(stage: StageFinding, code: str) -> dict[str, Any]:
    """Return why the coefficient of indicator *code* is what it is: by school code each unit's share
    of the variance and the coefficient without it; and the unweighted one, for comparison only."""
    shares = {part.unit.school.code: part.share for part in explain.shares(stage, code)}
    compared = contrast.unweighted(stage, code)
    return {
        "shares": {
            school: None if share is None else rounding.text(share) for school, share in shares.items()
        },
        "without": {
            school: None if found is None else found.text
            for school, found in contrast.without(stage, code).items()
        },
        "unweighted_cv": None if compared is None else compared.text,
    }

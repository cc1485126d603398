"""Is everything there that the standard asks for? Empty is never zero, and a whole of zero has no part."""

from collections.abc import Iterator

from schools.figures.checks.county import County
from schools.figures.columns import BY_FIELD, FIGURES
from schools.ledger.problems import Problem

WHOLES = {
    "special_school_pupils": "special_school_funding",
    "rotation_eligible": "rotated",
    "rotated": "rotated_backbone",
    "senior_quota": "senior_quota_allocated",
    "migrant_eligible": "migrant_in_public",
    "disabled_children": "disabled_enrolled",
    "survey_total": "survey_valid",
    "survey_valid": "survey_satisfied",
    "three_disabilities": "three_disabilities_enrolled",
    "fee_reform_transfer": "fee_reform_to_education",
}


def needed_figures_are_filled(county: County) -> Iterator[Problem]:
    """One question for each item of the forms, whatever number of its figures is empty."""
    blank: dict[str, list[str]] = {}
    for figure in FIGURES:
        if figure.field in county.needed and county.is_blank(figure.field):
            blank.setdefault(figure.item, []).append(figure.field)
    for item, names in blank.items():
        listed = "、".join(f"“{BY_FIELD[name].heading}”" for name in names)
        yield county.query(
            "figure_missing",
            names[0],
            f"{listed}没有填，用到的结论为未定，{item} 也填不全。",
            "请补填实际数值，没有的填 0；本次确实不报的请说明。",
            "、".join(BY_FIELD[name].title for name in names),
        )


def wholes_are_not_zero(county: County) -> Iterator[Problem]:
    """Where the whole is zero there is no rate, and the conclusion stays 未定."""
    for whole, part in WHOLES.items():
        if county.number(whole) == 0 and whole in county.needed:
            yield county.query(
                "whole_is_zero",
                whole,
                f"{county.told(whole)}，“{BY_FIELD[part].heading}”所占的比例算不出来，结论为未定。",
                "请核对是不是漏填；确实没有的请说明，并在评估时写明。",
                "大于 0",
            )

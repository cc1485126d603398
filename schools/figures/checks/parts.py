"""Parts that may not exceed their whole: one line a rule."""

from collections.abc import Iterator
from typing import NamedTuple

from schools.figures.checks.county import County
from schools.figures.columns import BY_FIELD
from schools.ledger.problems import Problem


class Part(NamedTuple):
    """*parts* together are not more than *whole*; *may_exceed* where that is odd and yet possible."""

    code: str
    parts: tuple[str, ...]
    whole: str
    may_exceed: bool = False


PARTS = (
    Part("rural_exceeds_population", ("rural_population",), "population"),
    # Teachers who need not move move too.
    Part("rotated_exceeds_eligible", ("rotated",), "rotation_eligible", may_exceed=True),
    Part("backbone_exceeds_rotated", ("rotated_backbone",), "rotated"),
    Part("allocated_exceeds_quota", ("senior_quota_allocated",), "senior_quota"),
    Part("rural_quota_exceeds_allocated", ("senior_quota_rural",), "senior_quota_allocated"),
    Part("migrants_exceed_eligible", ("migrant_in_public", "migrant_in_purchased"), "migrant_eligible"),
    Part("disabled_enrolled_exceed_children", ("disabled_enrolled",), "disabled_children"),
    Part("in_special_exceed_enrolled", ("disabled_in_special",), "disabled_enrolled"),
    # The three kinds are some of all kinds; the two may be counted on different days.
    Part("three_disabilities_exceed_all", ("three_disabilities",), "disabled_children", may_exceed=True),
    Part("three_disabilities_enrolled_exceed", ("three_disabilities_enrolled",), "three_disabilities"),
    Part("valid_exceed_returns", ("survey_valid",), "survey_total"),
    Part("satisfied_exceed_valid", ("survey_satisfied",), "survey_valid"),
    Part("visits_satisfied_exceed_visits", ("visits_satisfied",), "visits_total"),
    Part("parents_exceed_returns", ("survey_parents_total",), "survey_total"),
    Part("parents_valid_exceed_parents", ("survey_parents_valid",), "survey_parents_total"),
    Part("parents_valid_exceed_valid", ("survey_parents_valid",), "survey_valid"),
    Part("parents_satisfied_exceed_parents_valid", ("survey_parents_satisfied",), "survey_parents_valid"),
    Part("parents_satisfied_exceed_satisfied", ("survey_parents_satisfied",), "survey_satisfied"),
    Part("fee_reform_exceeds_transfer", ("fee_reform_to_education",), "fee_reform_transfer"),
    Part("enrolled_exceed_age_group_primary", ("school_age_primary_enrolled",), "school_age_primary"),
    Part("enrolled_exceed_age_group_junior", ("school_age_junior_enrolled",), "school_age_junior"),
)


def parts_are_within_their_wholes(county: County) -> Iterator[Problem]:
    for rule in PARTS:
        known = [name for name in rule.parts if county.number(name) is not None]
        total = county.number(rule.whole)
        added = sum((county.number(name) or 0 for name in known), start=0)
        if not known or total is None or added <= total:
            continue
        together = f"，合计 {added}" if len(known) > 1 else ""
        message = f"{county.told(*known)}{together}，多于{county.told(rule.whole)}。"
        remedy = "请核对这几个数，改正填错的。" + ("确实如此的请说明。" if rule.may_exceed else "")
        expected = f"不多于{BY_FIELD[rule.whole].heading}（{total}）"
        problem = county.query if rule.may_exceed else county.error
        yield problem(rule.code, known[0], message, remedy, expected)

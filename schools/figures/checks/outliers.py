"""离群值: figures far from those of the school year before, worth a question."""

from collections.abc import Iterator

from schools.figures.checks.county import County
from schools.ledger.problems import Problem

TIMES = 2
STEADY = (
    "population",
    "rural_population",
    "townships",
    "villages",
    "gdp_per_head",
    "revenue_per_head",
    "rural_income",
    "urban_income",
    "funding_norm_primary",
    "funding_norm_junior",
    "special_school_funding",
    "special_school_pupils",
    "teacher_pay",
    "civil_servant_pay",
    "rotation_eligible",
    "senior_quota",
    "migrant_eligible",
    "disabled_children",
    "allocation",
    "recurrent_revenue",
    "expenditure_per_pupil_primary",
    "expenditure_per_pupil_junior",
    "operating_per_pupil_primary",
    "operating_per_pupil_junior",
    "staff_pay",
    "school_age_primary",
    "school_age_junior",
)


def figures_are_near_those_of_the_year_before(county: County) -> Iterator[Problem]:
    """More than twice what it was, or less than half."""
    for name in STEADY:
        now, before = county.number(name), county.number_before(name)
        if not now or not before or (before <= now * TIMES and now <= before * TIMES):
            continue
        yield county.query(
            "far_from_the_year_before",
            name,
            f"{county.told(name)}，上学年是 {before}，相差一倍以上。",
            "请核对数值、小数点和单位；属实的请说明变化的原因。",
            f"上学年 {before}",
        )

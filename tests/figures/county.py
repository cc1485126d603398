"""County figures in which nothing is wrong, and the workbooks they come in."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from schools.figures.template import write_template
from schools.ledger.columns import Value

Values = dict[str, Value]


GAPS = {
    "chinese": "0.082",
    "maths": "0.117",
    "science": "0.109",
    "pe": "0.064",
    "arts": "0.091",
    "moral": "0.048",
}
MONEY: Values = {
    "allocation": 486_300,
    "allocation_growth": Decimal("7.2"),
    "recurrent_revenue": 1_471_400,
    "recurrent_revenue_growth": Decimal("5.1"),
    "education_share": Decimal("21.4"),
    "expenditure_per_pupil_primary": Decimal("12640.00"),
    "expenditure_per_pupil_growth_primary": Decimal("4.6"),
    "operating_per_pupil_primary": Decimal("2315.50"),
    "operating_per_pupil_growth_primary": Decimal("3.1"),
    "expenditure_per_pupil_junior": Decimal("16890.00"),
    "expenditure_per_pupil_growth_junior": Decimal("4.2"),
    "operating_per_pupil_junior": Decimal("3120.00"),
    "operating_per_pupil_growth_junior": Decimal("2.9"),
    "staff_pay": 104_100,
    "staff_pay_growth": Decimal("3.8"),
    "fee_reform_transfer": Decimal("1860.00"),
    "fee_reform_to_education": Decimal("1240.00"),
}
FIGURES: Values = {
    "population": Decimal("35.20"),
    "rural_population": Decimal("18.45"),
    "townships": 12,
    "villages": 143,
    "gdp_per_head": 62_300,
    "revenue_per_head": 4_180,
    "rural_income": 21_450,
    "urban_income": 41_200,
    "funding_norm_primary": 720,
    "funding_norm_junior": 940,
    "small_school_pupils": 158,
    "small_school_funding": 216_000,
    "special_school_funding": Decimal("98.60"),
    "special_school_pupils": 87,
    "teacher_pay": 103_500,
    "civil_servant_pay": 101_200,
    "rotation_eligible": 620,
    "rotated": 84,
    "rotated_backbone": 23,
    "senior_quota": 1_200,
    "senior_quota_allocated": 660,
    "senior_quota_rural": 310,
    "migrant_eligible": 2_140,
    "migrant_in_public": 1_980,
    "migrant_in_purchased": 45,
    "disabled_children": 236,
    "disabled_enrolled": 231,
    "disabled_in_special": 84,
    **{f"level_{subject}": "Ⅲ" for subject in GAPS},
    **{f"gap_{subject}": Decimal(gap) for subject, gap in GAPS.items()},
    "survey_total": 560,
    "survey_valid": 541,
    "survey_satisfied": 506,
    "visits_total": 62,
    "visits_satisfied": 57,
    "survey_parents_total": 300,
    "survey_parents_valid": 292,
    "survey_parents_satisfied": 271,
    "basic_recognised_year": 2015,
    **MONEY,
    "three_disabilities": 148,
    "three_disabilities_enrolled": 146,
    "school_age_primary": 15_120,
    "school_age_primary_enrolled": 15_108,
    "school_age_junior": 7_640,
    "school_age_junior_enrolled": 7_621,
    "retention_primary": Decimal("99.4"),
    "retention_nine_year": Decimal("97.8"),
    "heads_rotated": 9,
}


def orderly(**changes: Value) -> Values:
    """Every figure of an invented county, all in agreement with each other, but for *changes*."""
    return {**FIGURES, **changes}


def workbook(values: Mapping[str, Value]) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "figures.xlsx"
        write_template(path, values=values)
        return path.read_bytes()


@cache
def orderly_workbook() -> bytes:
    return workbook(orderly())

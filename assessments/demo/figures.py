"""The county figures (县级数据) of a demonstration county, worked out so that they fit its ledger."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import ceil
from random import Random

from assessments.demo import rows
from assessments.demo.plans import PRIVATE, County
from assessments.demo.rows import Figures
from indicators.calculation.facts import JUDGED, Stage
from schools.figures.columns import FIGURES

NORMS = {Stage.PRIMARY: 720, Stage.JUNIOR: 940}  # 生均公用经费基准定额, 元
SMALL = 100
SUBJECTS = ("chinese", "maths", "science", "pe", "arts", "moral")
GROWTHS = (
    "expenditure_per_pupil_growth_primary",
    "operating_per_pupil_growth_primary",
    "expenditure_per_pupil_growth_junior",
    "operating_per_pupil_growth_junior",
    "staff_pay_growth",
)


def of_county(county: County) -> Figures:
    """Return every figure of the contract; what *county* states of its own goes before."""
    ledger, chance = rows.of_county(county), Random(f"figures {county.code}")
    pupils = {stage: _total(ledger, f"pupils_{stage}") for stage in JUDGED}
    everybody = sum(pupils.values())
    figures = {
        **_circumstances(everybody, chance),
        **_funding(ledger, everybody, chance),
        **_rotation(ledger, chance),
        **_places(ledger, pupils, chance),
        **_children(pupils, chance),
        **_monitoring(chance),
        **_money(everybody, chance),
    }
    figures |= _survey(figures, chance)
    figures |= county.own
    return {figure.field: figures[figure.field] for figure in FIGURES}


def _circumstances(everybody: int, chance: Random) -> Figures:
    population = Decimal(everybody * 9) / 10_000
    return {
        "population": population.quantize(Decimal("0.01")),
        "rural_population": (population * chance.randint(38, 52) / 100).quantize(Decimal("0.01")),
        "townships": everybody // 2_600 + 4,
        "villages": everybody // 190 + 20,
        "gdp_per_head": chance.randint(480, 720) * 100,
        "revenue_per_head": chance.randint(320, 560) * 10,
        "rural_income": chance.randint(1_900, 2_500) * 10,
        "urban_income": chance.randint(3_700, 4_600) * 10,
        "basic_recognised_year": chance.randint(2014, 2018),
    }


def _funding(ledger: Sequence[Figures], everybody: int, chance: Random) -> Figures:
    small = {
        stage: [pupils for row in ledger if 0 < (pupils := _number(row, f"pupils_{stage}")) < SMALL]
        for stage in JUDGED
    }
    asked = sum(SMALL * NORMS[stage] * len(schools) for stage, schools in small.items())
    special = everybody // 350
    servants = chance.randint(9_400, 10_600) * 10
    return {
        "funding_norm_primary": NORMS[Stage.PRIMARY],
        "funding_norm_junior": NORMS[Stage.JUNIOR],
        "small_school_pupils": sum(sum(schools) for schools in small.values()),
        "small_school_funding": asked,
        "special_school_pupils": special,
        "special_school_funding": Decimal(special * chance.randint(86, 118)) / 100,
        "teacher_pay": servants + chance.randint(60, 420) * 10,
        "civil_servant_pay": servants,
    }


def _rotation(ledger: Sequence[Figures], chance: Random) -> Figures:
    teachers = sum(_total(ledger, f"teachers_{stage}") for stage in JUDGED)
    eligible = teachers * chance.randint(34, 40) // 100
    moved = eligible * chance.randint(12, 15) // 100 + 1
    return {
        "rotation_eligible": eligible,
        "rotated": moved,
        "rotated_backbone": ceil(Fraction(moved * chance.randint(22, 28), 100)),
        "heads_rotated": chance.randint(4, 12),
    }


def _places(ledger: Sequence[Figures], pupils: dict[Stage, int], chance: Random) -> Figures:
    quota = pupils[Stage.JUNIOR] * 14 // 100
    allocated = quota * chance.randint(52, 60) // 100 + 1
    public = _total([row for row in ledger if row["founder"] != PRIVATE], "migrant_pupils")
    purchased = _total([row for row in ledger if row["founder"] == PRIVATE], "migrant_pupils") // 2
    return {
        "senior_quota": quota,
        "senior_quota_allocated": allocated,
        "senior_quota_rural": allocated * chance.randint(44, 52) // 100,
        "migrant_in_public": public,
        "migrant_in_purchased": purchased,
        "migrant_eligible": (public + purchased) * chance.randint(103, 110) // 100,
    }


def _children(pupils: dict[Stage, int], chance: Random) -> Figures:
    disabled = sum(pupils.values()) * 6 // 1_000
    of_age = {stage: pupils[stage] + chance.randint(8, 30) for stage in JUDGED}
    return {
        "disabled_children": disabled,
        "disabled_enrolled": disabled - disabled * chance.randint(1, 3) // 100,
        "disabled_in_special": disabled * 38 // 100,
        "three_disabilities": disabled * 62 // 100,
        "three_disabilities_enrolled": disabled * 61 // 100,
        "school_age_primary": of_age[Stage.PRIMARY],
        "school_age_primary_enrolled": of_age[Stage.PRIMARY] - chance.randint(0, 6),
        "school_age_junior": of_age[Stage.JUNIOR],
        "school_age_junior_enrolled": of_age[Stage.JUNIOR] - chance.randint(0, 6),
        "retention_primary": Decimal(chance.randint(985, 999)) / 10,
        "retention_nine_year": Decimal(chance.randint(962, 984)) / 10,
    }


def _monitoring(chance: Random) -> Figures:
    levels: Figures = {f"level_{subject}": chance.choice("ⅢⅢⅣ") for subject in SUBJECTS}
    return levels | {f"gap_{subject}": Decimal(chance.randint(52, 138)) / 1_000 for subject in SUBJECTS}


def _money(everybody: int, chance: Random) -> Figures:
    """Allocation and revenue in 千元, expenditure for each pupil in 元."""
    allocation = everybody * chance.randint(118, 141) // 10
    revenue = everybody * chance.randint(330, 400) // 10
    transfer = Decimal(everybody * 4) / 100
    expenditure = chance.randint(1_150, 1_320) * 10
    figures: Figures = {
        "allocation": allocation,
        "allocation_growth": Decimal(chance.randint(62, 88)) / 10,
        "recurrent_revenue": revenue,
        "recurrent_revenue_growth": Decimal(chance.randint(34, 58)) / 10,
        "education_share": Decimal(chance.randint(188, 236)) / 10,
        "expenditure_per_pupil_primary": Decimal(expenditure).quantize(Decimal("0.01")),
        "expenditure_per_pupil_junior": Decimal(expenditure * 13 // 10).quantize(Decimal("0.01")),
        "operating_per_pupil_primary": Decimal(expenditure * 18 // 100).quantize(Decimal("0.01")),
        "operating_per_pupil_junior": Decimal(expenditure * 24 // 100).quantize(Decimal("0.01")),
        "staff_pay": chance.randint(9_600, 10_900) * 10,
        "fee_reform_transfer": transfer,
        "fee_reform_to_education": (transfer * 63 / 100).quantize(Decimal("0.01")),
    }
    return figures | {growth: Decimal(chance.randint(18, 64)) / 10 for growth in GROWTHS}


def _survey(figures: Figures, chance: Random) -> Figures:
    """1.5‰ of the population and a few more, a little over half of them parents."""
    population = figures["population"]
    assert isinstance(population, Decimal)
    asked = ceil(population * 15) + chance.randint(4, 30)
    valid = asked * chance.randint(95, 98) // 100
    parents, parents_valid = ceil(Fraction(asked * 53, 100)), valid * 53 // 100
    visits = asked // 9
    return {
        "survey_total": asked,
        "survey_valid": valid,
        "survey_satisfied": valid * chance.randint(90, 95) // 100,
        "survey_parents_total": parents,
        "survey_parents_valid": parents_valid,
        "survey_parents_satisfied": parents_valid * 91 // 100,
        "visits_total": visits,
        "visits_satisfied": visits * chance.randint(90, 96) // 100,
    }


def _total(ledger: Sequence[Figures], field: str) -> int:
    return sum(_number(row, field) for row in ledger)


def _number(row: Figures, field: str) -> int:
    figure = row[field]
    return figure if isinstance(figure, int) else 0

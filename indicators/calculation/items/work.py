"""Items of 2012 (县级人民政府推进工作) on money and staff."""

from fractions import Fraction

from indicators.calculation import rounding
from indicators.calculation.allowances import Allowances
from indicators.calculation.facts import JUDGED, Stage
from indicators.calculation.items.measured import Measured, rate, reason, together, whole
from indicators.calculation.items.reading import Reading, ratio
from indicators.calculation.outcomes import Outcome

Limits = dict[str, Fraction]
GROWTHS = {
    "expenditure_per_pupil_growth_primary": "小学生均预算内教育事业费增长",
    "expenditure_per_pupil_growth_junior": "初中生均预算内教育事业费增长",
    "operating_per_pupil_growth_primary": "小学生均预算内公用经费增长",
    "operating_per_pupil_growth_junior": "初中生均预算内公用经费增长",
}


def three_growths(see: Reading, limits: Limits, allowed: Allowances) -> Measured:
    """⑥ 三个增长: the allocation grows faster than recurrent revenue; expenditure and operating funds
    per pupil grow in both stages."""
    allocation, revenue = see.county("allocation_growth"), see.county("recurrent_revenue_growth")
    outcome = _above(allocation, revenue)
    faster = Measured(
        outcome=outcome,
        value=f"预算内拨款增长 {whole(allocation, 1)}%，经常性收入增长 {whole(revenue, 1)}%",
        threshold="拨款增长高于经常性收入增长",
        reasons=reason(outcome, "预算内拨款增长不高于经常性收入增长"),
    )
    return together([faster, *(_grows(see, field, name) for field, name in GROWTHS.items())])


def _grows(see: Reading, field: str, name: str) -> Measured:
    growth = see.county(field)
    outcome = _above(growth, Fraction(0))
    return Measured(
        outcome=outcome,
        value=f"{name} {whole(growth, 1)}%",
        threshold=">0",
        reasons=reason(outcome, f"{name}没有增长"),
    )


def _above(growth: Fraction | None, other: Fraction | None) -> Outcome:
    return Outcome.UNDETERMINED if growth is None or other is None else Outcome.when(growth > other)


def fee_reform(see: Reading, limits: Limits, allowed: Allowances) -> Measured:
    """⑧ the part of the fee reform's transfers (农村税费改革转移支付) spent on compulsory schooling."""
    spent, transfer = see.county("fee_reform_to_education"), see.county("fee_reform_transfer")
    what = "农村税费改革转移支付用于义务教育的比例"
    return rate(spent, transfer, limits["least"], what=what, nobody="没有农村税费改革转移支付资金")


def pupil_teacher_ratio(see: Reading, limits: Limits, allowed: Allowances) -> Measured:
    """⑩ pupils per teacher (生师比) of each stage at most the province's figure."""
    return together([_pupils_per_teacher(see, stage, limits[stage.value]) for stage in JUDGED])


def _pupils_per_teacher(see: Reading, stage: Stage, most: Fraction) -> Measured:
    pupils, teachers = (see.stage_total(name, stage, see.facts.schools) for name in ("pupils", "teachers"))
    each, asked = ratio(pupils, teachers), f"{rounding.text(most)}:1"
    outcome = Outcome.UNDETERMINED if each is None else Outcome.when(each <= most)
    return Measured(
        outcome=outcome,
        value=f"{stage.label} {whole(each, 1)}:1",
        threshold=f"≤{asked}",
        reasons=reason(outcome, f"{stage.label}生师比高于 {asked}"),
    )

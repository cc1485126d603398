"""Items of 2012 (县级人民政府推进工作) that county figures and ledgers answer."""

from fractions import Fraction

from indicators.calculation import rounding
from indicators.calculation.allowances import Allowances
from indicators.calculation.facts import JUDGED
from indicators.calculation.items.measured import UNKNOWN, Measured, judged, percent, rate, together, whole
from indicators.calculation.items.reading import Reading, plus, ratio
from indicators.calculation.outcomes import Outcome

Limits = dict[str, Fraction]
HUNDRED = Fraction(100)
GROWTHS = {
    "expenditure_per_pupil_growth_primary": "小学生均预算内教育事业费增长",
    "expenditure_per_pupil_growth_junior": "初中生均预算内教育事业费增长",
    "operating_per_pupil_growth_primary": "小学生均预算内公用经费增长",
    "operating_per_pupil_growth_junior": "初中生均预算内公用经费增长",
}


def three_disabilities(see: Reading, limits: Limits, allowed: Allowances) -> Measured:
    """③ 三类残疾儿童少年入学率 ≥ 80 %."""
    found = ratio(see.county("three_disabilities_enrolled"), see.county("three_disabilities"))
    return rate(found, limits["least"], {"rate": percent(found)}, what="三类残疾儿童少年入学率")


def three_growths(see: Reading, limits: Limits, allowed: Allowances) -> Measured:
    """⑥ 三个增长: the allocation grows faster than recurrent revenue; expenditure and operating funds
    per pupil grow in both stages."""
    allocation, revenue = see.county("allocation_growth"), see.county("recurrent_revenue_growth")
    faster = Measured(
        outcome=Outcome.UNDETERMINED
        if allocation is None or revenue is None
        else Outcome.when(allocation > revenue),
        value=f"预算内拨款增长 {whole(allocation, 1)}%，经常性收入增长 {whole(revenue, 1)}%",
        threshold="拨款增长高于经常性收入增长",
        reasons=["预算内拨款增长不高于经常性收入增长"] if plus(allocation, revenue) is not None else [],
    )
    return _with_reasons_only_where_failed(
        [faster, *(_grows(see, field, name) for field, name in GROWTHS.items())]
    )


def _grows(see: Reading, field: str, name: str) -> Measured:
    growth = see.county(field)
    return Measured(
        outcome=Outcome.UNDETERMINED if growth is None else Outcome.when(growth > 0),
        value=f"{name} {whole(growth, 1)}%",
        threshold=">0",
        reasons=[f"{name}没有增长"],
    )


def _with_reasons_only_where_failed(parts: list[Measured]) -> Measured:
    found = together(parts)
    failed = [reason for part in parts if part.outcome is Outcome.FAILS for reason in part.reasons]
    return Measured(outcome=found.outcome, value=found.value, threshold=found.threshold, reasons=failed)


def fee_reform(see: Reading, limits: Limits, allowed: Allowances) -> Measured:
    """⑧ the part of the fee reform's transfers (农村税费改革转移支付) spent on compulsory schooling."""
    found = ratio(see.county("fee_reform_to_education"), see.county("fee_reform_transfer"))
    return rate(
        found, limits["least"], {"rate": percent(found)}, what="农村税费改革转移支付用于义务教育的比例"
    )


def pupil_teacher_ratio(see: Reading, limits: Limits, allowed: Allowances) -> Measured:
    """⑩ pupils per teacher (生师比) of each stage at most the province's figure."""
    parts = []
    for stage in JUDGED:
        pupils = see.stage_total("pupils", stage, see.facts.schools)
        each = ratio(pupils, see.stage_total("teachers", stage, see.facts.schools))
        limit = limits[stage.value]
        parts.append(
            Measured(
                outcome=Outcome.UNDETERMINED if each is None else Outcome.when(each <= limit),
                value=f"{stage.label} {whole(each, 1)}:1",
                threshold=f"≤{rounding.text(limit)}:1",
                reasons=[f"{stage.label}生师比高于 {rounding.text(limit)}:1"],
            )
        )
    return _with_reasons_only_where_failed(parts)


def yearly_rotation(see: Reading, limits: Limits, allowed: Allowances) -> Measured:
    """⑪ the part of those due who were moved in a year."""
    found = ratio(see.county("rotated"), see.county("rotation_eligible"))
    return rate(found, limits["moved"], {"rate": percent(found)}, what="教师交流比例")


def retention_rates(see: Reading, limits: Limits, allowed: Allowances) -> Measured:
    """⑭ six-year retention of primary and three-year retention of junior pupils, as provinces set them."""
    primary = see.county("retention_primary")
    juniors = [school for school in see.facts.schools if school.has_stage(JUDGED[1])]
    graduates, entrants, came, died, left = (
        see.total(name, juniors)
        for name in ("graduates", "entrants", "cohort_transfers_in", "cohort_deaths", "cohort_transfers_out")
    )
    gone = plus(died, left)
    base = None if gone is None else plus(entrants, came, -gone)
    return together(
        [
            rate(
                None if primary is None else primary / HUNDRED, limits["primary"], {}, what="小学六年巩固率"
            ),
            rate(ratio(graduates, base), limits["junior"], {}, what="初中三年巩固率"),
        ]
    )


def fitness(see: Reading, limits: Limits, allowed: Allowances) -> Measured:
    """⑮ pupils who pass the fitness standard (体质健康合格率) of those tested."""
    tested = see.total("fitness_tested", see.facts.schools)
    found = ratio(see.total("fitness_passed", see.facts.schools), tested)
    value = UNKNOWN if found is None else percent(found)
    return Measured(
        outcome=judged(found, at_least=limits["least"]),
        value=value,
        threshold=f"≥{percent(limits['least'])}",
        reasons=[f"体质健康合格率 {value}"] if found is not None and found < limits["least"] else [],
    )

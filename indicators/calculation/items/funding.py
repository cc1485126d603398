"""Items of money: norms, small schools, special schools, pay."""

from fractions import Fraction

from indicators.calculation.allowances import Allowances
from indicators.calculation.facts import JUDGED, SchoolFacts, Stage
from indicators.calculation.items.measured import UNKNOWN, Measured, at_least, reason, together, whole
from indicators.calculation.items.reading import Reading, plus, ratio, times
from indicators.calculation.outcomes import Outcome

Limits = dict[str, Fraction]
TEN_THOUSAND = Fraction(10_000)  # 万元 → 元


def funding_norms(see: Reading, limits: Limits, allowed: Allowances) -> Measured:
    """表Ⅳ 2, where a province names figures: the norm of operating funds (公用经费基准定额) of each stage."""
    return together([_norm(see, stage, limits[stage.value]) for stage in JUDGED])


def _norm(see: Reading, stage: Stage, least: Fraction) -> Measured:
    norm = see.county(f"funding_norm_{stage}")
    outcome, told = at_least(norm, least), f"{stage.label} {whole(norm)} 元"
    return Measured(
        outcome=outcome,
        value=told,
        threshold=f"{stage.label}≥{whole(least)} 元",
        reasons=reason(outcome, f"生均公用经费基准定额{told}，低于 {whole(least)} 元"),
    )


def small_school_funding(see: Reading, limits: Limits, allowed: Allowances) -> Measured:
    """表Ⅳ 6: schools under 100 pupils are funded as for 100: funding ≥ Σ 100 × norm of their pupils.

    Teaching points that are too small to count are funded like the others (含附设的村小).
    """
    schools = [*see.facts.schools, *see.facts.too_small]
    small = [school for school in schools if (_pupils(school) or 0) < limits["pupils"]]
    if not small:
        none = f"没有不足 {limits['pupils']} 人的学校"
        return Measured(outcome=Outcome.PASSES, value=none, threshold=UNKNOWN)
    funding, asked = see.county("small_school_funding"), _asked(see, small, limits["pupils"])
    outcome = at_least(funding, asked)
    short = f"核定公用经费 {whole(funding)} 元，按每校 {limits['pupils']} 人应为 {whole(asked)} 元"
    return Measured(
        outcome=outcome,
        value=f"{whole(funding)} 元",
        threshold=f"≥{whole(asked)} 元",
        blanks={"pupils": whole(see.county("small_school_pupils")), "funding": whole(funding)},
        reasons=reason(outcome, short),
    )


def _asked(see: Reading, small: list[SchoolFacts], pupils: Fraction) -> Fraction | None:
    """Add up *pupils* × norm; in a school of both stages the norm is the mean over its pupils."""
    return plus(*(times(_norm_of(see, school), pupils) for school in small))


def _norm_of(see: Reading, school: SchoolFacts) -> Fraction | None:
    parts = []
    for stage in JUDGED:
        if school.has_stage(stage):
            number, norm = see.school(school, f"pupils_{stage}"), see.county(f"funding_norm_{stage}")
            parts.append(None if number is None else times(norm, number))
    pupils = _pupils(school)
    return ratio(plus(*parts), None if pupils is None else Fraction(pupils))


def _pupils(school: SchoolFacts) -> int | None:
    """All pupils of compulsory age; None where a stage's are not filled in."""
    pupils = [school.pupils(stage) for stage in JUDGED if school.has_stage(stage)]
    known = [number for number in pupils if number is not None]
    return sum(known) if len(known) == len(pupils) else None


def special_school_funding(see: Reading, limits: Limits, allowed: Allowances) -> Measured:
    """表Ⅳ 7: funding (万元) × 10,000 ÷ pupils of special schools ≥ 8,000 元."""
    funding, pupils = see.county("special_school_funding"), see.county("special_school_pupils")
    each = ratio(times(funding, TEN_THOUSAND), pupils)
    outcome = Outcome.PASSES if pupils == 0 else at_least(each, limits["least"])
    return Measured(
        outcome=outcome,
        value="没有特殊教育学校学生" if pupils == 0 else f"{whole(each)} 元/生",
        threshold=f"≥{limits['least']} 元/生",
        blanks={"funding": whole(funding, 2), "pupils": whole(pupils), "each": whole(each)},
        reasons=reason(outcome, f"特殊教育学校生均公用经费 {whole(each, 2)} 元，低于 {limits['least']} 元"),
    )


def pay(see: Reading, limits: Limits, allowed: Allowances) -> Measured:
    """表Ⅳ 8: teachers' mean yearly pay is not below civil servants'."""
    teachers, servants = see.county("teacher_pay"), see.county("civil_servant_pay")
    outcome, gap = at_least(teachers, servants), plus(servants, times(teachers, Fraction(-1)))
    return Measured(
        outcome=outcome,
        value=f"教师 {whole(teachers)} 元，公务员 {whole(servants)} 元",
        threshold="教师≥公务员",
        blanks={"teachers": whole(teachers), "servants": whole(servants)},
        reasons=reason(outcome, f"教师平均工资比公务员低 {whole(gap)} 元"),
    )

"""Items of the whole county: pay, rotation, certificates, zones, quotas, retention and the like."""

from collections.abc import Iterable
from fractions import Fraction

from indicators.calculation.allowances import Allowances
from indicators.calculation.facts import JUDGED, SchoolFacts, Stage
from indicators.calculation.items.measured import UNKNOWN, Measured, judged, percent, rate, together, whole
from indicators.calculation.items.reading import Reading, plus, ratio
from indicators.calculation.outcomes import Outcome

Limits = dict[str, Fraction]
PRIVATE = "10"
TOWNS = {"城区", "镇区"}
SUBJECTS = {
    "chinese": "语文",
    "maths": "数学",
    "science": "科学",
    "pe": "体育",
    "arts": "艺术",
    "moral": "德育",
}
LEVELS = ("Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ")
SMALL = 100  # 不足 100 人的规模较小学校


def small_school_funding(see: Reading, limits: Limits, allowed: Allowances) -> Measured:
    """表Ⅳ 6: schools under 100 pupils are funded as for 100: funding ≥ Σ 100 × norm of the stage."""
    asked: Fraction | None = Fraction(0)
    for school in see.facts.schools:
        for stage in JUDGED:
            pupils = school.pupils(stage)
            if school.has_stage(stage) and pupils is not None and pupils < SMALL:
                asked = plus(asked, _times(see.county(f"funding_norm_{stage}"), limits["pupils"]))
    if asked == 0:
        return Measured(outcome=Outcome.PASSES, value="没有不足 100 人的学校", threshold=UNKNOWN)
    funding = see.county("small_school_funding")
    known = funding is not None and asked is not None
    outcome = Outcome.when((funding or 0) >= (asked or 0)) if known else Outcome.UNDETERMINED
    reasons = [f"核定公用经费 {whole(funding)} 元，按每校 100 人应为 {whole(asked)} 元"]
    return Measured(
        outcome=outcome,
        value=f"{whole(funding)} 元",
        threshold=f"≥{whole(asked)} 元",
        blanks={"pupils": whole(see.county("small_school_pupils")), "funding": whole(funding)},
        reasons=reasons if outcome is Outcome.FAILS else [],
    )


def special_school_funding(see: Reading, limits: Limits, allowed: Allowances) -> Measured:
    """表Ⅳ 7: funding (万元) × 10,000 ÷ pupils of special schools ≥ 8,000 元."""
    funding, pupils = see.county("special_school_funding"), see.county("special_school_pupils")
    each = ratio(_times(funding, Fraction(10_000)), pupils)
    outcome = judged(each, at_least=limits["least"])
    return Measured(
        outcome=outcome,
        value=f"{whole(each)} 元/生",
        threshold=f"≥{limits['least']} 元/生",
        blanks={"funding": whole(funding, 2), "pupils": whole(pupils), "each": whole(each)},
        reasons=[f"特殊教育学校生均公用经费 {whole(each, 2)} 元"] if outcome is Outcome.FAILS else [],
    )


def pay(see: Reading, limits: Limits, allowed: Allowances) -> Measured:
    """表Ⅳ 8: teachers' mean yearly pay is not below civil servants'."""
    teachers, servants = see.county("teacher_pay"), see.county("civil_servant_pay")
    known = teachers is not None and servants is not None
    outcome = Outcome.when((teachers or 0) >= (servants or 0)) if known else Outcome.UNDETERMINED
    gap = (servants or Fraction(0)) - (teachers or Fraction(0))
    return Measured(
        outcome=outcome,
        value=f"教师 {whole(teachers)} 元，公务员 {whole(servants)} 元",
        threshold="教师≥公务员",
        blanks={"teachers": whole(teachers), "servants": whole(servants)},
        reasons=[f"教师平均工资比公务员低 {whole(gap)} 元"] if outcome is Outcome.FAILS else [],
    )


def training_rate(see: Reading, limits: Limits, allowed: Allowances) -> Measured:
    """表Ⅳ 9: all teachers have completed 360 hours of training in five years."""
    return _of_all_teachers(see, limits, "teachers_trained_360h", "教师培训完成率")


def certified_rate(see: Reading, limits: Limits, allowed: Allowances) -> Measured:
    """表Ⅳ 12: all teachers hold a teacher's certificate."""
    return _of_all_teachers(see, limits, "teachers_certified", "持教师资格证上岗率")


def _of_all_teachers(see: Reading, limits: Limits, field: str, what: str) -> Measured:
    part = see.total(field, see.facts.schools)
    teachers = plus(*(see.stage_total("teachers", stage, see.facts.schools) for stage in JUDGED))
    blanks = {"part": whole(part), "teachers": whole(teachers), "rate": percent(ratio(part, teachers))}
    return rate(ratio(part, teachers), limits["least"], blanks, what=what)


def rotation(see: Reading, limits: Limits, allowed: Allowances) -> Measured:
    """表Ⅳ 11: 10 % of those due are moved each year, 20 % of the moved are backbone teachers (≥)."""
    due, moved, backbone = (see.county(f) for f in ("rotation_eligible", "rotated", "rotated_backbone"))
    of_due, of_moved = ratio(moved, due), ratio(backbone, moved)
    return together(
        [
            rate(
                of_due,
                limits["moved"],
                {"due": whole(due), "moved": whole(moved), "moved_rate": percent(of_due)},
                what="交流轮岗教师比例",
            ),
            rate(
                of_moved,
                limits["backbone"],
                {"backbone": whole(backbone), "backbone_rate": percent(of_moved)},
                what="交流轮岗教师中骨干教师比例",
            ),
        ]
    )


def zone_enrolment(see: Reading, limits: Limits, allowed: Allowances) -> Measured:
    """表Ⅳ 13: pupils from the school's zone in public day schools of cities and towns, 100 % and 95 %."""
    schools = [school for school in see.facts.schools if _has_zone(school)]
    see.missing.extend(_unknown_zone(see.facts.schools))
    parts = []
    for stage in JUDGED:
        within = see.stage_total("pupils_in_zone", stage, schools)
        found = None if see.missing else ratio(within, see.stage_total("pupils", stage, schools))
        what = f"{stage.label}就近划片入学比例"
        parts.append(rate(found, limits[stage.value], {stage.value: percent(found)}, what=what))
    return together(parts)


def _has_zone(school: SchoolFacts) -> bool:
    return school.founder != PRIVATE and school.locale in TOWNS and school.boarding is False


def _unknown_zone(schools: Iterable[SchoolFacts]) -> list[str]:
    """Name what must be known of every public school to say whether it has a zone."""
    public = [school for school in schools if school.founder != PRIVATE]
    unknown = {
        "locale": any(school.locale is None for school in public),
        "boarding": any(school.boarding is None for school in public),
    }
    return [name for name, missing in unknown.items() if missing]


def senior_quota(see: Reading, limits: Limits, allowed: Allowances) -> Measured:
    """表Ⅳ 14: half of the good senior schools' places go to junior schools by quota, rural ones included."""
    quota, allocated, rural = (
        see.county(f) for f in ("senior_quota", "senior_quota_allocated", "senior_quota_rural")
    )
    found, to_rural = ratio(allocated, quota), ratio(rural, allocated)
    blanks = {
        "quota": whole(quota),
        "allocated": whole(allocated),
        "rate": percent(found),
        "rural": whole(rural),
        "rural_rate": percent(to_rural),
    }
    tilt = Measured(
        outcome=Outcome.UNDETERMINED if rural is None else Outcome.when(rural > 0),
        value=f"农村 {percent(to_rural)}",
        threshold="向农村初中倾斜",
        reasons=["没有分配给农村初中的名额"] if rural == 0 else [],
    )
    return together([rate(found, limits["least"], blanks, what="优质高中招生名额分配比例"), tilt])


def migrant_places(see: Reading, limits: Limits, allowed: Allowances) -> Measured:
    """表Ⅳ 15: migrants' children in public schools or in private places bought by the government."""
    eligible = see.county("migrant_eligible")
    public, bought = see.county("migrant_in_public"), see.county("migrant_in_purchased")
    placed = plus(public, bought)
    found = ratio(placed, eligible)
    blanks = {
        "eligible": whole(eligible),
        "public": whole(public),
        "bought": whole(bought),
        "placed": whole(placed),
        "rate": percent(found),
    }
    return rate(found, limits["least"], blanks, what="随迁子女就读比例")


def retention(see: Reading, limits: Limits, allowed: Allowances) -> Measured:
    """表Ⅴ 1: graduates ÷ (entrants three years before + in − deaths − out); with *other_way* = 1
    (graduates − in + out) ÷ (entrants − deaths)."""
    juniors = [school for school in see.facts.schools if school.has_stage(Stage.JUNIOR)]
    names = ("graduates", "entrants", "cohort_transfers_in", "cohort_deaths", "cohort_transfers_out")
    graduates, entrants, came, died, left = figures = [see.total(name, juniors) for name in names]
    if limits["other_way"]:
        part, base = (
            plus(graduates, _times(came, Fraction(-1)), left),
            plus(entrants, _times(died, Fraction(-1))),
        )
    else:
        part = graduates
        base = plus(entrants, came, _times(plus(died, left), Fraction(-1)))
    found = ratio(part, base)
    blanks = dict(zip(names, map(whole, figures), strict=True)) | {"rate": percent(found)}
    return rate(found, limits["least"], blanks, what="初中三年巩固率")


def disabled_enrolment(see: Reading, limits: Limits, allowed: Allowances) -> Measured:
    """表Ⅴ 2: disabled children of school age who are enrolled, wherever they are taught."""
    children, enrolled = see.county("disabled_children"), see.county("disabled_enrolled")
    special = see.county("disabled_in_special")
    found = ratio(enrolled, children)
    blanks = {
        "children": whole(children),
        "enrolled": whole(enrolled),
        "rate": percent(found),
        "special": whole(special),
        "special_rate": percent(ratio(special, enrolled)),
    }
    return rate(found, limits["least"], blanks, what="残疾儿童少年入学率")


def monitoring(see: Reading, limits: Limits, allowed: Allowances) -> Measured:
    """表Ⅴ 9: in each subject level Ⅲ or better, and a gap between schools below 0.15."""
    return together([_subject(see, limits, subject, name) for subject, name in SUBJECTS.items()])


def _subject(see: Reading, limits: Limits, subject: str, name: str) -> Measured:
    level, gap = see.choice(f"level_{subject}"), see.county(f"gap_{subject}")
    outcomes = [
        None if level is None else LEVELS.index(level) + 1 >= limits["level"],
        None if gap is None else gap < limits["gap"],
    ]
    outcome = Outcome.UNDETERMINED if None in outcomes else Outcome.PASSES
    if False in outcomes:
        outcome = Outcome.FAILS
    shown = f"{name}{level or UNKNOWN}级、{whole(gap, 3)}"
    return Measured(
        outcome=outcome,
        value=shown,
        threshold=f"≥{LEVELS[int(limits['level']) - 1]}级、<{whole(limits['gap'], 2)}",
        blanks={f"level_{subject}": level or UNKNOWN, f"gap_{subject}": whole(gap, 3)},
        reasons=[f"{shown}不达标"] if outcome is Outcome.FAILS else [],
    )


def _times(figure: Fraction | None, factor: Fraction) -> Fraction | None:
    return None if figure is None else figure * factor

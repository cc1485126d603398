"""Items of pupils: zones, quotas, migrants' and disabled children, retention, monitoring, fitness."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from indicators.calculation.allowances import Allowances
from indicators.calculation.facts import JUDGED, SchoolFacts, Stage
from indicators.calculation.items.measured import (
    UNKNOWN,
    Measured,
    percent,
    rate,
    reason,
    together,
    whole,
)
from indicators.calculation.items.reading import Reading, plus, ratio, times
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
COHORT = ("graduates", "entrants", "cohort_transfers_in", "cohort_deaths", "cohort_transfers_out")
MINUS = Fraction(-1)


def zone_enrolment(see: Reading, limits: Limits, allowed: Allowances) -> Measured:
    """表Ⅳ 13: pupils from the school's zone in public day schools of cities and towns, 100 % and 95 %."""
    return together([_zoned(see, stage, limits[stage.value]) for stage in JUDGED])


def _zoned(see: Reading, stage: Stage, least: Fraction) -> Measured:
    schools = [school for school in see.facts.schools if school.has_stage(stage)]
    zoned = [school for school in schools if _has_zone(school)]
    within, pupils = (see.stage_total(name, stage, zoned) for name in ("pupils_in_zone", "pupils"))
    unknown = list(_unknown_zone(schools))
    for name in unknown:
        see.unknown(name)
    return rate(
        within,
        None if unknown else pupils,
        least,
        what=f"{stage.label}就近划片入学比例",
        shown_as=stage.value,
        nobody=f"没有城区和镇区公办非寄宿制{stage.label}",
    )


def _has_zone(school: SchoolFacts) -> bool:
    return school.founder != PRIVATE and school.locale in TOWNS and school.boarding is False


def _unknown_zone(schools: Iterable[SchoolFacts]) -> Iterable[str]:
    """Name what must be known of every school to say whether it has a zone."""
    for school in schools:
        if school.founder != PRIVATE and school.locale not in {"乡村"} and school.boarding is not True:
            for name in ("founder", "locale", "boarding"):
                if getattr(school, name) is None:
                    yield name


def senior_quota(see: Reading, limits: Limits, allowed: Allowances) -> Measured:
    """表Ⅳ 14: half of the good senior schools' places go to junior schools by quota, rural ones included."""
    quota, allocated, rural = (
        see.county(f) for f in ("senior_quota", "senior_quota_allocated", "senior_quota_rural")
    )
    to_rural = ratio(rural, allocated)
    outcome = Outcome.UNDETERMINED if rural is None else Outcome.when(rural > 0)
    tilt = Measured(
        outcome=outcome,
        value=f"农村 {percent(to_rural)}",
        threshold="向农村初中倾斜",
        blanks={"rural": whole(rural), "rural_rate": percent(to_rural)},
        reasons=reason(outcome, "没有分配给农村初中的名额"),
    )
    blanks = {"quota": whole(quota), "allocated": whole(allocated)}
    return together(
        [rate(allocated, quota, limits["least"], what="优质高中招生名额分配比例", blanks=blanks), tilt]
    )


def migrant_places(see: Reading, limits: Limits, allowed: Allowances) -> Measured:
    """表Ⅳ 15: migrants' children in public schools or in private places bought by the government."""
    eligible, public, bought = (
        see.county(f) for f in ("migrant_eligible", "migrant_in_public", "migrant_in_purchased")
    )
    placed = plus(public, bought)
    return rate(
        placed,
        eligible,
        limits["least"],
        what="随迁子女就读比例",
        blanks={
            "eligible": whole(eligible),
            "public": whole(public),
            "bought": whole(bought),
            "placed": whole(placed),
        },
        nobody="没有符合条件的随迁子女",
    )


def retention(see: Reading, limits: Limits, allowed: Allowances) -> Measured:
    """表Ⅴ 1: graduates ÷ (entrants three years before + in − deaths − out); with *other_way* = 1
    (graduates − in + out) ÷ (entrants − deaths)."""
    return _junior_retention(see, limits["least"], other_way=bool(limits["other_way"]))


def retention_rates(see: Reading, limits: Limits, allowed: Allowances) -> Measured:
    """2012 ⑭: six-year retention of primary and three-year retention of junior pupils."""
    primary = see.county("retention_primary")
    return together(
        [
            rate(primary, Fraction(100), limits["primary"], what="小学六年巩固率", shown_as="primary"),
            _junior_retention(see, limits["junior"], other_way=False),
        ]
    )


def _junior_retention(see: Reading, least: Fraction, *, other_way: bool) -> Measured:
    juniors = [school for school in see.facts.schools if school.has_stage(Stage.JUNIOR)]
    graduates, entrants, came, died, left = figures = [see.total(name, juniors) for name in COHORT]
    if other_way:
        part = plus(graduates, times(came, MINUS), left)
        base = plus(entrants, times(died, MINUS))
    else:
        part = graduates
        base = plus(entrants, came, times(died, MINUS), times(left, MINUS))
    blanks = dict(zip(COHORT, map(whole, figures), strict=True))
    return rate(part, base, least, what="初中三年巩固率", blanks=blanks)


def disabled_enrolment(see: Reading, limits: Limits, allowed: Allowances) -> Measured:
    """表Ⅴ 2: disabled children of school age who are enrolled, wherever they are taught."""
    children, enrolled, special = (
        see.county(f) for f in ("disabled_children", "disabled_enrolled", "disabled_in_special")
    )
    blanks = {
        "children": whole(children),
        "enrolled": whole(enrolled),
        "special": whole(special),
        "special_rate": percent(ratio(special, enrolled)),
    }
    return rate(enrolled, children, limits["least"], what="残疾儿童少年入学率", blanks=blanks)


def three_disabilities(see: Reading, limits: Limits, allowed: Allowances) -> Measured:
    """2012 ③: 三类残疾儿童少年入学率 ≥ 80 %."""
    enrolled, children = see.county("three_disabilities_enrolled"), see.county("three_disabilities")
    return rate(enrolled, children, limits["least"], what="三类残疾儿童少年入学率")


def fitness(see: Reading, limits: Limits, allowed: Allowances) -> Measured:
    """2012 ⑮: pupils who pass the fitness standard (体质健康合格率) of those tested."""
    passed, tested = (see.total(name, see.facts.schools) for name in ("fitness_passed", "fitness_tested"))
    return rate(passed, tested, limits["least"], what="体质健康合格率")


def monitoring(see: Reading, limits: Limits, allowed: Allowances) -> Measured:
    """表Ⅴ 9: in each subject level Ⅲ or better, and a gap between schools below 0.15."""
    return together([_subject(see, limits, subject, name) for subject, name in SUBJECTS.items()])


def _subject(see: Reading, limits: Limits, subject: str, name: str) -> Measured:
    level, gap = see.choice(f"level_{subject}"), see.county(f"gap_{subject}")
    outcome = _all_known(
        [
            None if level is None else LEVELS.index(level) + 1 >= limits["level"],
            None if gap is None else gap < limits["gap"],
        ]
    )
    shown = f"{name}{level or UNKNOWN}级、{whole(gap, 3)}"
    return Measured(
        outcome=outcome,
        value=shown,
        threshold=f"≥{LEVELS[int(limits['level']) - 1]}级、<{whole(limits['gap'], 2)}",
        blanks={f"level_{subject}": level or UNKNOWN, f"gap_{subject}": whole(gap, 3)},
        reasons=reason(outcome, f"{shown}不达标"),
    )


def _all_known(met: Sequence[bool | None]) -> Outcome:
    if False in met:
        return Outcome.FAILS
    return Outcome.UNDETERMINED if None in met else Outcome.PASSES

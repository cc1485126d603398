"""Items that every school must meet by itself: rooms, size, classes, training money."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from math import ceil

from indicators.calculation.allowances import Allowance, Allowances
from indicators.calculation.facts import JUDGED, SchoolFacts, SchoolType, Stage
from indicators.calculation.items.measured import Measured, whole
from indicators.calculation.items.reading import Reading, plus
from indicators.calculation.outcomes import Outcome, all_of

Limits = dict[str, Fraction]
JOINED = {SchoolType.NINE_YEAR, SchoolType.TWELVE_YEAR}
ROOM_SIZES = {"music_rooms": (96, 73, 61, 54), "art_rooms": (90, 67, 61, 54)}
COUNTED_ABOVE = {Stage.PRIMARY: 45, Stage.JUNIOR: 50}  # what the ledger's 超过…人班级数 count
NAMED = 5


def music_art_rooms(see: Reading, limits: Limits, allowed: Allowances) -> Measured:
    """表Ⅳ 3: for every 12 classes a music room of 96 ㎡ and an art room of 90 ㎡, ⌈classes ÷ 12⌉ each.

    With *combined* = 1 so many rooms of either kind are enough. Where an allowance (宽限) holds for the
    school, and it needs it, smaller rooms count too.
    """
    short, outcomes = [], []
    for school in see.facts.schools:
        classes = _over_stages(see, school, "classes")
        rooms = [see.school(school, f"{kind}_{sizes[0]}") for kind, sizes in ROOM_SIZES.items()]
        if classes is None or plus(*rooms) is None:
            outcomes.append(Outcome.UNDETERMINED)
            continue
        asked = ceil(classes / limits["classes_per_room"])
        have = [number or Fraction(0) for number in rooms]
        meets = _enough(have, asked, limits) or _enough_smaller(see, school, have, asked, limits, allowed)
        outcomes.append(Outcome.when(meets))
        if not meets:
            each = "合计" if limits["combined"] else "各"
            short.append(f"{school.name}（应{each} {asked} 间，音乐 {have[0]} 间、美术 {have[1]} 间）")
    return _every_school(outcomes, short, "音乐、美术教室不足的学校")


def _enough(have: Sequence[Fraction], asked: int, limits: Limits) -> bool:
    return sum(have) >= asked if limits["combined"] else min(have) >= asked


def _enough_smaller(
    see: Reading,
    school: SchoolFacts,
    have: Sequence[Fraction],
    asked: int,
    limits: Limits,
    allowed: Allowances,
) -> bool:
    """Count the smaller rooms that an allowance admits; note the allowance where that is enough."""
    for allowance in allowed.of(school, "music_art_rooms"):
        counted = [
            number + _smaller_rooms(see, school, kind, allowance)
            for number, kind in zip(have, ROOM_SIZES, strict=True)
        ]
        if _enough(counted, asked, limits):
            allowed.use(school, allowance)
            return True
    return False


def _smaller_rooms(see: Reading, school: SchoolFacts, kind: str, allowance: Allowance) -> Fraction:
    smallest = max(allowance.rule.value[f"{kind}_{stage}"] for stage in _stages(school))
    fields = [f"{kind}_{size}" for size in ROOM_SIZES[kind][1:] if size >= smallest]
    return sum((see.optional(school, field) for field in fields), Fraction(0))


def school_size(see: Reading, limits: Limits, allowed: Allowances) -> Measured:
    """表Ⅳ 4: at most 2,000 pupils, in joined schools 2,500 of compulsory age, or what an allowance says."""
    over: dict[str, list[str]] = {"primary": [], "junior": [], "joined": []}
    outcomes = []
    for school in see.facts.schools:
        pupils = _over_stages(see, school, "pupils")
        if pupils is None:
            outcomes.append(Outcome.UNDETERMINED)
            continue
        joined = school.school_type in JOINED
        limit = "joined" if joined else "single"
        meets = pupils <= limits[limit] or _allowed_size(school, pupils, limit, allowed)
        outcomes.append(Outcome.when(meets))
        if not meets:
            kind = "joined" if joined else str(_stages(school)[0])
            over[kind].append(f"{school.name}（{pupils} 人，不应超过 {limits[limit]} 人）")
    found = _every_school(outcomes, [name for names in over.values() for name in names], "超过规模的学校")
    return replace(
        found,
        threshold=f"小学、初中≤{limits['single']} 人，一贯制≤{limits['joined']} 人",
        blanks={f"over_{kind}": str(len(names)) for kind, names in over.items()},
    )


def _allowed_size(school: SchoolFacts, pupils: Fraction, limit: str, allowed: Allowances) -> bool:
    for allowance in allowed.of(school, "school_size"):
        if pupils <= allowance.rule.value[limit]:
            allowed.use(school, allowance)
            return True
    return False


def class_size(see: Reading, limits: Limits, allowed: Allowances) -> Measured:
    """表Ⅳ 5: no class of more than 45 (小学) or 50 (初中) pupils.

    The largest class decides; the ledger's count of classes above 45 and 50 only where it counts
    exactly what is asked.
    """
    outcomes, over = [], []
    for school in see.facts.schools:
        for stage in _stages(school):
            outcome = _class_size(see, school, stage, limits[stage.value])
            outcomes.append(outcome)
            if outcome is Outcome.FAILS:
                largest = see.school(school, f"largest_class_{stage}")
                over.append(f"{school.name}（{stage.label}最大班额 {whole(largest)} 人）")
    counts = {stage: see.stage_total("oversize_classes", stage, see.facts.schools) for stage in JUDGED}
    return replace(
        _every_school(outcomes, over, "有超过班额班级的学校"),
        threshold=f"小学≤{limits['primary']} 人，初中≤{limits['junior']} 人",
        blanks={f"over_{stage}": whole(count) for stage, count in counts.items()},
    )


def _class_size(see: Reading, school: SchoolFacts, stage: Stage, limit: Fraction) -> Outcome:
    largest = see.school(school, f"largest_class_{stage}")
    over = see.school(school, f"oversize_classes_{stage}") if limit == COUNTED_ABOVE[stage] else None
    if (largest is not None and largest > limit) or over:
        return Outcome.FAILS
    return Outcome.UNDETERMINED if largest is None and over is None else Outcome.PASSES


def training_money(see: Reading, limits: Limits, allowed: Allowances) -> Measured:
    """表Ⅴ 4: every school sets aside 5 % of its operating budget (公用经费预算) for teachers' training."""
    short, outcomes = [], []
    for school in see.facts.schools:
        training, budget = see.school(school, "training_budget"), see.school(school, "operating_budget")
        if training is None or budget is None:
            outcomes.append(Outcome.UNDETERMINED)
            continue
        asked = budget * limits["least"]
        outcomes.append(Outcome.when(training >= asked))
        if training < asked:
            short.append(f"{school.name}（{whole(training, 2)} 万元，应不少于 {whole(asked, 2)} 万元）")
    return _every_school(outcomes, short, "教师培训经费不足的学校")


def _stages(school: SchoolFacts) -> list[Stage]:
    return [stage for stage in JUDGED if school.has_stage(stage)]


def _over_stages(see: Reading, school: SchoolFacts, name: str) -> Fraction | None:
    return plus(*(see.school(school, f"{name}_{stage}") for stage in _stages(school)))


def _every_school(outcomes: list[Outcome], short: list[str], what: str) -> Measured:
    """All schools must meet it; with no school at all nothing is known."""
    return Measured(
        outcome=all_of(outcomes) if outcomes else Outcome.UNDETERMINED,
        value=f"{what} {len(short)} 所",
        threshold="0 所",
        blanks={"short": str(len(short))},
        reasons=_named(short, what),
    )


def _named(short: Iterable[str], what: str) -> list[str]:
    names = list(short)
    if not names:
        return []
    rest = f"等 {len(names)} 所" if len(names) > NAMED else ""
    return [f"{what}：{'、'.join(names[:NAMED])}{rest}"]

"""From the plan of a demonstration school to its line of the ledger, in figures that fit together."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from math import ceil
from random import Random

from assessments.demo import plans
from assessments.demo.places import RURAL, TOWN, URBAN
from assessments.demo.plans import PRIVATE, County, Plan
from indicators import published
from indicators.calculation.facts import SchoolType, Stage
from schools.ledger.columns import COLUMNS, Value

STANDARD = published.load("quality-2017")
WEIGHTS = STANDARD.weights.value
TEACHERS = "teachers_above_required"
LARGEST_CLASS = {Stage.PRIMARY: 45, Stage.JUNIOR: 50}
PUPILS_PER_TEACHER = {Stage.PRIMARY: 18, Stage.JUNIOR: 14}
GRADES = {Stage.PRIMARY: 6, Stage.JUNIOR: 3}

Figures = dict[str, Value]


def of_county(county: County) -> list[Figures]:
    """Return the county's ledger, line by line."""
    return [of_plan(plan) for plan in plans.of_county(county)]


def of_plan(plan: Plan) -> Figures:
    """Return every column of the contract; what the school need not fill in is None."""
    chance = plan.chance("figures")
    figures: Figures = dict.fromkeys(column.field for column in COLUMNS)
    figures |= _identity(plan, chance)
    if not plan.judged:
        return figures
    plenty = _plenty(plan)
    for stage in plan.judged:
        figures |= _classes(plan, stage, chance)
        figures |= _teachers(plan, stage, plenty, chance)
    figures |= _premises(plan, plenty, chance)
    figures |= _rooms(plan, figures)
    figures |= _whole_school(plan, figures, chance)
    return {**figures, **plan.figures}


def _plenty(plan: Plan) -> Mapping[str, int]:
    """Return what the school has of each indicator, in percent of the threshold. The smaller a
    school, the more of everything for each pupil: a village keeps its teachers and its ground."""
    chance = plan.chance("plenty")
    more = 7_500 // int(_weighted_pupils(plan))
    drawn = {each.code: more + plan.spread.draw(each.code, chance) for each in STANDARD.indicators}
    return {**drawn, **plan.plenty}


def _identity(plan: Plan, chance: Random) -> Figures:
    kind = plan.kind
    boards = kind.locale != URBAN and Stage.JUNIOR in plan.pupils
    return {
        "code": plan.code,
        "name": plan.name,
        "school_type": kind.school_type.value,
        "founder": kind.founder,
        "locale": kind.locale,
        "boarding": boards or kind.school_type is SchoolType.SPECIAL,
        "built_year": chance.randint(1998, 2019) if kind.founder == PRIVATE else chance.randint(1956, 2016),
        "dense_urban": False,
        "pupils_senior": plan.pupils.get(Stage.SENIOR),
    }


def _classes(plan: Plan, stage: Stage, chance: Random) -> Figures:
    pupils = plan.pupils[stage]
    grades = 4 if plan.kind.school_type is SchoolType.TEACHING_POINT else GRADES[stage]
    classes = max(grades, ceil(Fraction(pupils, plan.class_size)))
    mean = ceil(Fraction(pupils, classes))
    crowded = mean > LARGEST_CLASS[stage]
    largest = mean + chance.randint(1, 3)
    drawn = pupils * chance.randint(96, 100) // 100
    in_zone = drawn if plan.lenient or stage is Stage.JUNIOR else pupils
    return {
        f"grades_{stage}": grades,
        f"pupils_{stage}": pupils,
        f"pupils_in_zone_{stage}": 0 if plan.kind.founder == PRIVATE else in_zone,
        f"classes_{stage}": classes,
        f"largest_class_{stage}": largest if crowded else min(largest, LARGEST_CLASS[stage]),
        f"oversize_classes_{stage}": classes - classes // 8 if crowded else 0,
        f"large_classes_{stage}": classes // 6 if crowded and largest > 55 else 0,
        f"superlarge_classes_{stage}": 0,
    }


def _teachers(plan: Plan, stage: Stage, plenty: Mapping[str, int], chance: Random) -> Figures:
    pupils = plan.pupils[stage]
    classes = max(3, ceil(Fraction(pupils, plan.class_size)))
    backbone, pe_art = (
        _head_count(plan, stage, code, plenty) for code in ("backbone_teachers", "pe_art_teachers")
    )
    above = _head_count(plan, stage, TEACHERS, plenty)
    everybody = max(
        above + above * chance.randint(2, 8) // 100,
        ceil(Fraction(pupils, PUPILS_PER_TEACHER[stage])),
        classes * 3 // 2,
        backbone + 2,
        pe_art * 2,
    )
    above = max(above, everybody * 3 // 5)
    graduate = above * (chance.randint(2, 9) if plan.kind.locale == URBAN else chance.randint(0, 3)) // 100
    college = 0 if stage is Stage.JUNIOR else (above - graduate) * chance.randint(15, 40) // 100
    music, fineart = pe_art // 4, (pe_art + 1) // 4
    art = 1 if pe_art > 6 else 0
    figures: Figures = {
        "teachers": everybody,
        "teachers_college": college,
        "teachers_bachelor": above - graduate - college,
        "teachers_graduate": graduate,
        "teachers_midrank": everybody * chance.randint(38, 58) // 100,
        "teachers_backbone": backbone,
        "teachers_pe": pe_art - music - fineart - art,
        "teachers_music": music,
        "teachers_fineart": fineart,
        "teachers_art": art,
        "teachers_visiting_pe_art": 1 if plan.kind.locale == RURAL and 50 <= pupils < 100 else 0,
    }
    return {
        f"{name}_{stage}": figure
        for name, figure in figures.items()
        if (name, stage) != ("teachers_college", Stage.JUNIOR)
    }


def _head_count(plan: Plan, stage: Stage, code: str, plenty: Mapping[str, int]) -> int:
    threshold = STANDARD.thresholds[code][stage].value
    return ceil(threshold * plan.pupils[stage] * plenty[code] / 100 / STANDARD.indicator(code).per)


def _weighted_pupils(plan: Plan) -> Fraction:
    return sum((WEIGHTS[stage] * number for stage, number in plan.pupils.items()), Fraction(0))


def _in_common(plan: Plan, code: str, plenty: Mapping[str, int]) -> Fraction:
    """Return what the school has of a shared indicator, in the ledger's unit, so that each of its
    stages gets the planned percentage of its threshold at least, however it is split (拆分)."""
    indicator = STANDARD.indicator(code)
    thresholds = STANDARD.thresholds[code]
    per_weighted = max(thresholds[stage].value / WEIGHTS[stage] for stage in plan.judged)
    return per_weighted * _weighted_pupils(plan) * plenty[code] / 100 / indicator.per / indicator.factor


def _premises(plan: Plan, plenty: Mapping[str, int], chance: Random) -> Figures:
    pupils = int(_weighted_pupils(plan))
    indoor = 150 * (pupils // 250) if plan.kind.locale != RURAL else 0
    rooms = _in_common(plan, "teaching_room_area", plenty) + indoor
    ground = _in_common(plan, "sports_area", plenty) - indoor
    building = rooms * chance.randint(155, 190) / 100 + (3 * pupils if plan.kind.locale == TOWN else 0)
    equipment = _in_common(plan, "equipment_value", plenty)
    return {
        "site_area": _hundredths(ground + building * 7 / 10 + 6 * pupils),
        "building_area": _hundredths(building),
        "teaching_room_area": _hundredths(rooms),
        "indoor_sports_area": _hundredths(Fraction(indoor)),
        "sports_ground_area": _hundredths(ground),
        "leased_sports_area": Decimal("0.00"),
        "leased_sports_walk_minutes": 0,
        "other_sports_area": Decimal("0.00"),
        "equipment_value": _hundredths(equipment),
        "multimedia_rooms": ceil(_in_common(plan, "multimedia_rooms", plenty)),
        "computers": pupils * chance.randint(14, 19) // 100 + 5,
        "books": pupils * chance.randint(26, 38),
    }


def _rooms(plan: Plan, figures: Figures) -> Figures:
    """One music and one art room for every twelve classes; in a lenient county a village school has
    a smaller one."""
    classes = sum(_number(figures, f"classes_{stage}") for stage in plan.judged)
    rooms = ceil(Fraction(classes, 12))
    small = plan.lenient and plan.kind.locale == RURAL and classes <= 6
    return {
        "music_rooms_96": 0 if small else rooms,
        "music_rooms_73": 0,
        "music_rooms_61": 0,
        "music_rooms_54": 1 if small else 0,
        "art_rooms_90": 0 if small else rooms,
        "art_rooms_67": 0,
        "art_rooms_61": 0,
        "art_rooms_54": 1 if small else 0,
    }


def _whole_school(plan: Plan, figures: Figures, chance: Random) -> Figures:
    pupils = sum(plan.pupils[stage] for stage in plan.judged)
    teachers = sum(_number(figures, f"teachers_{stage}") for stage in plan.judged)
    migrants = chance.randint(6, 24) if plan.kind.locale == URBAN else chance.randint(0, 3)
    budget = _hundredths(Fraction(max(pupils, 100) * chance.randint(740, 980), 10_000))
    tested = pupils * chance.randint(97, 100) // 100
    whole: Figures = {
        "migrant_pupils": pupils * migrants // 100,
        "teachers_certified": teachers,
        "teachers_trained_360h": teachers,
        "operating_budget": budget,
        "training_budget": _hundredths(Fraction(budget) * chance.randint(52, 75) / 1000),
        "fitness_tested": tested,
        "fitness_passed": tested * chance.randint(92, 98) // 100,
    }
    return whole | (_cohort(plan.pupils[Stage.JUNIOR], chance) if Stage.JUNIOR in plan.pupils else {})


def _cohort(pupils: int, chance: Random) -> Figures:
    """The year that graduated: entrants + in − deaths − out − the few who left early (巩固率)."""
    entrants = pupils * chance.randint(31, 34) // 100
    came, went = entrants * chance.randint(1, 4) // 100, entrants * chance.randint(1, 4) // 100
    return {
        "entrants": entrants,
        "cohort_transfers_in": came,
        "cohort_transfers_out": went,
        "cohort_deaths": 0,
        "graduates": entrants + came - went - entrants * chance.randint(0, 2) // 100,
    }


def _number(figures: Figures, field: str) -> int:
    figure = figures[field]
    assert isinstance(figure, int), field
    return figure


def _hundredths(figure: Fraction) -> Decimal:
    """Return *figure* with two decimals, rounded up, so that what is planned is reached."""
    return Decimal(ceil(figure * 100)).scaleb(-2)

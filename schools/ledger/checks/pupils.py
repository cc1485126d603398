"""在校生: parts of the pupils, and pupils where the school's type has none."""

from collections.abc import Iterator

from schools.ledger.checks.school import (
    JUNIOR,
    NOT_JUDGED,
    PRIMARY,
    STAGE_NAMES,
    WITH_SENIOR,
    County,
    School,
)
from schools.ledger.checks.sums import exceeding
from schools.ledger.problems import Problem

MOST_GRADES = {PRIMARY: 6, JUNIOR: 4}
COUNTED_TEACHING_POINT = 50
_PUPILS = ("pupils_primary", "pupils_junior")


def pupils_in_zone_are_pupils(school: School) -> Iterator[Problem]:
    for stage in STAGE_NAMES:
        parts, whole = (f"pupils_in_zone_{stage}",), (f"pupils_{stage}",)
        yield from exceeding(school, parts, whole, "zone_exceeds_pupils")


def migrant_pupils_are_pupils(school: School) -> Iterator[Problem]:
    yield from exceeding(school, ("migrant_pupils",), _PUPILS, "migrants_exceed_pupils")


def grades_are_not_more_than_a_stage_has(school: School) -> Iterator[Problem]:
    for stage, most in MOST_GRADES.items():
        grades = school.number(f"grades_{stage}")
        if grades is not None and grades > most:
            yield school.error(
                "too_many_grades",
                f"grades_{stage}",
                f"{school.told(f'grades_{stage}')}，{STAGE_NAMES[stage]}最多 {most} 个年级。",
                "请核对年级数，班级数请填到“班级数”一栏。",
                f"不多于 {most}",
            )


def fitness_passed_are_tested(school: School) -> Iterator[Problem]:
    yield from exceeding(school, ("fitness_passed",), ("fitness_tested",), "fitness_passed_exceed_tested")


def fitness_tested_are_pupils(school: School) -> Iterator[Problem]:
    """The tests are last year's and may take in seniors, so that this may be explained."""
    whole = (*_PUPILS, "pupils_senior") if school.type in WITH_SENIOR else _PUPILS
    yield from exceeding(school, ("fitness_tested",), whole, "fitness_tested_exceed_pupils", query=True)


def graduates_were_entrants(school: School) -> Iterator[Problem]:
    whole = ("entrants", "cohort_transfers_in")
    yield from exceeding(school, ("graduates",), whole, "graduates_exceed_cohort")


def cohort_losses_were_entrants(school: School) -> Iterator[Problem]:
    parts, whole = ("cohort_deaths", "cohort_transfers_out"), ("entrants", "cohort_transfers_in")
    yield from exceeding(school, parts, whole, "losses_exceed_cohort")


def graduates_are_pupils(school: School) -> Iterator[Problem]:
    yield from exceeding(school, ("graduates",), ("pupils_junior",), "graduates_exceed_pupils", query=True)


def schools_have_pupils_of_their_own_stages(school: School) -> Iterator[Problem]:
    """附设班: attached classes are split off and judged as a unit of their own."""
    if not school.type or school.type in NOT_JUDGED:
        return
    for stage, name in STAGE_NAMES.items():
        if stage not in school.stages and school.number(f"pupils_{stage}"):
            yield school.query(
                "attached_classes",
                f"pupils_{stage}",
                f"{school.type}填了{school.told(f'pupils_{stage}')}，将按附设{name}班拆分、单独判定。",
                f"没有附设{name}班的请清空，办学类型填错的请改正；确有附设班的请说明。",
                "空白或 0",
            )


def vocational_and_special_schools_attach_no_classes(school: School) -> Iterator[Problem]:
    if school.type not in NOT_JUDGED:
        return
    clause = (
        "职业学校不得附设普通小学班、初中班（国教督办函〔2019〕30号）"
        if school.type == "职业学校"
        else "特殊教育学校不纳入评估，不填普通小学、初中学生"
    )
    for stage in STAGE_NAMES:
        if school.number(f"pupils_{stage}"):
            yield school.query(
                "classes_not_to_be_attached",
                f"pupils_{stage}",
                f"{school.type}填了{school.told(f'pupils_{stage}')}；{clause}。",
                "请核对办学类型和在校生数；确有这些学生的请说明其学籍和去向。",
                "空白或 0",
            )


def senior_pupils_are_at_schools_with_a_senior_stage(school: School) -> Iterator[Problem]:
    if not school.type or school.type in (*NOT_JUDGED, *WITH_SENIOR) or not school.number("pupils_senior"):
        return
    yield school.query(
        "senior_pupils_unexpected",
        "pupils_senior",
        f"{school.type}填了{school.told('pupils_senior')}，共用的校舍和设备会因此拆出一部分。",
        "请核对办学类型；确有高中的应为完全中学或十二年一贯制学校。",
        "空白或 0",
    )


def counted_teaching_points_are_meant_to_count(county: County) -> Iterator[Problem]:
    """教督〔2017〕6号: a teaching point of fifty pupils or more is a unit like a school."""
    if county.standard != "quality-2017":
        return
    for school in county.schools:
        pupils, told = school.number("pupils_primary"), school.told("pupils_primary")
        if school.type == "教学点" and pupils is not None and pupils >= COUNTED_TEACHING_POINT:
            yield school.query(
                "teaching_point_counts",
                "pupils_primary",
                f"本教学点的{told}，满 {COUNTED_TEACHING_POINT} 人，将作为一所小学纳入。",
                "请核对学生数和办学类型，并说明该教学点的隶属学校。",
                f"不足 {COUNTED_TEACHING_POINT} 人的不纳入",
            )

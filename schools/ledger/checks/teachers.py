"""专任教师: the parts a staff is divided into."""

from collections.abc import Iterator

from schools.ledger.checks.school import STAGE_NAMES, WITH_SENIOR, School
from schools.ledger.checks.sums import exceeding
from schools.ledger.problems import Problem

_DEGREES = {
    "primary": ("teachers_college_primary", "teachers_bachelor_primary", "teachers_graduate_primary"),
    "junior": ("teachers_bachelor_junior", "teachers_graduate_junior"),
}
_ARTS = ("pe", "music", "fineart", "art")
_ALL = ("teachers_primary", "teachers_junior")
SMALL_SCHOOL = (50, 99)
LIKELY_RATIO = (2, 40)


def teachers_by_degree_are_not_more_than_teachers(school: School) -> Iterator[Problem]:
    for stage, degrees in _DEGREES.items():
        yield from exceeding(school, degrees, (f"teachers_{stage}",), "degrees_exceed_teachers")


def backbone_teachers_are_teachers(school: School) -> Iterator[Problem]:
    for stage in STAGE_NAMES:
        whole = (f"teachers_{stage}",)
        yield from exceeding(school, (f"teachers_backbone_{stage}",), whole, "backbone_exceed_teachers")


def midrank_teachers_are_teachers(school: School) -> Iterator[Problem]:
    for stage in STAGE_NAMES:
        whole = (f"teachers_{stage}",)
        yield from exceeding(school, (f"teachers_midrank_{stage}",), whole, "midrank_exceed_teachers")


def pe_and_art_teachers_are_teachers(school: School) -> Iterator[Problem]:
    for stage in STAGE_NAMES:
        parts = tuple(f"teachers_{subject}_{stage}" for subject in _ARTS)
        yield from exceeding(school, parts, (f"teachers_{stage}",), "pe_art_exceed_teachers")


def certified_teachers_are_teachers(school: School) -> Iterator[Problem]:
    # Where there is a senior stage its teachers may have been counted in.
    query = school.type in WITH_SENIOR
    yield from exceeding(school, ("teachers_certified",), _ALL, "certified_exceed_teachers", query=query)


def trained_teachers_are_teachers(school: School) -> Iterator[Problem]:
    query = school.type in WITH_SENIOR
    yield from exceeding(school, ("teachers_trained_360h",), _ALL, "trained_exceed_teachers", query=query)


def visiting_teachers_are_at_small_rural_schools(school: School) -> Iterator[Problem]:
    """教督办函〔2019〕30号: they may count only at rural schools and points of 50 to 99 pupils."""
    least, most = SMALL_SCHOOL
    pupils = school.pupils
    small = pupils is not None and least <= pupils <= most
    rural = school.value("locale") == "乡村" or school.type == "教学点"
    for stage in STAGE_NAMES:
        field = f"teachers_visiting_pe_art_{stage}"
        if school.number(field) and not (small and rural):
            yield school.query(
                "visiting_teachers_not_countable",
                field,
                f"{school.told(field)}，只有 {least}–{most} 人的农村小规模学校和教学点才能计入。",
                "请核对城乡类型和在校生数；不符合的填 0，或者说明情况。",
                "0",
            )


def teachers_have_a_likely_number_of_pupils(school: School) -> Iterator[Problem]:
    least, most = LIKELY_RATIO
    for stage in STAGE_NAMES:
        pupils, teachers = school.number(f"pupils_{stage}"), school.number(f"teachers_{stage}")
        if pupils and teachers and not least * teachers <= pupils <= most * teachers:
            told = school.told(f"pupils_{stage}", f"teachers_{stage}")
            yield school.query(
                "pupils_per_teacher_unlikely",
                f"teachers_{stage}",
                f"{told}，平均每名教师 {pupils / teachers:.1f} 名学生，很少见。",
                "请核对学生数和教师数；属实的请说明。",
                f"每名教师 {least}–{most} 名学生",
            )

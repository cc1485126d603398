"""Is each school in the ledger once, and is it what it says it is?"""

import re
from collections.abc import Iterator

from schools.ledger.checks.school import County, School
from schools.ledger.columns import COLUMNS
from schools.ledger.problems import Problem
from schools.ledger.texts import folded

FIRST_YEAR = 1850
LEAST_FIGURES_COMPARED = 8

_NAMES_OF_TYPES = (
    (re.compile(r"教学点$"), ("教学点",)),
    (re.compile(r"特殊教育学校|特教学校|[聋盲哑]人?学校|启智学校"), ("特殊教育学校",)),
    (re.compile(r"职业(技术)?(学校|中学|高中)|职教中心|中专$|技工学校"), ("职业学校",)),
    (re.compile(r"(初级中学|初中)$"), ("初级中学", "九年一贯制学校")),
    (re.compile(r"小学$"), ("小学", "教学点", "九年一贯制学校", "十二年一贯制学校")),
)


def codes_are_unique(county: County) -> Iterator[Problem]:
    first: dict[str, School] = {}
    for school in county.schools:
        code = school.row.code
        earlier = first.setdefault(code, school) if code else school
        if earlier is not school:
            yield school.error(
                "code_duplicated",
                "code",
                f"学校标识码 {code} 重复：{_place(earlier, 'code')}“{earlier.row.name}”"
                f"与{_place(school, 'code')}“{school.row.name}”。",
                "一校只填一行：删去重复的行，或者改正其中填错的代码；分学段填的请并成一行。",
                "每校一个代码",
            )


def names_are_unique(county: County) -> Iterator[Problem]:
    first: dict[str, School] = {}
    for school in county.schools:
        name = folded(school.row.name)
        earlier = first.setdefault(name, school) if name else school
        if earlier is school or (earlier.row.code and earlier.row.code == school.row.code):
            continue
        # Without a code two rows of one name cannot be told apart.
        problem = school.query if earlier.row.code and school.row.code else school.error
        yield problem(
            "name_duplicated",
            "name",
            f"学校名称“{school.row.name}”出现两次：{_place(earlier, 'name')}，{_place(school, 'name')}。",
            "请核对是不是同一所学校；是两所同名学校的请填清各自的学校标识码并说明。",
        )


def rows_are_not_copied(county: County) -> Iterator[Problem]:
    """Two schools with every figure alike are rather one line copied and not overwritten."""
    figures = [column.field for column in COLUMNS if column.is_number]
    first: dict[tuple[object, ...], School] = {}
    for school in county.schools:
        numbers = tuple(map(school.number, figures))
        if len(numbers) - numbers.count(None) - numbers.count(0) < LEAST_FIGURES_COMPARED:
            continue
        earlier = first.setdefault(numbers, school)
        if earlier is not school:
            yield school.query(
                "row_copied",
                "name",
                f"这一行的全部数字与{_place(earlier, 'name')}“{earlier.row.name}”完全相同。",
                "请核对是不是复制后忘了改；确实相同的请说明。",
            )


def names_agree_with_types(school: School) -> Iterator[Problem]:
    for pattern, types in _NAMES_OF_TYPES:
        if pattern.search(school.row.name):
            if school.type and school.type not in types:
                yield school.query(
                    "name_disagrees_with_type",
                    "school_type",
                    f"名称是“{school.row.name}”，办学类型却是“{school.type}”。",
                    "请核对办学类型；确实如此的请说明。",
                    "、".join(types),
                )
            return


def built_years_are_possible(county: County) -> Iterator[Problem]:
    last = county.year or 2100
    for school in county.schools:
        year = school.number("built_year")
        if year is not None and not FIRST_YEAR <= year <= last:
            yield school.error(
                "built_year_impossible",
                "built_year",
                f"建校年份 {year} 不可能。",
                f"请填四位年份，在 {FIRST_YEAR} 年到 {last} 年之间。",
                f"{FIRST_YEAR}–{last}",
            )


def dense_urban_schools_are_in_towns(school: School) -> Iterator[Problem]:
    if school.value("dense_urban") is True and school.value("locale") in {"镇区", "乡村"}:
        yield school.query(
            "dense_urban_outside_city",
            "dense_urban",
            f"填作大城市中心城区人口密度过高的学校，城乡类型却是{school.value('locale')}。",
            "请核对这两栏；体育场馆的宽限只适用于大城市中心城区学校（国教督办函〔2019〕30号）。",
            "否，或者城乡类型为城区",
        )


def _place(school: School, field: str) -> str:
    cell = school.row.cells.get(field)
    return f"工作表“{school.row.sheet}”{cell.address if cell else f'第 {school.row.number} 行'}"

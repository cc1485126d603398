"""Is everything there that must be? Empty is never zero, and zero is never empty."""

from collections.abc import Iterator

from schools.ledger.checks.school import STAGE_NAMES, WITH_SENIOR, County, School
from schools.ledger.columns import BY_FIELD, COLUMNS, Column
from schools.ledger.problems import Problem, Severity

_PUPILS = {"pupils_primary", "pupils_junior", "pupils_senior"}


def required_cells_are_filled(county: County) -> Iterator[Problem]:
    """A cell that others fill may not be empty where the school's type needs it."""
    for column, concerned in _required(county):
        blank = [school for school in concerned if school.is_blank(column.field)]
        if len(blank) == len(concerned):
            continue
        for school in blank:
            there = "" if column.field in school.row.cells else "这所学校所在的表没有这一列。"
            yield school.error(
                "required_cell_missing",
                column.field,
                f"“{column.heading}”没有填。{there}",
                "请填写实际数值；没有的填 0。" if column.is_number else "请填写。",
                column.title,
            )


def required_columns_are_filled(county: County) -> Iterator[Problem]:
    """A required column that no school fills leaves its indicators undetermined (未定). One that is there
    and was not read, for which its heading is asked about already, is not empty."""
    for column, concerned in _required(county):
        if column.field not in county.unread and all(school.is_blank(column.field) for school in concerned):
            cells = concerned[0].row.cells
            yield Problem(
                severity=Severity.QUERY,
                code="column_empty",
                message=f"“{column.heading}”整列未填报，相关指标将为未定。",
                remedy="请补填这一列；本次确实不报的请说明。",
                sheet=concerned[0].row.sheet,
                cell=cells[column.field].address if column.field in cells else "",
                field=column.field,
                expected=column.title,
            )


def _required(county: County) -> Iterator[tuple[Column, list[School]]]:
    for column in COLUMNS:
        if column.required_by(county.standard) and column.field not in _PUPILS:
            concerned = county.concerned_by(column)
            if concerned:
                yield column, concerned


def stages_have_their_pupils(school: School) -> Iterator[Problem]:
    """Without the pupils of each of its stages a school can neither be judged nor split (拆分)."""
    fields = [f"pupils_{stage}" for stage in school.stages]
    if school.type in WITH_SENIOR:
        fields.append("pupils_senior")
    for field in fields:
        if school.is_blank(field):
            heading = BY_FIELD[field].heading
            yield school.error(
                "pupils_missing",
                field,
                f"{school.type}必须填“{heading}”，现在是空的。",
                f"请填写{heading}；本年确实没有学生的填 0。",
                f"{heading}（人）",
            )


def stages_are_not_without_pupils(school: School) -> Iterator[Problem]:
    for stage in school.stages:
        name = STAGE_NAMES[stage]
        if school.number(f"pupils_{stage}") == 0:
            yield school.query(
                "stage_without_pupils",
                f"pupils_{stage}",
                f"{school.type}的{name}在校生数是 0，{name}部将不参与计算。",
                "请核对办学类型和在校生数；新建未招生或已停办的请说明。",
                "大于 0",
            )


def senior_stage_is_not_without_pupils(school: School) -> Iterator[Problem]:
    if school.type in WITH_SENIOR and school.number("pupils_senior") == 0:
        yield school.error(
            "senior_pupils_zero",
            "pupils_senior",
            f"{school.type}的高中在校生数是 0，共用的校舍和设备无法按学段拆分。",
            "请填写高中在校生数；没有高中的请把办学类型改为初级中学或九年一贯制学校。",
            "大于 0",
        )


def what_every_school_has_is_not_zero(school: School) -> Iterator[Problem]:
    """A school with pupils but without teachers, rooms or equipment is rather an empty cell typed as 0."""
    fields = [f"teachers_{stage}" for stage in school.stages if school.number(f"pupils_{stage}")]
    if school.pupils:
        fields += ["building_area", "teaching_room_area", "equipment_value"]
    for field in fields:
        if school.number(field) == 0:
            yield school.query(
                "zero_where_none_is_likely",
                field,
                f"有学生的学校“{BY_FIELD[field].heading}”填了 0；0 会照数计算。",
                "不知道的请留空；确实没有的请说明。",
                "大于 0",
            )

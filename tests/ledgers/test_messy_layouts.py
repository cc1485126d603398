"""Headers, blocks and lines as clerks lay them out: every table here is read as a person reads it."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from schools.ledger import workbook
from schools.ledger.problems import LedgerRefused, Severity
from tests.ledgers.sheets import FIRST, HEADINGS, SECOND, Line, codes, pupils, read, save

SCHOOLS = [("示例县第一小学", 120), ("示例县第二小学", 45)]
GROUPED: tuple[Line, ...] = (
    ("学校标识码", "学校名称", "办学类型", "小学", None, "初中", None),
    (None, None, None, "在校生数", "班级数", "在校生数", "班级数"),
    ("9901000001", "示例县第一小学", "小学", 120, 3, None, None),
    ("9901000002", "示例县育才学校", "九年一贯制学校", 45, 1, 30, 1),
)
VERTICAL = ("A1:A2", "B1:B2", "C1:C2")


TITLE: Line = ("示例县义务教育学校台账",)
UNIT: Line = ("填报单位：示例县教育局", None, "2025 年")
SIGNED: Line = ("填表人：张三", None, "联系电话：", 13800000000)
BROKEN: Line = (
    " 学校\n标识码 ",
    "学 校 名 称",
    "办学\u00a0类型",
    "小学在校生数\n（单位：人）",
    "小学班级数[个]",
)
NUMBERED: Line = (
    "1.学校标识码*",
    "2、学校名称（必填）",
    "(3)办学类型",
    "小学在校生数(人):",
    "小学班级数/个",
)
COMMON_NAMES: Line = ("学校代码", "校名", "学校类型", "小学在校生数", "小学班级数")
UNITS: Line = (None, None, None, "人", "个")
SUBTOTALS: tuple[Line, ...] = (("小计", None, None, 120, 3), ("小计", None, None, 45, 1))
TOTAL: Line = ("合 计", None, None, 165, 4)

LAYOUTS: dict[str, tuple[list[Line], tuple[str, ...]]] = {
    "plain": ([HEADINGS, FIRST, SECOND], ()),
    "titles above": ([TITLE, (), UNIT, HEADINGS, FIRST, SECOND], ("A1:E1", "C3:E3")),
    "title over a whole row": ([TITLE, HEADINGS, FIRST, SECOND], ("A1:XFD1",)),
    "blanks and line breaks": ([BROKEN, FIRST, SECOND], ()),
    "numbers and marks": ([NUMBERED, FIRST, SECOND], ()),
    "other names": ([COMMON_NAMES, FIRST, SECOND], ()),
    "a row of units": ([COMMON_NAMES, UNITS, FIRST, SECOND], ()),
    "codes of columns": ([HEADINGS, ("L1", "L2", "L3", "L4", "L5"), FIRST, SECOND], ()),
    "numbers of columns": ([HEADINGS, ("甲", "乙", "丙", 1, 2), FIRST, SECOND], ()),
    "blank lines": ([HEADINGS, FIRST, (), (None, " "), SECOND], ()),
    "total below": ([HEADINGS, FIRST, SECOND, TOTAL], ("A4:C4",)),
    "total above": ([HEADINGS, (None, "全县合计", None, 165, 4), FIRST, SECOND], ()),
    "subtotals": ([HEADINGS, FIRST, SUBTOTALS[0], SECOND, SUBTOTALS[1]], ()),
    "notes below": ([HEADINGS, FIRST, SECOND, ("注：含借读生。",), SIGNED], ("A4:E4",)),
    "section titles": ([HEADINGS, ("一、城区",), FIRST, ("二、乡村",), SECOND], ()),
    "headings again": ([HEADINGS, FIRST, HEADINGS, SECOND], ()),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_table_is_found_however_it_is_laid_out(tmp_path: Path, layout: str) -> None:
    lines, merges = LAYOUTS[layout]
    reading = read(tmp_path / "a.xlsx", *lines, merges=merges)
    assert pupils(reading) == SCHOOLS
    assert [row.values["classes_primary"] for row in reading.rows] == [3, 1]
    assert codes(reading) == []


@pytest.mark.parametrize("merges", [(*VERTICAL, "D1:E1", "F1:G1"), ()], ids=["merged", "left blank"])
def test_a_header_of_two_rows_is_put_together(tmp_path: Path, merges: tuple[str, ...]) -> None:
    reading = read(tmp_path / "a.xlsx", *GROUPED, merges=merges)
    fields = ("pupils_primary", "classes_primary", "pupils_junior", "classes_junior")
    assert [reading.rows[1].values[field] for field in fields] == [45, 1, 30, 1]
    assert reading.rows[0].values["pupils_junior"] is None
    assert reading.rows[1].cells["pupils_junior"].address == "F4"
    assert codes(reading) == []


def test_a_school_right_above_another_header_is_not_taken_for_part_of_it(tmp_path: Path) -> None:
    junior = ("学校标识码", "学校名称", "办学类型", "初中在校生数", "初中班级数")
    third = ("9901000003", "示例县第一初级中学", "初级中学", 300, 6)
    reading = read(tmp_path / "a.xlsx", HEADINGS, FIRST, SECOND, junior, third)
    assert [row.name for row in reading.rows] == ["示例县第一小学", "示例县第二小学", "示例县第一初级中学"]
    assert reading.rows[2].values["pupils_junior"] == 300
    assert reading.rows[2].values["pupils_primary"] is None


def test_columns_come_in_any_order_and_others_are_passed_over_with_a_notice(tmp_path: Path) -> None:
    headings = ("序号", "小学在校生数", "校长姓名", "学校名称", "学校标识码", "办学类型", "小学班级数")
    line = (1, 120, "张三", "示例县第一小学", "9901000001", "小学", 3)
    reading = read(tmp_path / "a.xlsx", headings, line)
    row = reading.rows[0]
    assert (row.code, row.name, row.values["pupils_primary"]) == ("9901000001", "示例县第一小学", 120)
    assert row.cells["pupils_primary"].address == "B2"
    assert row.number == 2
    assert any("序号（A1）" in notice and "校长姓名（C1）" in notice for notice in reading.notices)


def test_sheets_of_both_stages_are_read_and_others_are_not(tmp_path: Path) -> None:
    short = ("学校标识码", "学校名称", "办学类型", "在校生数", "班级数")
    path = save(
        tmp_path / "a.xlsx",
        {
            "填表说明": [("学校标识码", "10 位"), ("学校名称", "全称"), ("小学在校生数", "人")],
            "小学": [("小学台账",), short, FIRST],
            "初中": [short, ("9901000003", "示例县第一初级中学", "初级中学", 300, 6)],
            "学校名单": [("学校标识码", "学校名称"), ("9901000001", "示例县第一小学")],
        },
    )
    reading = workbook.read(path)
    assert [(row.sheet, row.name) for row in reading.rows] == [
        ("小学", "示例县第一小学"),
        ("初中", "示例县第一初级中学"),
    ]
    assert reading.rows[0].values["pupils_primary"] == 120
    assert reading.rows[1].values["pupils_junior"] == 300
    assert reading.fields >= {"code", "pupils_primary", "pupils_junior", "classes_junior"}
    assert any("学校名单" in notice for notice in reading.notices)


def test_hidden_sheets_are_not_read_hidden_rows_are_and_both_are_told(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", {"台账": [HEADINGS, FIRST, SECOND], "去年": [HEADINGS, FIRST]})
    hide(path)
    reading = workbook.read(path)
    assert pupils(reading) == SCHOOLS
    assert codes(reading) == ["hidden_rows", "hidden_columns"]
    assert "第 3 行" in reading.problems[0].message
    assert any("“去年”是隐藏的" in notice for notice in reading.notices)


def hide(path: Path) -> None:
    book = load_workbook(path)
    book["去年"].sheet_state = "hidden"
    book["台账"].row_dimensions[3].hidden = True
    book["台账"].column_dimensions["E"].hidden = True
    book.save(path)


def test_a_heading_that_stands_twice_is_not_read_at_all(tmp_path: Path) -> None:
    reading = read(tmp_path / "a.xlsx", (*HEADINGS, "小学班级数"), (*FIRST, 5))
    assert codes(reading) == ["heading_repeated"]
    assert "E1、F1" in reading.problems[0].message
    assert reading.rows[0].values["classes_primary"] is None


def test_a_heading_in_another_unit_is_not_read_at_all(tmp_path: Path) -> None:
    reading = read(tmp_path / "a.xlsx", (*HEADINGS, "教学仪器设备资产值（元）"), (*FIRST, 350_000))
    (problem,) = reading.problems
    assert (problem.code, problem.severity, problem.cell) == ("heading_in_other_unit", Severity.ERROR, "F1")
    assert reading.rows[0].values["equipment_value"] is None


def test_a_row_of_units_is_believed_too(tmp_path: Path) -> None:
    units = (None, None, None, "人", "个", "元")
    reading = read(tmp_path / "a.xlsx", (*HEADINGS, "教学仪器设备资产值"), units, (*FIRST, 350_000))
    assert codes(reading) == ["heading_in_other_unit"]
    assert reading.rows[0].values["equipment_value"] is None


@pytest.mark.parametrize(
    ("heading", "code", "value"),
    [
        ("小学在校生数（含学前班）", "heading_has_remark", 99),
        ("小学在校人数", "heading_nearly_matches", None),
        ("小学在校生总数", "heading_nearly_matches", None),
    ],
)
def test_a_heading_that_is_half_known_is_asked_about(
    tmp_path: Path, heading: str, code: str, value: int | None
) -> None:
    headings = ("学校标识码", "学校名称", "初中在校生数", heading)
    reading = read(tmp_path / "a.xlsx", headings, ("9901000001", "示例县第一小学", 0, 99))
    (problem,) = reading.problems
    assert (problem.code, problem.severity, problem.field) == (code, Severity.QUERY, "pupils_primary")
    assert reading.rows[0].values["pupils_primary"] == value


def test_a_ledger_without_pupils_says_which_heading_may_be_theirs(tmp_path: Path) -> None:
    with pytest.raises(LedgerRefused) as refusal:
        read(tmp_path / "a.xlsx", ("学校名称", "小学在校人数", "小学班级数"), ("示例县第一小学", 99, 3))
    assert refusal.value.problem.code == "E33"
    assert "“小学在校人数”没有认出来" in refusal.value.problem.message


def test_a_choice_merged_over_several_schools_holds_for_each_and_a_figure_does_not(tmp_path: Path) -> None:
    lines = (HEADINGS, FIRST, ("9901000002", "示例县第二小学", None, None, 1))
    reading = read(tmp_path / "a.xlsx", *lines, merges=("C2:C3", "D2:D3"))
    assert [row.values["school_type"] for row in reading.rows] == ["小学", "小学"]
    assert pupils(reading) == [("示例县第一小学", 120), ("示例县第二小学", None)]


def test_a_district_ledger_of_few_columns_is_read(tmp_path: Path) -> None:
    reading = read(
        tmp_path / "a.xlsx", ("学校名称", "小学在校生数", "教学用计算机数"), ("Sunol Glen", 195, 67)
    )
    assert pupils(reading) == [("Sunol Glen", 195)]
    assert reading.fields == {"name", "pupils_primary", "computers"}


def test_a_total_with_a_schools_code_is_a_school(tmp_path: Path) -> None:
    reading = read(tmp_path / "a.xlsx", HEADINGS, ("9901000009", "合计", "小学", 1, 1))
    assert pupils(reading) == [("合计", 1)]


def test_a_missing_file_is_a_refusal(tmp_path: Path) -> None:
    for path in (tmp_path / "nothing.xlsx", tmp_path):
        with pytest.raises(LedgerRefused) as refusal:
            workbook.read(path)
        assert refusal.value.problem.code == "E00"


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (tuple(zip(*(HEADINGS, FIRST, SECOND), strict=True)), "栏目是竖着排的（A1 起）"),
        (((*HEADINGS, None, *HEADINGS), (*FIRST, None, *SECOND)), "在同一行里有 2 处（A1、G1）"),
    ],
)
def test_a_table_that_lies_otherwise_is_refused_saying_how(
    tmp_path: Path, lines: tuple[Line, ...], told: str
) -> None:
    with pytest.raises(LedgerRefused, match="没有找到台账的表头") as refusal:
        read(tmp_path / "a.xlsx", *lines)
    assert refusal.value.problem.code == "E32"
    assert told in refusal.value.problem.message


def test_what_was_passed_over_is_told_line_by_line(tmp_path: Path) -> None:
    """Nothing that is filled in goes unsaid; a figure without a name is an error, not a line passed over."""
    below: tuple[Line, ...] = ((None, None, None, 0, 0), ("注意事项",), (None, None, None, 7, 0))
    reading = read(tmp_path / "a.xlsx", HEADINGS, FIRST, *below)
    assert [notice for notice in reading.notices if "没有读入" in notice] == [
        "工作表“台账”第 3 行是没有填的行（只有公式或 0），没有读入。",
        "工作表“台账”第 4 行是说明行，没有读入。",
    ]
    assert [(row.number, row.name, row.values["pupils_primary"]) for row in reading.rows][1:] == [(5, "", 7)]

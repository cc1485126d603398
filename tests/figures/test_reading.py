"""County figures typed the way people type them: both layouts, and what is asked about."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from schools.figures import reading
from schools.figures.columns import FIGURES
from schools.figures.reading import Reading
from schools.ledger.columns import Value
from schools.ledger.problems import LedgerRefused, Severity
from tests.ledgers.sheets import Line, save


def read(path: Path, *lines: Line, merges: Sequence[str] = (), **sheets: Sequence[Line]) -> Reading:
    return reading.read(save(path / "figures.xlsx", {"县级数据": lines, **sheets}, merges))


def found(read: Reading) -> dict[str, Value]:
    return {field: value for field, value in read.values.items() if value is not None}


def codes(read: Reading) -> list[str]:
    return [problem.code for problem in read.problems]


HEADER = ("项目", "单位", "填报值", "用于", "说明")


def test_one_below_the_other_as_in_the_template(tmp_path: Path) -> None:
    lines = [("人口总数", "万人", 35.2, "表Ⅰ L1", "常住人口"), ("乡镇数", "个", 12, "表Ⅰ L3", "")]
    figures = read(tmp_path, HEADER, *lines)
    assert found(figures) == {"population": Decimal("35.2"), "townships": 12}
    assert figures.cells["population"] == ("县级数据", "C2", "35.2")
    assert figures.problems == ()


def test_side_by_side_with_headings_units_codes_and_one_row(tmp_path: Path) -> None:
    figures = read(
        tmp_path,
        ["表Ⅰ 基本情况"],
        ["县名", "自然情况", None, "经济情况"],
        [None, "人口总数(万人)", "农业人口数(万人)", "年人均国内生产总值"],
        [None, None, None, "元"],
        [None, "L1", "L2", "L3"],
        ["示例县", 35.2, "１２．５", "62,300元"],
        ["注：人口按常住人口统计"],
        merges=["A2:A3", "B2:C2", "A1:D1"],
    )
    assert found(figures) == {
        "population": Decimal("35.2"),
        "rural_population": Decimal("12.5"),
        "gdp_per_head": 62300,
    }
    assert figures.cells["gdp_per_head"].address == "D6"


def test_subjects_over_their_levels_and_gaps(tmp_path: Path) -> None:
    figures = read(
        tmp_path,
        ["乡镇数", "语文", None, "数学", None],
        [None, "学业水平等级", "校际差异率", "学业水平等级", "校际差异率"],
        [12, "III级", "12%", "三", 0.113],
        merges=["B1:C1", "D1:E1", "A1:A2"],
    )
    assert found(figures) == {
        "townships": 12,
        "level_chinese": "Ⅲ",
        "gap_chinese": Decimal("0.12"),
        "level_maths": "Ⅲ",
        "gap_maths": Decimal("0.113"),
    }


def test_several_blocks_one_below_the_other(tmp_path: Path) -> None:
    figures = read(
        tmp_path, ["人口总数", "乡镇数"], [35.2, 12], [], ["优质高中分配名额", "行政村数"], [660, 143]
    )
    assert [figures.cells[field].address for field in ("townships", "villages")] == ["B2", "B5"]


def test_a_list_without_a_header_in_two_columns_of_pairs(tmp_path: Path) -> None:
    figures = read(
        tmp_path, ["人口总数", 35.2, "乡镇数", 12], ["农业人口数", "10.1万人", "行政村数", "１００个"]
    )
    assert found(figures) == {
        "population": Decimal("35.2"),
        "townships": 12,
        "rural_population": Decimal("10.1"),
        "villages": 100,
    }


def test_figures_spread_over_sheets_remember_theirs(tmp_path: Path) -> None:
    figures = read(
        tmp_path, HEADER, ["人口总数", "万人", 35.2], 教育=[HEADER, ["残疾儿童少年入学数", "人", 231]]
    )
    assert figures.cells["disabled_enrolled"][:2] == ("教育", "C2")
    assert len(found(figures)) == 2


@pytest.mark.parametrize(
    ("heading", "written", "field", "value"),
    [
        ("义务教育预算内经费拨款比上年增长", "-2.5%", "allocation_growth", Decimal("-2.5")),
        ("义务教育预算内经费拨款比上年增长（%）", "−2.5", "allocation_growth", Decimal("-2.5")),
        ("其中：家长问卷总数", "300份", "survey_parents_total", 300),
        ("家长问卷总数", 300, "survey_parents_total", 300),
        ("1. 乡镇数（个）", "１２", "townships", 12),
        ("通过国家基本均衡认定年份", "2015年", "basic_recognised_year", 2015),
        ("通过国家基本均衡认定年份", date(2015, 3, 1), "basic_recognised_year", 2015),
        ("survey_valid", 541, "survey_valid", 541),
        ("语文学业水平等级", "Ⅳ级", "level_chinese", "Ⅳ"),
        ("语文学业水平等级", 3, "level_chinese", "Ⅲ"),
        ("特殊教育学校公用经费", "98.6万元", "special_school_funding", Decimal("98.6")),
        ("小学生均公用经费基准定额", "1,150", "funding_norm_primary", 1150),
    ],
)
def test_what_a_person_reads_in_one_way_is_read(
    tmp_path: Path, heading: str, written: str | int, field: str, value: Value
) -> None:
    figures = read(tmp_path, HEADER, [heading, "", written])
    assert (found(figures), figures.problems) == ({field: value}, ())


def test_a_cell_shown_as_a_percentage_is_one(tmp_path: Path) -> None:
    path = save(
        tmp_path / "f.xlsx",
        {"县级数据": [HEADER, ["小学六年巩固率", "%", 0.985], ["语文校际差异率", "", 0.12]]},
    )
    book = _shown_as_percentages(path, "C2", "C3")
    figures = reading.read(book)
    assert found(figures) == {"retention_primary": Decimal("98.5"), "gap_chinese": Decimal("0.12")}


def _shown_as_percentages(path: Path, *cells: str) -> Path:
    book = load_workbook(path)
    for cell in cells:
        book.worksheets[0][cell].number_format = "0.0%"
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (["人口总数", "人", 352000], "heading_in_other_unit"),
        (["人口总数（人）", "", 352000], "heading_in_other_unit"),
        (["人口总数", "万人", "352000人"], "unit_differs"),
        (["乡镇数", "个", 12.5], "not_whole"),
        (["乡镇数", "个", -1], "number_negative"),
        (["乡镇数", "个", "约12"], "not_a_number"),
        (["乡镇数", "个", "—"], "dash_in_number_cell"),
        (["语文学业水平等级", "", "优"], "not_a_choice"),
        (["语文校际差异率", "", "0.1级"], "not_a_number"),
    ],
)
def test_what_could_be_two_things_is_an_error(tmp_path: Path, line: Line, code: str) -> None:
    figures = read(tmp_path, HEADER, line)
    [problem] = figures.problems
    assert (problem.code, problem.severity, problem.cell) == (code, Severity.ERROR, "C2")
    assert found(figures) == {}


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (["语文校际差异率", "", 0.1234], "more_than_three_decimals"),
        (["小学六年巩固率", "%", 98.55], "more_than_one_decimal"),
        (["人口总数（户籍）", "", 35.2], "heading_has_remark"),
        (["行政村总数", "", 143], "heading_nearly_matches"),
    ],
)
def test_what_is_doubtful_is_a_question(tmp_path: Path, line: Line, code: str) -> None:
    figures = read(tmp_path, HEADER, ["乡镇数", "个", 12], line)
    assert codes(figures) == [code]
    assert figures.problems[0].severity is Severity.QUERY


def test_two_numbers_in_a_line_are_not_chosen_between(tmp_path: Path) -> None:
    figures = read(tmp_path, ["人口总数", "万人", 35.2], ["乡镇数", "个", 12, 13])
    assert codes(figures) == ["several_values"]
    assert found(figures) == {"population": Decimal("35.2")}


def test_a_figure_written_twice_must_be_the_same(tmp_path: Path) -> None:
    again: list[Line] = [HEADER, ["人口总数", "万人", 35.2], ["乡镇数", "个", None]]
    figures = read(tmp_path, HEADER, ["人口总数", "万人", 35.2], ["乡镇数", "个", 12], 又一张=again)
    assert (codes(figures), len(found(figures))) == ([], 2)
    again[1] = ["人口总数", "万人", 35.3]
    figures = read(tmp_path, HEADER, ["人口总数", "万人", 35.2], ["乡镇数", "个", 12], 又一张=again)
    assert (codes(figures), found(figures)) == (["figure_repeated"], {"townships": 12})


def test_a_formula_is_read_by_its_result_and_asked_about(tmp_path: Path) -> None:
    figures = read(tmp_path, HEADER, ["人口总数", "万人", 35.2], ["乡镇数", "个", "=6+6"])
    assert codes(figures) == ["formula_without_value"]


def test_a_blank_cell_is_remembered_and_is_no_zero(tmp_path: Path) -> None:
    figures = read(
        tmp_path, HEADER, ["人口总数", "万人", 35.2], ["乡镇数", "个", None], ["行政村数", "个", 0]
    )
    assert found(figures) == {"population": Decimal("35.2"), "villages": 0}
    assert figures.cells["townships"] == ("县级数据", "C3", "")
    assert figures.filled == 2
    assert set(figures.values) == {figure.field for figure in FIGURES}


def refusal(path: Path, *lines: Line) -> str:
    with pytest.raises(LedgerRefused) as refused:
        read(path, *lines)
    assert refused.value.problem.remedy
    return refused.value.problem.code


def test_what_holds_no_figures_is_refused(tmp_path: Path) -> None:
    assert (
        refusal(tmp_path, ["学校标识码", "学校名称", "小学在校生数"], ["9901000001", "示例小学", 120])
        == "E36"
    )
    assert refusal(tmp_path, HEADER, ["人口总数", "万人", None]) == "E38"


def test_several_rows_below_the_same_headings_are_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, ["年份", "人口总数", "乡镇数"], [2024, 35.2, 12], [2025, 35.4, 12]) == "E37"
    headed: list[Line] = [("人口总数", "乡镇数"), (1, 2)]
    assert refusal(tmp_path, *headed * 101) == "E35"
    line: Line = ("人口总数", 35.2)
    assert refusal(tmp_path, *[line] * 1001) == "E35"


def test_a_row_of_totals_is_taken_where_it_is_the_only_one(tmp_path: Path) -> None:
    figures = read(tmp_path, ["县名", "人口总数", "乡镇数"], ["合计", 35.2, 12])
    assert figures.values["townships"] == 12


def test_a_file_that_is_gone_or_no_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LedgerRefused, match="文件打不开"):
        reading.read(tmp_path / "none.xlsx")
    with pytest.raises(LedgerRefused):
        reading.read_bytes(b"PK\x03\x04 no more")

"""What a dossier says: rounded once, marked by the standard, and never more certain than the figures."""

from dataclasses import replace
from fractions import Fraction

import pytest

from indicators import published
from indicators.calculation import findings
from indicators.calculation.facts import SchoolFacts, SchoolType
from indicators.calculation.findings import CountyFinding
from indicators.calculation.outcomes import Outcome
from reports.contents import dossier, national, tables
from reports.contents.dossier import Dossier
from reports.contents.occasion import Occasion, Query
from reports.contents.tables import Cell, Column, Table
from tests.calculation.counties import county, school

OCCASION = Occasion(county="示例县", filename="台账.xlsx", sha256="ab" * 32, schools=2, demo=False, year=2025)


def found(*schools: SchoolFacts, standard: str = "quality-2017") -> CountyFinding:
    return findings.judge(county(*schools), published.load(standard))


def made(*schools: SchoolFacts, occasion: Occasion = OCCASION, standard: str = "quality-2017") -> Dossier:
    return dossier.dossier(found(*schools, standard=standard), occasion)


def matrix_row(*schools: SchoolFacts) -> tuple[Cell, ...]:
    """The first primary school's row of 表Ⅱ-2."""
    return national.forms(found(*schools))[1].table.groups[0].rows[0]


def short_of(required: int | Fraction) -> SchoolFacts:
    """A school of 1,000 pupils with so many teachers above the required degree."""
    return school(teachers_college_primary=0, teachers_bachelor_primary=required, teachers_graduate_primary=0)


def test_a_value_just_below_is_shown_rounded_and_told_with_its_decimals() -> None:
    narrow = short_of(Fraction("41.95"))
    cell, *_, remark = matrix_row(narrow)[6:]
    assert (cell.text, cell.below, cell.below_floor, cell.rounded) == ("4.20", True, False, True)
    assert remark.text == "L7（原值 4.195）达到85%；其余 6 项达标"


@pytest.mark.parametrize(
    ("teachers", "marks"),
    [(50, ""), (42, "near"), (41, "below"), (36, "below"), (35, "below floor")],
)
def test_a_cell_is_marked_by_how_it_stands_to_standard_and_floor(teachers: int, marks: str) -> None:
    assert matrix_row(short_of(teachers))[6].css == marks


def test_what_is_not_filled_in_is_said_and_never_counts_as_anything() -> None:
    row = matrix_row(school(teachers_backbone_primary=None))
    assert (row[7].text, row[7].number, row[7].css) == ("未填报", None, "text missing")
    assert (row[13].text, row[14].text) == ("未定", "L8未填报；其余 6 项达标")


def test_zero_is_a_number() -> None:
    cell = matrix_row(school(teachers_backbone_primary=0))[7]
    assert (cell.text, cell.below_floor, cell.missing) == ("0.00", True, False)


def test_with_a_gap_in_the_figures_the_count_of_schools_is_open_too() -> None:
    standing, _, between = national.forms(found(school(teachers_backbone_primary=None), school("第二小学")))
    counts, shares = standing.table.groups[0].rows
    assert [cell.text for cell in counts[1:4]] == ["2", "未定", "2"]
    assert [cell.text for cell in shares[1:4]] == ["100.0", "未定", "100.0"]
    assert "小学县级以上骨干教师：1 个学段单位未填报，达标学校数未定。" in standing.table.notes
    mean, cv = between.table.groups[0].rows
    assert (mean[2].text, cv[2].text, cv[8].text) == ("未定", "未定", "未定")


def test_means_have_two_decimals_coefficients_three_and_the_last_of_the_means_is_a_dash() -> None:
    form = national.forms(found(school(), school("第二小学", teachers_backbone_primary=30)))[2]
    mean, cv = form.table.groups[0].rows
    assert [cell.text for cell in mean[1:3]] == ["7.00", "2.10"]
    assert mean[8].text == "——"
    assert cv[2].text == "0.429"
    assert all(len(cell.text) == 5 for cell in cv[1:])


def test_a_coefficient_that_rounding_puts_on_its_ceiling_is_told_with_more_decimals() -> None:
    finding = found(
        school(teachers_backbone_primary=10), school("第二小学", teachers_backbone_primary="30.005")
    )
    form = national.forms(finding)[2]
    cell = form.table.groups[0].rows[1][2]
    assert (cell.text, cell.below, cell.rounded) == ("0.500", True, True)
    assert any("四舍五入前 0.5001" in note for note in form.table.notes)


def test_the_ministrys_note_counts_the_schools() -> None:
    finding = found(
        school("一贯制", school_type=SchoolType.NINE_YEAR),
        school("教学点", school_type=SchoolType.TEACHING_POINT, pupils_primary=60),
        school("完中", school_type=SchoolType.COMPLETE),
    )
    note = national.forms(finding)[1].table.notes[0]
    assert "小学学校总数 2 所（其中：一贯制学校的小学部有 1 所，50人及以上教学点有 1 个）" in note
    assert "初中学校总数 3 所（其中：一贯制学校的初中部 1 所，完全中学的初中部 1 所）" in note


def test_a_verdict_is_one_sentence_with_county_year_and_standard() -> None:
    assert made(school()).verdict == (
        "示例县 2025 学年义务教育学校，依教督〔2017〕6号由台账判定，达标：小学 1 个学段单位全部达标，"
        "7 项差异系数均不高于上限；初中 1 个学段单位全部达标，7 项差异系数均不高于上限。"
    )
    failing = made(short_of(30))
    assert failing.outcome is Outcome.FAILS
    assert failing.verdict.endswith("不达标：小学 1 个学段单位中有 1 个不达标。")


def test_an_open_verdict_says_what_is_missing() -> None:
    open_ = made(school(teachers_backbone_primary=None))
    assert open_.outcome is Outcome.UNDETERMINED
    assert "小学：县级以上骨干教师差异系数未定：1 个学段单位未填报" in open_.reasons


def test_errors_in_the_ledger_keep_a_passing_county_open() -> None:
    occasion = replace(OCCASION, doubts=("台账有 2 处错误，改正后才能作出结论",))
    assert made(school()).outcome is Outcome.PASSES
    doubtful = made(school(), occasion=occasion)
    assert (doubtful.outcome, doubtful.reasons) == (Outcome.UNDETERMINED, occasion.doubts)


def test_the_gap_is_what_reaches_the_standard() -> None:
    rows = made(short_of(30), school("第二小学", teachers_backbone_primary=None)).gaps.groups[0].rows
    assert [[cell.text for cell in row] for row in rows] == [
        ["示例小学", "高于规定学历教师（人/百生）", "3.00", "4.2", "差 12 名高于规定学历的教师"],
        ["第二小学", "县级以上骨干教师（人/百生）", "未填报", "1", "须补报"],
    ]


def test_a_coefficient_above_its_ceiling_has_its_cause_named() -> None:
    uneven = made(school(), school("第二小学", teachers_backbone_primary=60))
    (cause,) = uneven.causes
    assert cause.startswith("小学县级以上骨干教师：占差异最多的是")
    assert "第二小学（50.0%）" in cause
    assert made(school()).causes == ()


def test_what_is_commonly_said_is_put_to_the_province() -> None:
    rows = made(school(), standard="basic-2012").sources.groups[0].rows
    doubtful = [row[0].text for row in rows if "请省级确认" in row[3].text]
    assert doubtful == [
        "小学综合差异系数上限",
        "初中综合差异系数上限",
        "小学高于规定学历",
        "初中高于规定学历",
    ]


def test_every_figure_of_the_standard_has_its_clause() -> None:
    rows = made(school()).sources.groups[0].rows
    assert len(rows) == 2 * 7 + 2 + 2 + 1 + 3 + 2
    assert all(cell.text for row in rows for cell in row)


def test_the_form_of_2012_states_that_the_provinces_standard_is_not_there() -> None:
    standing, by_school, _ = national.forms(found(school(), standard="basic-2012"))
    row = by_school.table.groups[0].rows[0]
    assert [cell.text for cell in row[2:6]] == ["7.00", "——", "12.00", "——"]
    assert row[-1].text == ""
    assert any("省级标准载入后填写" in note for note in by_school.table.notes)
    assert {cell.text for cell in standing.table.groups[0].rows[0][1:]} == {"未定"}


def test_the_working_adds_up_to_the_coefficient() -> None:
    pupils = [("甲", 12), ("乙", 30), ("丙", 14), *((f"校{number}", 13) for number in range(8))]
    working = made(*(school(name, teachers_backbone_primary=count) for name, count in pupils)).working
    assert working is not None
    *named, rest, total = working.shares.groups[0].rows
    assert (len(named), rest[0].text) == (8, "其余 3 个学段单位")
    assert (total[4].text, total[5].text) == (working.variance, "100.0")
    assert working.cv_shown == "0.337"


def test_a_school_with_two_stages_shows_how_it_was_split() -> None:
    split = made(school("一贯制", school_type=SchoolType.NINE_YEAR, pupils_junior=500)).split
    assert split is not None
    assert split.unit == "一贯制（小学部）"
    assert "小学部份额 = 小学 1000 人×1 ÷（小学 1000 人×1 + 初中 500 人×1.1）= 0.645161" in split.lines
    assert made(school()).split is None


def test_queries_stand_with_what_the_county_said() -> None:
    query = Query(school="示例小学", sheet="台账", cell="F12", message="偏大。", explanation="")
    said = replace(query, explanation="已核对。")
    rows = made(school(), occasion=replace(OCCASION, queries=(query, said))).queries.groups[0].rows
    assert [row[3].text for row in rows] == ["尚未说明", "已核对。"]


def test_demonstration_data_and_drafts_are_stamped() -> None:
    assert made(school()).stamps == ("草稿",)
    assert made(school(), occasion=replace(OCCASION, demo=True)).stamps == ("草稿", "示例数据")


def test_a_file_of_nobodys_county_is_called_by_its_name() -> None:
    assert replace(OCCASION, county="", year=None).subject == "台账“台账.xlsx”"


def test_headings_shared_by_columns_stand_above_them() -> None:
    columns = (
        Column(heading="甲", width=1),
        Column(heading="值", over="乙", code="L1", width=1),
        Column(heading="标准", over="乙", code="L2", width=1),
    )
    head = Table(caption="", columns=columns, groups=()).head
    assert [[(each.text, each.columns, each.rows) for each in row] for row in head] == [
        [("甲", 1, 3), ("乙", 2, 1)],
        [("值", 1, 1), ("标准", 1, 1)],
        [("L1", 1, 1), ("L2", 1, 1)],
    ]


def test_a_number_keeps_the_decimals_it_is_shown_with() -> None:
    cell = tables.number("4.20")
    assert (str(cell.number), cell.places) == ("4.20", 2)
    assert tables.number("100").places == 0


def test_one_school_alone_is_said_once() -> None:
    notes = national.forms(found(school()))[2].table.notes
    assert [note for note in notes if "仅一所" in note] == [
        "小学：仅一所，差异系数为 0。",
        "初中：仅一所，差异系数为 0。",
    ]

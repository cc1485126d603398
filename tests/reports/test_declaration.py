"""The rest of the national declaration: 表Ⅰ, 表Ⅳ to 表Ⅶ, cell by cell, from figures and conclusions."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from indicators.calculation import findings, whole
from indicators.calculation.facts import SchoolType, Stage
from indicators.calculation.items.reading import Answer, CountyFacts
from indicators.calculation.standard import Standard
from reports import forms
from reports.contents import declaration, sentences
from reports.contents.judged import Judged
from tests.calculation import complete
from tests.calculation.complete import BASIC, LAST_DAY, QUALITY, Change

MINISTRY = Path(__file__).parent / "data" / "forms-2017-county.txt"
SHEETS = {"表1": "表Ⅰ", "表4": "表Ⅳ", "表5": "表Ⅴ", "表6": "表Ⅵ"}
SMALL = complete.also(
    complete.a_school("村小", SchoolType.PRIMARY, Stage.PRIMARY, pupils_primary=90),
)
PAYLOAD = '=HYPERLINK("https://evil.example","看")'


def judged(*changes: Change, standard: Standard = QUALITY, on: date | None = LAST_DAY) -> Judged:
    facts = complete.complete()
    for change in changes:
        facts = change(facts)
    found = whole.judge(facts, standard, on=on)
    return Judged(facts=facts, county=found.county, whole=found)


def written(made: Judged) -> dict[str, Any]:
    content = forms.workbook(declaration.forms(made))
    return {sheet.title: sheet for sheet in openpyxl.load_workbook(BytesIO(content)).worksheets}


def texts(sheet: Any) -> list[str]:
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def notes(sheet: Any) -> str:
    """What stands in the first column, notes among it."""
    return "\n".join(str(row[0].value or "") for row in sheet.iter_rows())


def ministrys() -> Iterator[tuple[str, str, str]]:
    sheet = ""
    for line in MINISTRY.read_text("utf-8").splitlines()[2:]:
        if line.startswith("==="):
            sheet = SHEETS[line.split()[2]]
            continue
        for cell in re.split(r" \| (?=[A-Z]+\d+:)", line):
            address, _, text = cell.partition(":")
            if address != "A1":  # the titles carry slips of the pen
                yield sheet, address, text


def bare(text: object) -> str:
    """Without spaces, which a page's width put there, and with one kind of brackets and colons."""
    plain = re.sub(r"\s", "", str(text)).replace("(", "（").replace(")", "）")
    return plain.replace(";", "；").removesuffix("。")


def pattern(text: str) -> str:
    """The ministry's text with figures for its blanks; what the county concludes may stand behind it."""
    return re.sub(r"＿+|_+", "[\\\\d.Ⅰ-Ⅳ]+", re.escape(bare(text))) + "(。?见佐证)?"


@pytest.fixture(scope="module")
def quality() -> dict[str, Any]:
    return written(judged(SMALL, complete.county(small_school_funding=65000)))


@pytest.mark.parametrize(("sheet", "address", "text"), list(ministrys()))
def test_every_cell_of_the_ministry_is_there_with_its_blanks_filled_in(
    quality: dict[str, Any], sheet: str, address: str, text: str
) -> None:
    assert re.fullmatch(pattern(text), bare(quality[sheet][address].value)), quality[sheet][address].value


def test_all_cells_of_the_ministry_were_compared() -> None:
    counted = [sheet for sheet, _, _ in ministrys()]
    assert {sheet: counted.count(sheet) for sheet in SHEETS.values()} == {
        "表Ⅰ": 58, "表Ⅳ": 33, "表Ⅴ": 15, "表Ⅵ": 19,
    }  # fmt: skip


def test_the_declaration_is_complete_and_in_order() -> None:
    names = ["表Ⅰ", "表Ⅱ-1", "表Ⅱ-2", "表Ⅲ", "表Ⅳ", "表Ⅴ", "表Ⅵ"]
    assert [form.number for form in declaration.forms(judged())] == names
    assert [form.number for form in declaration.forms(judged(standard=BASIC))] == [*names, "表Ⅶ"]


def test_without_county_figures_the_ledgers_forms_are_left() -> None:
    schools = complete.complete().schools
    made = Judged(facts=CountyFacts(schools=schools), county=findings.judge(schools, QUALITY))
    assert [form.number for form in declaration.forms(made)] == ["表Ⅰ", "表Ⅱ-1", "表Ⅱ-2", "表Ⅲ"]
    sheet = written(made)["表Ⅰ"]
    assert [sheet[f"{column}9"].value for column in "AHIKS"] == [None, None, 1, 1, 1000]
    assert "未填：L1人口总数" in notes(sheet)


def test_the_overview_is_numbers_with_the_decimals_asked_for(quality: dict[str, Any]) -> None:
    population, pupils = quality["表Ⅰ"]["A9"], quality["表Ⅰ"]["S9"]
    assert (population.value, population.number_format) == (40, "0.00")
    assert (pupils.value, pupils.number_format) == (1090, "0")
    assert "取自县级数据" in notes(quality["表Ⅰ"]) and "取自学校台账" in notes(quality["表Ⅰ"])


def test_the_survey_is_numbers_and_the_rate_has_one_decimal(quality: dict[str, Any]) -> None:
    row = [quality["表Ⅵ"].cell(6, column).value for column in range(2, 6)]
    assert row == [600, 420, 357, 85]
    assert quality["表Ⅵ"]["E6"].number_format == "0.0"
    assert quality["表Ⅵ"]["H6"].value is None


def test_what_is_open_has_no_verdict_and_a_note_says_why() -> None:
    made = judged(complete.county(teacher_pay=None), complete.answer("guarantee-01", None))
    sheet = written(made)["表Ⅳ"]
    assert (sheet["C3"].value, sheet["C10"].value, sheet["C4"].value) == (None, None, "达标")
    assert sheet["B10"].value.startswith("全县义务教育学校教师年平均工资收入为＿＿元")
    assert "第8项未定：义务教育学校教师年平均工资收入未填报" in notes(sheet)
    assert "第1项未定" in notes(sheet)


def test_what_fails_is_told_and_marked() -> None:
    sheet = written(judged(complete.primary(oversize_classes_primary=2)))["表Ⅳ"]
    assert sheet["B7"].value.startswith("超过45人的小学班级2个，超过50人的初中班级0个")
    assert (sheet["C7"].value, sheet["C7"].fill.fill_type) == ("不达标", "solid")


def test_an_allowance_is_named_below_form_4_with_its_last_day_and_duty() -> None:
    # 2,300 pupils are allowed in a school built in 2010, for as long as the clause holds.
    made = judged(complete.primary(built_year=2010, pupils_primary=2300, pupils_in_zone_primary=2300))
    told = notes(written(made)["表Ⅳ"])
    assert "使用宽限条款（学校规模）：示例小学。" in told
    assert "条款适用至 2022-09-30" in told and "认定后 3 年之内达到规定标准要求" in told
    assert "宽限" not in notes(written(judged())["表Ⅳ"])


def test_the_17_items_of_2012_bring_their_points() -> None:
    sheet = written(judged(standard=BASIC))["表Ⅳ"]
    assert [sheet.cell(row, 1).value.split(".")[0] for row in range(3, 20)] == [str(n) for n in range(1, 18)]
    assert [float(sheet.cell(row, 3).value) for row in range(3, 20)] == [5.88] * 17
    assert (sheet["A20"].value, float(sheet["C20"].value)) == ("合计", 100)


def test_points_that_are_not_certain_are_not_added_up() -> None:
    made = judged(complete.answer("work-01", None), complete.answer("work-02", False), standard=BASIC)
    sheet = written(made)["表Ⅳ"]
    assert [sheet.cell(row, 3).value for row in (3, 4, 20)] == [None, 0, None]
    assert "已得 88.24 分，最多可得 94.12 分，达标" in notes(sheet)


def test_the_funding_of_2012_has_sixteen_columns() -> None:
    sheet = written(judged(standard=BASIC))["表Ⅴ"]
    assert [sheet.cell(4, column).value for column in range(1, 17)] == [f"L{n}" for n in range(1, 17)]
    assert (float(sheet["B5"].value), sheet["B5"].number_format) == (8.1, "0.0")


def test_form_7_is_an_empty_frame_and_says_so() -> None:
    sheet = written(judged(standard=BASIC))["表Ⅶ"]
    assert sheet["A3"].value is None
    assert "此处留空" in notes(sheet)


@pytest.mark.parametrize("standard", [QUALITY, BASIC], ids=lambda each: each.code)
def test_every_item_of_the_parts_stands_in_a_form(standard: Standard) -> None:
    told = [bare(text) for sheet in written(judged(standard=standard)).values() for text in texts(sheet)]
    for item in standard.items:
        if item.part in {"guarantee", "quality", "work"}:
            name = sentences.NAMES.get(item.code, item.name)
            assert bare(f"{item.number}.{name}") in told


def test_a_conclusion_is_text_and_never_a_formula() -> None:
    plain = complete.complete()
    hostile = {code: Answer(met=True, conclusion=PAYLOAD) for code in plain.answers}
    facts = replace(plain, answers=hostile)
    found = whole.judge(facts, QUALITY, on=LAST_DAY)
    sheets = written(Judged(facts=facts, county=found.county, whole=found))
    cells = [cell for sheet in sheets.values() for row in sheet.iter_rows() for cell in row]
    assert any(PAYLOAD in str(cell.value) for cell in cells)
    assert {cell.data_type for cell in cells} <= {"s", "n"}


def test_the_same_county_gives_the_same_bytes() -> None:
    first, second = (forms.workbook(declaration.forms(judged())) for _ in range(2))
    assert first == second
    other = judged(complete.county(population=41))
    assert forms.workbook(declaration.forms(other)) != first

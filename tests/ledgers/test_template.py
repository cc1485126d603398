"""The workbook that is handed out: it can be filled in, and what is filled in is what is read."""

import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from schools.ledger import checks, gate, workbook
from schools.ledger.columns import COLUMNS, TEMPLATE_VERSION, Kind
from schools.ledger.problems import LedgerRefused
from schools.ledger.template import FIRST_ROW, HEADING_ROW, SHEET, write_template
from schools.ledger.template_guide import SHEET as GUIDE
from tests.ledgers.rows import county_rows, school


@pytest.mark.parametrize("standard", ["quality-2017", "basic-2012"])
def test_a_filled_template_reads_back_to_the_same_values(tmp_path: Path, standard: str) -> None:
    rows = county_rows()
    write_template(tmp_path / "a.xlsx", rows=rows, county="示例县", year=2025)
    reading = workbook.read(tmp_path / "a.xlsx")
    assert [dict(row.values) for row in reading.rows] == [
        {column.field: values.get(column.field) for column in COLUMNS} for values in rows
    ]
    assert reading.fields == {column.field for column in COLUMNS}
    assert checks.check(reading, standard=standard, year=2025) == ()
    assert reading.notices == ()


def test_what_a_name_says_is_text_and_rare_signs_survive(tmp_path: Path) -> None:
    names = ["=1+1小学", "@SUM(A1)小学", "𠮷田小学", "<b>小学</b>", "-小学"]
    rows = [school(number, name, "小学", {"primary": 100}) for number, name in enumerate(names, 1)]
    write_template(tmp_path / "a.xlsx", rows=rows)
    reading = workbook.read(tmp_path / "a.xlsx")
    assert [row.name for row in reading.rows] == names
    assert not [problem for problem in reading.problems if problem.code == "cell_is_formula"]


def test_figures_of_many_places_are_not_rounded(tmp_path: Path) -> None:
    area = Decimal("123456789.123456")
    row = school(1, "甲小学", "小学", {"primary": 100}) | {"site_area": area, "books": 2_147_483_647}
    write_template(tmp_path / "a.xlsx", rows=[row])
    values = workbook.read(tmp_path / "a.xlsx").rows[0].values
    assert (values["site_area"], values["books"]) == (area, 2_147_483_647)


def test_the_blank_template_is_a_ledger_without_schools(tmp_path: Path) -> None:
    write_template(tmp_path / "a.xlsx")
    with pytest.raises(LedgerRefused) as refusal:
        workbook.read(tmp_path / "a.xlsx")
    assert refusal.value.problem.code == "E34"
    assert (refusal.value.problem.sheet, refusal.value.problem.cell) == (SHEET, f"A{FIRST_ROW}")


def test_the_template_helps_the_clerk(tmp_path: Path) -> None:
    write_template(tmp_path / "a.xlsx", county="示例县", year=2025)
    book = load_workbook(tmp_path / "a.xlsx")
    sheet = book[SHEET]
    assert sheet["A1"].value == "示例县义务教育学校台账（2025 学年）"
    headings = [cell.value for cell in sheet[HEADING_ROW]]
    assert headings == [column.title for column in COLUMNS]
    assert sheet.freeze_panes == f"C{FIRST_ROW}"
    assert sheet.column_dimensions["A"].number_format == "@"
    rules = {str(rule.sqref).split(":")[0]: rule for rule in sheet.data_validations.dataValidation}
    assert len(rules) == len(COLUMNS)
    for place, column in zip(sheet[FIRST_ROW], COLUMNS, strict=False):
        rule = rules[place.coordinate]
        assert rule.error
        assert rule.prompt and len(rule.prompt) <= 255
        if column.kind is Kind.CHOICE:
            assert all(label in str(rule.formula1) for label in column.choices.values())
            assert len(str(rule.formula1)) <= 255
    assert rules[f"F{FIRST_ROW}"].formula1 == '"是,否"'
    guide = book[GUIDE]
    told = [row[0] for row in guide.iter_rows(values_only=True) if row[0]]
    assert [text for text in told if text in {column.heading for column in COLUMNS}] == [
        column.heading for column in COLUMNS
    ]


def test_the_template_carries_its_version_where_nobody_sees_it(tmp_path: Path) -> None:
    write_template(tmp_path / "a.xlsx")
    package = gate.inspect((tmp_path / "a.xlsx").read_bytes())
    assert package.defined_names["ledger_template"] == f'"{TEMPLATE_VERSION}"'
    assert load_workbook(tmp_path / "a.xlsx").defined_names["ledger_template"].hidden


def test_the_template_has_no_formulas_and_no_macros(tmp_path: Path) -> None:
    write_template(tmp_path / "a.xlsx", rows=county_rows())
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())
        assert not any("vba" in name.lower() for name in archive.namelist())


def test_the_command_writes_the_template(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("ledger_template", output=tmp_path / "空白台账.xlsx", county="示例县", year=2025)
    assert "空白台账.xlsx" in capsys.readouterr().out
    assert load_workbook(tmp_path / "空白台账.xlsx").sheetnames == [SHEET, GUIDE]


def test_the_command_says_where_it_cannot_write(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="请换一个可以写入的位置"):
        call_command("ledger_template", output=tmp_path / "nowhere" / "a.xlsx")

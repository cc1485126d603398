"""The county's template: what it offers, and that it reads back exactly what was written."""

from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from schools.figures import reading
from schools.figures.columns import FIGURES, GROUPS, Figure
from schools.figures.template import write_template
from schools.ledger.columns import Kind, Value
from schools.ledger.problems import LedgerRefused
from tests.figures.county import orderly


def extreme(figure: Figure, number: int) -> Value:
    """Something of the figure's kind that is easily lost on the way."""
    if figure.kind is Kind.CHOICE:
        return "ⅠⅡⅢⅣ"[number % 4]
    if figure.kind is Kind.INT:
        return (0, 2_147_483_647, 1)[number % 3]
    value = (Decimal("0.00"), Decimal("999999999.999999"), Decimal("0.000001"))[number % 3]
    return -value if figure.signed and value < 100 else value


@pytest.mark.parametrize(
    "values",
    [
        orderly(),
        {figure.field: extreme(figure, number) for number, figure in enumerate(FIGURES)},
        dict.fromkeys((figure.field for figure in FIGURES), None) | {"townships": 0},
    ],
    ids=["orderly", "extreme", "one alone"],
)
def test_what_is_written_reads_back_exactly(values: dict[str, Value], tmp_path: Path) -> None:
    write_template(tmp_path / "f.xlsx", values=values, county="示例县", year=2025)
    read = reading.read(tmp_path / "f.xlsx")
    assert dict(read.values) == values
    assert {each.code for each in read.problems} <= {
        "more_than_one_decimal",
        "more_than_two_decimals",
        "more_than_three_decimals",
    }
    assert read.notices == ()


def test_every_figure_has_a_line_with_unit_place_and_note_below_its_form(tmp_path: Path) -> None:
    write_template(tmp_path / "f.xlsx", county="示例县", year=2025)
    sheet = load_workbook(tmp_path / "f.xlsx").worksheets[0]
    lines = [[cell.value or "" for cell in row] for row in sheet.iter_rows()]
    assert lines[0][0] == "示例县县级数据（2025 学年）"
    assert lines[2] == ["项目", "单位", "填报值", "用于", "说明"]
    assert [line[0] for line in lines[3:] if line[0] in GROUPS] == list(GROUPS)
    for figure in FIGURES:
        [line] = [line for line in lines if line[0] == figure.heading]
        assert line == [figure.heading, figure.unit, "", figure.item, figure.note]
    assert len(sheet.data_validations.dataValidation) == len(FIGURES)


def test_a_blank_one_is_refused_as_blank(tmp_path: Path) -> None:
    call_command("county_template", output=tmp_path / "f.xlsx", county="示例县", year=2025, stdout=StringIO())
    with pytest.raises(LedgerRefused) as refusal:
        reading.read(tmp_path / "f.xlsx")
    assert refusal.value.problem.code == "E38"


def test_where_it_cannot_be_written_the_command_says_so(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="换一个可以写入的位置"):
        call_command("county_template", output=tmp_path / "nowhere" / "f.xlsx")


def test_the_same_figures_are_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_template(tmp_path / name, values=orderly())
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    write_template(tmp_path / "b", values=orderly(townships=13))
    assert (tmp_path / "a").read_bytes() != (tmp_path / "b").read_bytes()


def test_a_template_of_another_making_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("schools.figures.template.TEMPLATE_VERSION", "01234567")
    write_template(tmp_path / "f.xlsx", values=orderly())
    [notice] = reading.read(tmp_path / "f.xlsx").notices
    assert "01234567" in notice


def test_the_contract_is_whole() -> None:
    assert len(FIGURES) == 75
    assert sum(map(len, GROUPS.values())) == 75
    assert {figure.field for figure in FIGURES if figure.signed} == {
        figure.field for figure in FIGURES if "growth" in figure.field
    }

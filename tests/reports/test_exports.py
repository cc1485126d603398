"""Lists to take away: what a text begins with never makes it a formula, and numbers stay numbers."""

import csv
import hashlib
import io
import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from django.http import HttpResponse
from django.test import Client
from openpyxl.worksheet.worksheet import Worksheet

from counties.models import Officer
from indicators.models import CountyFigure, SchoolFigure
from operations.models import AuditEvent
from reports import rendering
from reports.exports import commas, workbook
from reports.exports.table import Table, Value
from schools.figures import template as figures_template
from schools.ledger import template
from schools.ledger.problems import Severity
from schools.models import LedgerProblem
from schools.repair import converted
from tests.factories import client_of, whole
from tests.reports.test_forms import PAYLOADS
from tests.steps import judged

NUL = "\0=1+1"
HIDDEN = ("\ufeff=1+1", "\u200b@SUM(1)", "\u3000＝1+1", "\u00a0-1+1")  # behind what is not seen
HARMLESS = ("第1小学", "1-2年级", "a=b", "'=1+1", "#N/A", "2025-09-01", "0012", '甲,乙;丙\n丁"戊')
NUMBERS: tuple[tuple[int | Fraction, str], ...] = (
    (0, "0"),
    (-5, "-5"),
    (1234567, "1234567"),
    (Fraction("4.195"), "4.195"),
    (Fraction("-0.05"), "-0.05"),
    (Fraction("0.1") + Fraction("0.2"), "0.3"),
    (Fraction(1, 10**7), "0.0000001"),
    (Fraction(2, 3), "0.66666666666666666667"),
)


def table(*rows: tuple[Value, ...]) -> Table:
    return Table(title="清单", headings=("甲", "乙")[: len(rows[0])], rows=rows)


def sheet_of(content: bytes) -> Worksheet:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert isinstance(sheet, Worksheet)
    return sheet


def lines_of(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def in_xml(text: str) -> str:
    """What XML has of a text: no NUL, and lines that end as its lines do."""
    return text.replace("\0", "").replace("\r", "\n")


@pytest.mark.parametrize("payload", [*PAYLOADS, NUL, *HIDDEN])
def test_a_workbook_takes_no_text_for_a_formula(payload: str) -> None:
    sheet = sheet_of(workbook.written(table((payload, 1))))
    cell = sheet["A2"]
    assert cell.data_type == "s"
    assert cell.value == in_xml(payload)
    assert cell.quotePrefix
    heading = sheet_of(workbook.written(Table(title="", headings=(payload,), rows=())))["A1"]
    assert (heading.data_type, heading.value) == ("s", in_xml(payload))


@pytest.mark.parametrize("payload", [*PAYLOADS, NUL, *HIDDEN])
def test_a_text_with_commas_warns_of_what_looks_like_a_formula(payload: str) -> None:
    assert lines_of(commas.written(table((payload, 1)))) == [["甲", "乙"], ["'" + payload, "1"]]
    assert lines_of(commas.written(Table(title="", headings=(payload,), rows=()))) == [["'" + payload]]


@pytest.mark.parametrize("text", HARMLESS)
def test_a_harmless_text_stays_as_it_is(text: str) -> None:
    cell = sheet_of(workbook.written(table((text, 1))))["A2"]
    assert (cell.data_type, cell.value, bool(cell.quotePrefix)) == ("s", text, False)
    assert lines_of(commas.written(table((text, 1))))[1] == [text, "1"]


@pytest.mark.parametrize(("number", "text"), NUMBERS)
def test_a_number_is_a_number(number: int | Fraction, text: str) -> None:
    cell = sheet_of(workbook.written(table((number, None))))["A2"]
    assert cell.data_type == "n"
    assert isinstance(cell.value, int | float)
    assert cell.value == float(Decimal(text))
    assert lines_of(commas.written(table((number, None))))[1] == [text, ""]


def test_a_list_without_rows_has_its_headings() -> None:
    empty = Table(title="", headings=("甲", "乙"), rows=())
    assert [cell.value for cell in sheet_of(workbook.written(empty))[1]] == ["甲", "乙"]
    assert lines_of(commas.written(empty)) == [["甲", "乙"]]


def taken(client: Client, name: str, pk: int, form: str) -> bytes:
    response = client.get(f"/reports/exports/{name}/{pk}.{form}")
    assert response.status_code == 200
    assert f".{form}" in response["Content-Disposition"]
    return whole(response)


@pytest.mark.django_db
def test_the_schools_are_those_of_the_matrix_with_their_exact_values(clerk: Officer) -> None:
    calculation = judged(clerk)
    figures = list(SchoolFigure.objects.filter(stage__calculation=calculation).order_by("stage__pk", "pk"))
    headings, *lines = lines_of(taken(client_of(clerk), "schools", calculation.pk, "csv"))
    assert [line[1] for line in lines] == [figure.name for figure in figures]
    asked = calculation.standard.all_indicators
    for indicator in asked:
        column = headings.index(f"{indicator.name}（{indicator.unit}）")
        for line, figure in zip(lines, figures, strict=True):
            value = Fraction(figure.values[indicator.code])
            assert abs(Fraction(line[column]) - value) <= abs(value) / 10**19
    sheet = sheet_of(taken(client_of(clerk), "schools", calculation.pk, "xlsx"))
    assert sheet.max_row == len(figures) + 1
    assert sheet.cell(2, 3).data_type == "s"  # a code is a text
    assert {sheet.cell(2, 5 + place).data_type for place in range(len(asked))} == {"n"}


@pytest.mark.django_db
def test_coefficients_and_items_are_whole(clerk: Officer) -> None:
    calculation, client = judged(clerk), client_of(clerk)
    _, *coefficients = lines_of(taken(client, "coefficients", calculation.pk, "csv"))
    kept = CountyFigure.objects.filter(stage__calculation=calculation).order_by("stage__pk", "pk")
    own = [line[2] for line in coefficients if line[1] != "综合差异系数"]
    assert [Decimal(text) for text in own] == [Decimal(figure.cv) for figure in kept]
    _, *items = lines_of(taken(client, "items", calculation.pk, "csv"))
    assert [line[2] for line in items] == [item.name for item in calculation.standard.items]
    assert {line[6] for line in items} <= {"达标", "不达标", "未定"}


@pytest.mark.django_db
def test_what_somebody_wrote_in_a_ledger_is_no_formula_in_its_problems(clerk: Officer) -> None:
    ledger = judged(clerk).ledger
    for payload in PAYLOADS:
        LedgerProblem.objects.create(
            ledger=ledger, severity=Severity.QUERY, code="x", message=payload, explanation=payload
        )
    sheet = sheet_of(taken(client_of(clerk), "problems", ledger.pk, "xlsx"))
    assert {cell.data_type for row in sheet for cell in row} <= {"s", "n"}
    messages = [sheet.cell(row, 6).value for row in range(2, sheet.max_row + 1)]
    assert messages[-len(PAYLOADS) :] == [in_xml(payload) for payload in PAYLOADS]
    lines = lines_of(taken(client_of(clerk), "problems", ledger.pk, "csv"))
    assert [(line[5], line[10]) for line in lines[-len(PAYLOADS) :]] == [("'" + p, "'" + p) for p in PAYLOADS]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["schools", "coefficients", "items", "problems"])
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_who_took_what_is_in_the_trail_and_a_stranger_takes_nothing(
    name: str, form: str, clerk: Officer, neighbours_clerk: Officer
) -> None:
    calculation = judged(clerk)
    pk = calculation.ledger.pk if name == "problems" else calculation.pk
    exported = AuditEvent.objects.filter(action="list.exported")
    refused = client_of(neighbours_clerk).get(f"/reports/exports/{name}/{pk}.{form}")
    assert refused.status_code == 404
    assert not exported.exists()
    content = taken(client_of(clerk), name, pk, form)
    event = exported.get()
    rows = sheet_of(content).max_row if form == "xlsx" else len(lines_of(content))
    assert (event.stream, event.actor, event.object) == (
        clerk.division.code,
        clerk.user.username,
        f"{name}:{pk}",
    )
    assert event.detail == {
        "rows": str(rows - 1),
        "form": form,
        "sha256": hashlib.sha256(content).hexdigest(),
    }


@pytest.mark.django_db
def test_an_unknown_list_or_form_is_not_found(clerk: Officer) -> None:
    pk = judged(clerk).pk
    for address in (f"officers/{pk}.csv", f"schools/{pk}.html", f"schools/{pk + 1}.csv"):
        assert client_of(clerk).get(f"/reports/exports/{address}").status_code == 404


@pytest.mark.django_db
def test_every_list_is_linked_from_the_page_it_stands_on(clerk: Officer) -> None:
    calculation, client = judged(clerk), client_of(clerk)
    LedgerProblem.objects.create(ledger=calculation.ledger, severity=Severity.QUERY, code="x", message="x")
    pages = {
        "schools": (f"/results/{calculation.pk}/", calculation.pk),
        "coefficients": (f"/results/{calculation.pk}/", calculation.pk),
        "items": (f"/results/{calculation.pk}/items/", calculation.pk),
        "problems": (f"/ledgers/{calculation.ledger.pk}/problems/", calculation.ledger.pk),
    }
    for name, (page, pk) in pages.items():
        answer = client.get(page)
        assert isinstance(answer, HttpResponse)
        for form in ("xlsx", "csv"):
            assert f'href="/reports/exports/{name}/{pk}.{form}"' in answer.content.decode()


# Whatever writes a table, and where texts that look like formulas are tried on it.
TRIED = {
    "reports/exports/workbook.py": "tests/reports/test_exports.py",
    "reports/exports/commas.py": "tests/reports/test_exports.py",
    "reports/forms.py": "tests/reports/test_forms.py",
    "operations/exchange/formats.py": "tests/operations/test_exchange.py",
    "schools/repair/converted.py": "tests/reports/test_exports.py",
    "schools/ledger/template.py": "tests/reports/test_exports.py",
    "schools/figures/template.py": "tests/reports/test_exports.py",
}
OURS = {"assessments/demo/workbooks.py"}  # writes nothing that anybody else wrote


def test_every_exporter_is_tried_with_every_payload() -> None:
    writes = re.compile(r"\bWorkbook\(|\bcsv\.(?:writer|DictWriter)\(")
    found = {
        path.relative_to(rendering.ROOT).as_posix()
        for app in ("config", "reports", "assessments", "indicators", "schools", "counties", "operations")
        for path in (rendering.ROOT / app).rglob("*.py")
        if writes.search(path.read_text("utf-8"))
    }
    assert found == TRIED.keys() | OURS
    assert all("PAYLOADS" in (rendering.ROOT / each).read_text("utf-8") for each in TRIED.values())


def test_what_is_written_back_to_a_clerk_is_no_formula(tmp_path: Path) -> None:
    texts = [each for each in PAYLOADS if each.strip() == each]
    typed = "\n".join(f'"{each.replace(chr(34), 2 * chr(34))}",1' for each in ("校名", *texts))
    named = [{"name": each} for each in PAYLOADS]
    template.write_template(tmp_path / "a.xlsx", rows=named, county="=1+1", year=2025)
    figures_template.write_template(tmp_path / "b.xlsx", values={}, county="=1+1", year=2025)
    written = [(tmp_path / name).read_bytes() for name in ("a.xlsx", "b.xlsx")]
    for content in (*written, converted.workbook_of(typed.encode("utf-8-sig"))):
        book = openpyxl.load_workbook(io.BytesIO(content))
        kinds = {cell.data_type for sheet in book.worksheets for line in sheet.iter_rows() for cell in line}
        assert "f" not in kinds

"""Old .xls and plain text say what the same table says as .xlsx, cell by cell."""

import io
from collections.abc import Callable
from datetime import date

import openpyxl
import pytest
import xlwt

from schools.ledger import books, workbook
from schools.ledger.alterations import Alteration
from schools.repair.converted import workbook_of
from tests.ledgers.sheets import FIRST, HEADINGS, SECOND, pupils
from tests.steps import orderly

LINES = (HEADINGS, FIRST, SECOND)
SCHOOLS = [("示例县第一小学", 120), ("示例县第二小学", 45)]


def old(*lines: tuple[object, ...], hidden_row: int = 0, style: str = "General") -> bytes:
    book, file = xlwt.Workbook(), io.BytesIO()
    page = book.add_sheet("台账")
    for number, line in enumerate(lines):
        for column, value in enumerate(line):
            page.write(number, column, value, xlwt.easyxf(num_format_str=style))
    if hidden_row:
        page.row(hidden_row).hidden = True
    book.save(file)
    return file.getvalue()


def text(
    delimiter: str = ",", encoding: str = "utf-8", lines: tuple[tuple[object, ...], ...] = LINES
) -> bytes:
    return "\r\n".join(delimiter.join(map(str, line)) for line in lines).encode(encoding)


FORMS: dict[str, Callable[[], bytes]] = {
    "xls": lambda: old(*LINES),
    "xls below a title": lambda: old(("示例县台账",), (), *LINES),
    "csv": text,
    "csv with a mark": lambda: text(encoding="utf-8-sig"),
    "csv of Chinese Windows": lambda: text(encoding="gb18030"),
    "csv of Excel's Unicode text": lambda: text("\t", "utf-16"),
    "semicolons": lambda: text(";"),
    "Chinese commas": lambda: text("，"),
    "quoted": lambda: "\n".join(",".join(f'"{cell}"' for cell in line) for line in LINES).encode(),
    "codes kept as texts": lambda: text().replace(b"9901000001", b'="9901000001"'),
}


@pytest.mark.parametrize("build", FORMS.values(), ids=FORMS)
def test_the_same_table_is_read_from_it(build: Callable[[], bytes]) -> None:
    data = build()
    books.inspect(data)
    reading = workbook.read_bytes(data)
    assert pupils(reading) == SCHOOLS
    assert [row.code for row in reading.rows] == [FIRST[0], SECOND[0]]
    assert [row.values["classes_primary"] for row in reading.rows] == [3, 1]


@pytest.mark.parametrize("build", FORMS.values(), ids=FORMS)
def test_as_a_workbook_it_says_the_same_in_the_same_cells(build: Callable[[], bytes]) -> None:
    here, there = workbook.read_bytes(build()), workbook.read_bytes(workbook_of(build()))
    assert [dict(row.values) for row in there.rows] == [dict(row.values) for row in here.rows]
    assert [row.cells["pupils_primary"].address for row in there.rows] == [
        row.cells["pupils_primary"].address for row in here.rows
    ]


def test_a_workbook_stays_as_it_is() -> None:
    data = workbook_of(text())
    assert workbook_of(data) is data


def test_a_text_that_looks_like_a_formula_stays_a_text() -> None:
    data = workbook_of(text(lines=(HEADINGS, (FIRST[0], "=1+1", *FIRST[2:]))))
    cell = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]["B2"]
    assert (cell.data_type, cell.value) == ("s", "=1+1")


def test_hidden_rows_of_an_old_workbook_are_told() -> None:
    reading = workbook.read_bytes(old(*LINES, hidden_row=2))
    assert [problem.code for problem in reading.problems] == ["hidden_rows"]


def test_dates_and_errors_of_an_old_workbook_are_known_as_such() -> None:
    lines = ((*HEADINGS, "建校年份"), (*FIRST, date(2005, 9, 1)))
    reading = workbook.read_bytes(old(*lines, style="YYYY-MM-DD"))
    assert reading.rows[0].values.get("built_year") in {2005, None}
    assert "旧版 .xls" in reading.notices[0]


def test_what_reading_changed_is_listed_with_its_cell() -> None:
    lines = (HEADINGS, (FIRST[0], " 示例县第一小学　", "完小", "１２０人", "3"), (SECOND[0], *SECOND[1:]))
    reading = workbook.read_bytes(text(lines=lines))
    assert reading.alterations == (
        Alteration("CSV", "B2", "示例县第一小学（含空格或看不见的字符）", "示例县第一小学"),
        Alteration("CSV", "C2", "完小", "小学"),
        Alteration("CSV", "D2", "１２０人", "120"),
    )
    assert reading.altered == 3


def test_an_orderly_ledger_is_read_as_it_is_written() -> None:
    assert workbook.read_bytes(orderly()).alterations == ()


def test_more_alterations_than_anybody_reads_are_counted() -> None:
    lines = [(f"99{number:08d}", f"第{number}小学", "小学", f"{number}人", "1") for number in range(1, 700)]
    reading = workbook.read_bytes(text(lines=(HEADINGS, *lines)))
    assert (len(reading.alterations), reading.altered) == (500, 699)

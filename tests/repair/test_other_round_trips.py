"""What came as .xls or .csv, and county figures, come back as .xlsx and are accepted on the second upload."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO

import pytest
import xlwt
from openpyxl import load_workbook

from assessments import actions as assessments
from counties.models import Officer
from schools import mending, registry
from schools.figures.columns import BY_FIELD
from schools.ledger.problems import Severity
from schools.models import Ledger
from tests.factories import NOW
from tests.figures.county import orderly_workbook
from tests.ledgers.rows import county_rows, reading
from tests.repair.messy import MESSY, Messy, saved
from tests.repair.test_round_trip import explained_codes, used
from tests.steps import checked, figures_checked

pytestmark = pytest.mark.django_db


def as_xls(content: bytes) -> bytes:
    """Return the cells of an .xlsx as Excel 97 kept them."""
    book, file = xlwt.Workbook(), BytesIO()
    for sheet in load_workbook(BytesIO(content)).worksheets:
        page = book.add_sheet(sheet.title.replace("'", "")[:31])
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    style = xlwt.easyxf(num_format_str=cell.number_format)
                    page.write(cell.row - 1, cell.column - 1, cell.value, style)
    book.save(file)
    return file.getvalue()


def as_csv(content: bytes) -> bytes:
    """Return the cells of the first sheet as Excel writes them for Chinese Windows."""
    file = io.StringIO()
    lines = csv.writer(file)
    for row in load_workbook(BytesIO(content)).worksheets[0].iter_rows(values_only=True):
        lines.writerow(["" if value is None else value for value in row])
    return file.getvalue().encode("gb18030")


FORMATS: Mapping[str, Callable[[bytes], bytes]] = {"xls": as_xls, "csv": as_csv}


def must_be_accepted(clerk: Officer, ledger: Ledger, again: Ledger) -> None:
    assert again.version == 2
    left = list(again.problems.filter(severity=Severity.ERROR).values_list("code", "cell", "message"))
    assert not left
    unexplained = again.problems.filter(severity=Severity.QUERY, explanation="")
    assert not [each for each in unexplained if each.code in explained_codes(ledger)]
    assert assessments.accept_ledger(ledger=again, by=clerk, at=NOW).state == Ledger.State.ACCEPTED


def proofs_but(count: int, cases: Sequence[tuple[object, ...]]) -> list[object]:
    longer = [pytest.mark.proof]
    return [pytest.param(*each, marks=longer if at >= count else []) for at, each in enumerate(cases)]


# A .csv knows no formats of cells.
KEEPS = [
    (each, form)
    for each in MESSY[::-1]
    for form in FORMATS
    if (each.code, form) != ("cell_is_percent", "csv")
]


@pytest.mark.parametrize(("messy", "form"), proofs_but(len(FORMATS), KEEPS))
def test_a_messy_ledger_of_another_format_is_accepted_on_the_second_upload(
    clerk: Officer, messy: Messy, form: str
) -> None:
    registry.enter(clerk.division, reading(county_rows()).rows)
    ledger = checked(clerk, FORMATS[form](messy.content()))
    assert messy.code in set(ledger.problems.values_list("code", flat=True))
    must_be_accepted(clerk, ledger, checked(clerk, used(mending.workbook(ledger))))


@dataclass(frozen=True)
class Slip:
    """*values* are written into the cells of an orderly county's figures; *code* is what is found."""

    code: str
    values: Mapping[str, str | int | Decimal]

    def content(self) -> bytes:
        book = load_workbook(BytesIO(orderly_workbook()))
        headings = {BY_FIELD[field].heading: value for field, value in self.values.items()}
        for row in book.worksheets[0].iter_rows():
            for cell in row:
                if str(cell.value) in headings:
                    row[2].value = headings.pop(str(cell.value))
        assert not headings
        return saved(book)


SLIPS = (
    Slip(
        "not_a_number",
        {
            "townships": "约12个",
            "population": 352_000,
            "gap_maths": Decimal("11.7"),
            "teacher_pay": "10.35万元",
        },
    ),
    Slip("not_a_number", {"villages": "一百四十三"}),
    Slip("unit_differs", {"rural_income": "2.145万元"}),
    Slip("dash_in_number_cell", {"small_school_pupils": "—", "small_school_funding": "无"}),
    Slip("population_in_other_unit", {"population": 352_000}),
    Slip("gdp_per_head_in_other_unit", {"gdp_per_head": 6}),
    Slip("not_whole", {"teacher_pay": Decimal("10.35")}),
    Slip("teacher_pay_in_other_unit", {"teacher_pay": 10}),
    Slip("teacher_pay_in_other_unit", {"teacher_pay": 8_600}),
    Slip("percent_as_ratio", {"education_share": Decimal("0.214")}),
    Slip("percent_as_ratio", {"retention_primary": Decimal("0.994")}),
    Slip("gap_over_1", {"gap_maths": Decimal("11.7")}),
    Slip("growth_unlikely", {"staff_pay_growth": Decimal("50.1")}),
    Slip("rural_income_above_urban", {"rural_income": 41_201}),
    Slip("more_than_two_decimals", {"population": Decimal("35.2049")}),
    Slip("not_whole", {"townships": Decimal("11.99999999")}),
)


@pytest.mark.parametrize("slip", proofs_but(1, [(each,) for each in SLIPS]))
def test_messy_county_figures_are_accepted_on_the_second_upload(clerk: Officer, slip: Slip) -> None:
    ledger = figures_checked(clerk, slip.content())
    assert slip.code in set(ledger.problems.values_list("code", flat=True))
    must_be_accepted(clerk, ledger, figures_checked(clerk, used(mending.workbook(ledger))))


@pytest.mark.parametrize("form", FORMATS)
def test_messy_county_figures_of_another_format_are_too(clerk: Officer, form: str) -> None:
    ledger = figures_checked(clerk, FORMATS[form](SLIPS[0].content()))
    assert ledger.problems.filter(severity=Severity.ERROR).count() >= 4
    must_be_accepted(clerk, ledger, figures_checked(clerk, used(mending.workbook(ledger))))

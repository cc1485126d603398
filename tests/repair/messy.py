"""Ledgers as clerks make them: each with a slip whose likely value is plain, or a 疑点 to explain."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from schools.ledger.columns import COLUMNS
from tests.ledgers.rows import county_rows

FIRST = 5
Spoil = Callable[[Worksheet], None]
_COLUMN = {column.field: number for number, column in enumerate(COLUMNS, 1)}


@dataclass(frozen=True)
class Messy:
    """*spoil* makes the mess in the sheet of a ledger that is in order; *code* is what is found."""

    name: str
    code: str
    spoil: Spoil
    has_errors: bool = True

    def content(self) -> bytes:
        book = orderly()
        self.spoil(book.worksheets[0])
        return saved(book)


def orderly() -> Workbook:
    """A workbook of hers, not made from our template: headings in row 4, schools from row 5."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "学校'台账 2025"
    sheet["A1"].value = "示例县学校台账"
    for number, column in enumerate(COLUMNS, 1):
        sheet.cell(FIRST - 1, number).value = column.title
    for row, values in enumerate(county_rows(), FIRST):
        for column in COLUMNS:
            value = values.get(column.field)
            if value is not None:
                written = ("否", "是")[value] if isinstance(value, bool) else value
                sheet.cell(row, _COLUMN[column.field]).value = written
    return book


def saved(book: Workbook) -> bytes:
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def put(school: int, field: str, value: object, number_format: str = "General") -> Spoil:
    def spoil(sheet: Worksheet) -> None:
        cell = sheet.cell(FIRST + school, _COLUMN[field])
        cell.value, cell.number_format = value, number_format  # type: ignore[assignment]  # any cell value

    return spoil


def times(school: int, field: str, factor: Decimal) -> Spoil:
    def spoil(sheet: Worksheet) -> None:
        cell = sheet.cell(FIRST + school, _COLUMN[field])
        cell.value = round(Decimal(str(cell.value)) * factor, 2)

    return spoil


def swap(school: int, one: str, other: str) -> Spoil:
    def spoil(sheet: Worksheet) -> None:
        first, second = (sheet.cell(FIRST + school, _COLUMN[each]) for each in (one, other))
        first.value, second.value = second.value, first.value

    return spoil


def everything(*spoils: Spoil) -> Spoil:
    def spoil(sheet: Worksheet) -> None:
        for each in spoils:
            each(sheet)

    return spoil


def formulas(sheet: Worksheet) -> None:
    for row in range(FIRST, FIRST + 3):
        cell = sheet.cell(row, _COLUMN["books"])
        cell.value = f"=SUM({cell.value},0)"


YUAN = Decimal(10_000)
MU = Decimal(3) / 2_000

MESSY = (
    Messy("equipment in yuan", "equipment_in_yuan", times(0, "equipment_value", YUAN)),
    Messy("budget in yuan", "operating_budget_in_yuan", times(1, "operating_budget", YUAN)),
    Messy("site in mu", "area_not_in_square_metres", times(2, "site_area", MU)),
    Messy("building in mu", "area_not_in_square_metres", times(3, "building_area", MU)),
    Messy(
        "columns swapped", "teaching_rooms_exceed_building", swap(0, "teaching_room_area", "building_area")
    ),
    Messy(
        "sports and site swapped", "sports_ground_exceeds_site", swap(4, "sports_ground_area", "site_area")
    ),
    Messy("fitness swapped", "fitness_passed_exceed_tested", swap(1, "fitness_passed", "fitness_tested")),
    Messy("zone swapped", "zone_exceeds_pupils", swap(1, "pupils_in_zone_primary", "pupils_primary")),
    Messy("about", "not_a_number", put(0, "books", "约35600册左右")),
    Messy("letter O", "not_a_number", put(3, "teachers_primary", "3O")),
    Messy("Chinese numerals", "not_a_number", put(4, "computers", "三十二")),
    Messy("another unit", "unit_differs", put(0, "site_area", "43.5亩")),
    Messy("yuan typed", "unit_differs", put(5, "equipment_value", "352800元")),
    Messy("a dash for none", "dash_in_number_cell", put(2, "leased_sports_area", "—")),
    Messy("choice misspelt", "not_a_choice", put(8, "school_type", "初级中")),
    Messy("founder misspelt", "not_a_choice", put(7, "founder", "民办（个人办）")),
    Messy("yes with a remark", "not_yes_or_no", put(4, "boarding", "是（部分学生）")),
    Messy("code lost its zeros", "code_malformed", put(0, "code", "99010-00001/A")),
    Messy("code in scientific notation", "code_distorted", put(6, "code", "9.9E+09")),
    Messy("percent format", "cell_is_percent", put(0, "books", 35600, "0%")),
    Messy("too many decimals", "too_many_decimals", put(0, "building_area", 11004.123456789)),
    Messy("nearly whole", "not_whole", put(0, "books", 35599.9999999)),
    Messy("three decimals", "more_than_two_decimals", put(0, "building_area", 11004.125), has_errors=False),
    Messy(
        "name and type",
        "name_disagrees_with_type",
        put(0, "name", "示例县第一初中"),
        has_errors=False,
    ),
    Messy(
        "everything at once",
        "not_a_choice",
        everything(
            times(0, "equipment_value", YUAN),
            swap(2, "teaching_room_area", "building_area"),
            put(4, "computers", "三十二"),
            put(8, "school_type", "初级中"),
            put(9, "code", "99010-00010-"),
            put(2, "leased_sports_area", "—"),
            put(5, "built_year", 1900),
        ),
    ),
)

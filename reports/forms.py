"""The national forms as .xlsx, cell for cell in the ministry's layout, ready to be handed in."""

import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from reports import fitting
from reports.contents.national import Form
from reports.contents.tables import Cell, Heading, Row, Table

TITLE = Font(name="宋体", size=16, bold=True)
BODY = Font(name="宋体", size=10)
THIN = Side(style="thin")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
BELOW = PatternFill("solid", fgColor="FFD0D0D0")  # 不达标的单元格用深色背景标志
SENTENCE = 20  # characters, from which a text is set from the left
NAMES = "名称"  # ends the heading of a column of names, which are as well
ONE_PAGE = 30  # rows, up to which a form is printed on one page with its notes
POINTS = 2.8  # of a millimetre
MILLIMETRES = 2  # of a column's width in print, for one character of it in a workbook
ALWAYS = datetime(
    1980, 1, 1, tzinfo=UTC
)  # the least that a zip can say: forms do not tell when they were written


def workbook(forms: Sequence[Form], *, warning: str = "") -> bytes:
    """Return one workbook with a sheet for each form; the same forms give the same bytes.

    Numbers are numbers, shown with the form's decimals; a text is a text, whatever it begins with.
    *warning* stands below each table and at the head of each printed page.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    for form in forms:
        _Writer(book.create_sheet(form.number), form.table).write(warning)
    book.properties.created = book.properties.modified = ALWAYS
    written = BytesIO()
    ExcelWriter(book, _Timeless(written, "w")).save()
    return written.getvalue()


def _texts(row: Row, stub: bool) -> list[str]:
    """Return what stands in each column of *row*, the stub before it empty."""
    return ["" for _ in range(stub)] + [
        text for cell in row for text in (cell.text, *("" for _ in range(cell.columns - 1)))
    ]


class _Timeless(zipfile.ZipFile):
    """A zip whose bytes follow from its contents alone."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *args: Any, **options: Any) -> None:
        super().writestr(
            zipfile.ZipInfo(str(zinfo_or_arcname), ALWAYS.timetuple()[:6]), data, zipfile.ZIP_DEFLATED
        )

    def write(self, filename: Any, arcname: Any = None, *args: Any, **options: Any) -> None:
        self.writestr(arcname, Path(filename).read_bytes())


class _Writer:
    """Writes one table on a sheet, from the top down."""

    def __init__(self, sheet: Worksheet, table: Table) -> None:
        self._sheet, self._table = sheet, table
        self._row = 1
        self._columns = len(table.columns)
        self._widths = fitting.widths(
            [max(6, column.width / MILLIMETRES) for column in table.columns],
            [_texts(row, table.stub) for group in table.groups for row in (*group.limits, *group.rows)],
        )

    def write(self, warning: str) -> None:
        self._line(self._table.caption, TITLE, CENTRE, rows=self._table.caption_rows)
        self._head()
        self._body()
        for note in filter(None, (*self._table.notes, warning)):
            self._line(note, BODY, LEFT)
        for place, width in enumerate(self._widths, 1):
            letter = self._sheet.cell(1, place).coordinate.rstrip("1")
            self._sheet.column_dimensions[letter].width = width
        fitting.heighten(self._sheet, self._widths, body=self._body_rows, least=self._table.tall * POINTS)
        self._for_print(warning)

    def _line(self, text: str, font: Font, alignment: Alignment, *, rows: int = 1) -> None:
        """Write a text across the whole table."""
        self._text(1, text).font = font
        self._sheet.cell(self._row, 1).alignment = alignment
        self._merge(1, self._columns, rows)
        self._row += rows

    def _head(self) -> None:
        free = [0] * self._columns  # rows for which a heading above reaches down into the column
        head, spare = self._table.head, self._table.spare_rows
        for level, headings in enumerate(head):
            column = 0
            for heading in headings:
                while free[column]:
                    column += 1
                last = level + heading.rows == len(head)
                self._heading(column + 1, heading, rows=heading.rows + (spare if last else 0))
                free[column : column + heading.columns] = [heading.rows] * heading.columns
                column += heading.columns
            free = [max(0, rows - 1) for rows in free]
            self._row += 1
        self._row += spare
        self._first = self._row

    def _heading(self, column: int, heading: Heading, *, rows: int) -> None:
        self._text(column, heading.text)
        self._merge(column, heading.columns, rows)

    def _body(self) -> None:
        for group in self._table.groups:
            if group.again:
                self._again(group.again)
            if self._table.stub and group.rows:
                self._text(1, group.label)
                self._merge(1, 1, len(group.rows))
            for row in group.rows:
                for column, cell in enumerate(row, 1 + self._table.stub):
                    self._cell(column, cell)
                self._row += 1
        self._body_rows = range(self._first, self._row)
        self._align()

    def _align(self) -> None:
        """Set words from the left in the columns that hold a sentence, and all else in the middle."""
        first, last = 1 + self._table.caption_rows, self._row - 1
        for column in self._sheet.iter_cols(min_row=first, max_row=last, max_col=self._columns):
            body = column[self._first - first :]
            named = any(str(each.value or "").endswith(NAMES) for each in column)
            worded = named or any(len(str(each.value or "")) > SENTENCE for each in body)
            for each in column:
                each.font, each.border, each.alignment = BODY, BOX, CENTRE
            for each in body if worded else ():
                each.alignment = LEFT if each.data_type == "s" else CENTRE

    def _again(self, headings: Sequence[str]) -> None:
        """Go on as on a new page: an empty row, and the headings again."""
        self._row += 1
        for column, text in enumerate(headings, 1):
            self._text(column, text)
        self._row += 1

    def _cell(self, column: int, cell: Cell) -> None:
        written = self._text(column, cell.text)
        if cell.number is not None:
            written.value = cell.number
            written.number_format = f"0.{'0' * cell.places}" if cell.places else "0"
        if cell.below or cell.below_floor:
            written.fill = BELOW

    def _text(self, column: int, text: str) -> Any:
        """Write *text* as text: set by type, never guessed, or "=…" would become a formula."""
        cell = self._sheet.cell(self._row, column)
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", text) or None
        if cell.value is not None:
            cell.data_type = "s"
            cell.quotePrefix = text[:1] in "=+-@"
        return cell

    def _merge(self, column: int, columns: int, rows: int) -> None:
        if columns * rows > 1:
            self._sheet.merge_cells(
                start_row=self._row,
                start_column=column,
                end_row=self._row + rows - 1,
                end_column=column + columns - 1,
            )

    def _for_print(self, warning: str) -> None:
        sheet = self._sheet
        sheet.freeze_panes = f"C{self._first}"
        sheet.print_title_rows = f"1:{self._first - 1}"
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.fitToHeight = 1 if len(self._body_rows) <= ONE_PAGE else 0
        sheet.print_options.horizontalCentered = True
        assert sheet.oddHeader is not None and sheet.oddFooter is not None
        sheet.oddFooter.center.text = "第 &P 页 共 &N 页"
        sheet.oddHeader.right.text = warning or None

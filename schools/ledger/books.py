"""A file of whatever kind is taken, .xlsx, old .xls or .csv, as sheets of stored cells.

What is not taken is refused here: first by what the file is (``inspect``, cheap enough for whoever
receives it), then, sheet by sheet, while its cells are read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module

from schools.ledger import gate, plain_text
from schools.ledger.xlsx import ole
from schools.ledger.xlsx.archive import LARGEST_FILE
from schools.ledger.xlsx.grid import Grid
from schools.ledger.xlsx.manifest import TEMPLATE_NAME
from schools.ledger.xlsx.sheets import scan
from schools.ledger.xlsx.strings import read_strings, read_styles

OLD_FORMAT = "这是旧版 .xls：里面哪些单元格是公式无法辨认，都按存下的结果读入。"


@dataclass(frozen=True, kw_only=True)
class Book:
    """Sheets in the order of their tabs, each with whether it is visible; they can be gone through once.

    *template* is the version of the template the file was made from, empty where it says none.
    """

    sheets: Iterator[tuple[Grid, bool]]
    template: str = ""
    notices: tuple[str, ...] = ()


def inspect(data: bytes) -> None:
    """Raise ``LedgerRefused`` where *data* is no file that is read, or carries what it may not."""
    if len(data) <= LARGEST_FILE and ole.is_ole(data):
        ole.inspect(data)
    elif not plain_text.is_table(data):
        gate.inspect(data)


def opened(data: bytes) -> Book:
    """Return the book *data* is, its cells yet unread, or raise ``LedgerRefused``."""
    if len(data) <= LARGEST_FILE and ole.is_ole(data):
        ole.inspect(data)
        # Only here, and so only in the process that reads, is the library for the old format met.
        sheets = import_module("schools.ledger.xls").sheets(data)
        return Book(sheets=sheets, notices=(OLD_FORMAT,))
    if plain_text.is_table(data):
        return Book(sheets=iter([(plain_text.read(data), True)]))
    return _workbook(data)


def _workbook(data: bytes) -> Book:
    package = gate.inspect(data)
    strings = read_strings(package.archive, package.shared_strings)
    styles = read_styles(package.archive, package.styles)
    return Book(
        sheets=((scan(package, sheet, strings, styles), sheet.visible) for sheet in package.sheets),
        template=package.defined_names.get(TEMPLATE_NAME, "").strip('"'),
    )

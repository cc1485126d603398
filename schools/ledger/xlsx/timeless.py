"""Workbooks of which the same contents are the same bytes, whenever they are saved."""

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook

BEGINNING = (1980, 1, 1, 0, 0, 0)  # the earliest a zip file can tell
_SAVED_AT = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def save(book: Workbook, path: Path) -> None:
    """Write *book* to *path*; raise ``OSError`` where that cannot be done."""
    book.save(path)
    forget_the_clock(path)


def forget_the_clock(path: Path) -> None:
    """Take out of the workbook at *path* when it was saved."""
    path.write_bytes(without_clock(path))


def without_clock(saved: Path | BytesIO) -> bytes:
    """Return the package *saved*, of a workbook or of a text, without the time at which it was."""
    timeless = BytesIO()
    with ZipFile(saved) as package, ZipFile(timeless, "w") as archive:
        for name in package.namelist():
            data = _SAVED_AT.sub(rb"\g<1>1980-01-01T00:00:00Z", package.read(name))
            archive.writestr(ZipInfo(name, BEGINNING), data, ZIP_DEFLATED)
    return timeless.getvalue()

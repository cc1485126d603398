"""Saving a workbook so that the same contents are the same bytes, whenever they are saved."""

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook

BEGINNING = (1980, 1, 1, 0, 0, 0)  # the earliest a zip file can tell
_SAVED_AT = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def save(book: Workbook, path: Path) -> None:
    """Write *book* to *path*; raise ``OSError`` where that cannot be done."""
    saved, timeless = BytesIO(), BytesIO()
    book.save(saved)
    with ZipFile(saved) as parts, ZipFile(timeless, "w") as archive:
        for name in parts.namelist():
            data = _SAVED_AT.sub(rb"\g<1>1980-01-01T00:00:00Z", parts.read(name))
            archive.writestr(ZipInfo(name, BEGINNING), data, ZIP_DEFLATED)
    path.write_bytes(timeless.getvalue())

"""How an upload comes in: to disk, and no more of it than a ledger may have."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler

from counties.models import Division
from schools.figures.template import write_template
from schools.ledger.columns import Value
from schools.ledger.texts import visible

MEGABYTE = 1024 * 1024
LIMIT = 20 * MEGABYTE
AT_ONCE = 100 * MEGABYTE


class LimitedUpload(TemporaryFileUploadHandler):
    """Keeps at most ``LIMIT`` bytes of a file on disk, and nothing of what is more than ``AT_ONCE``. The
    rest is read and thrown away, for a browser that is cut off while sending shows its own error instead of
    our answer."""

    too_much = False

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *rest: Any) -> None:
        self.too_much = content_length > AT_ONCE

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.too_much or start + len(raw_data) > LIMIT:
            raise StopUpload(connection_reset=False)
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError:  # no room: nothing of it stays, and the page says so
            self.file.close()
            raise


def label(filename: str) -> str:
    """Return an uploaded file's name as a label of at most 120 characters, never as a path.

    Control, direction and other invisible characters are dropped (``a\\u202efdp.xlsx`` would show as
    something else), and so is any folder.

    >>> label("../../台账\\r\\n2025.xlsx"), label("C:\\\\x\\\\y.xlsx"), label("\\u202e")
    ('台账 2025.xlsx', 'y.xlsx', '未命名.xlsx')
    """
    last = filename.replace("\\", "/").rpartition("/")[2]
    return _shortened(visible(last)) or "未命名.xlsx"


def _shortened(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    if len(name) <= 120 or not dot or len(ending) > 10:
        return name[:120]
    return f"{stem[: 119 - len(ending)]}.{ending}"


def of_figures(figures: Mapping[str, Value], county: Division, year: int) -> "ContentFile[bytes]":
    """Return the county's *figures* as the file that its clerk could have uploaded."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "figures.xlsx"
        write_template(path, values=figures, county=county.name, year=year)
        return ContentFile(path.read_bytes(), name=f"{year}学年县级数据.xlsx")

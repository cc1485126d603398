"""The computing workbook as it is handed out: one for each standard it can compute."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from indicators import published
from indicators.live import sheets
from schools.ledger.template import write_template

STANDARDS = ("quality-2017", "basic-2012")  # those whose formulas are compared with the calculation


@cache
def content(standard: str) -> bytes:
    """Return the blank workbook that computes by *standard*, one of ``STANDARDS``.

    The same for every county and year, and so made once in a process: it takes about a second.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / "live.xlsx"
        write(path, standard)
        return path.read_bytes()


def write(path: Path, standard: str, *, county: str = "", year: int | None = None) -> None:
    """Write it to *path*, with county and year in its title. Raise ``OSError`` where that cannot be done."""
    write_template(path, county=county, year=year)
    sheets.add(path, published.load(standard))

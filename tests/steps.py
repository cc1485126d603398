"""The steps that lead to what a test looks at: a workbook is sent, checked, accepted, judged."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files.base import ContentFile
from django.utils import timezone

from assessments import actions as assessments
from counties.models import Officer
from indicators import actions as indicators
from indicators.calculation.items.methods import ANSWERED
from indicators.calculation.items.reading import Answer as Conclusion
from indicators.models import Calculation
from operations import jobs
from schools import actions
from schools.ledger.columns import Value
from schools.ledger.template import write_template
from schools.models import Ledger
from tests.factories import NOW
from tests.figures.county import orderly_workbook
from tests.ledgers.rows import county_rows

Rows = Sequence[Mapping[str, Value]]
YEAR, STANDARD = 2025, "quality-2017"


@cache
def orderly() -> bytes:
    """A workbook in which nothing is wrong."""
    return workbook(county_rows())


def workbook(rows: Rows) -> bytes:
    return _written(tuple(tuple(row.items()) for row in rows))


@cache
def _written(rows: tuple[tuple[tuple[str, Value], ...], ...]) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.xlsx"
        write_template(path, rows=[dict(row) for row in rows])
        return path.read_bytes()


def renumbered(rows: Rows, prefix: str) -> list[dict[str, Value]]:
    """The same schools under codes and names of another county."""
    return [
        {**row, "code": prefix + str(row["code"])[len(prefix) :], "name": f"{row['name']}{prefix}"}
        for row in rows
    ]


def sent(
    officer: Officer,
    content: bytes | None = None,
    *,
    year: int = YEAR,
    kind: Ledger.Kind = Ledger.Kind.SCHOOLS,
    standard: str = STANDARD,
    filename: str = "台账.xlsx",
    at: datetime = NOW,
) -> Ledger:
    """A ledger that waits for its check."""
    return actions.receive(
        county=officer.division,
        year=year,
        kind=kind,
        standard=standard,
        file=ContentFile(orderly() if content is None else content, name=filename),
        by=officer,
        at=at,
    )


def checked(
    officer: Officer, content: bytes | None = None, *, year: int = YEAR, standard: str = STANDARD
) -> Ledger:
    ledger = sent(officer, content, year=year, standard=standard)
    jobs.run_pending()
    ledger.refresh_from_db()
    return ledger


def accepted(
    officer: Officer, content: bytes | None = None, *, year: int = YEAR, standard: str = STANDARD
) -> Ledger:
    """A ledger in force, whose calculation is still to be made."""
    ledger = checked(officer, content, year=year, standard=standard)
    return assessments.accept_ledger(ledger=ledger, by=officer, at=NOW)


def judged(
    officer: Officer, content: bytes | None = None, *, year: int = YEAR, standard: str = STANDARD
) -> Calculation:
    ledger = accepted(officer, content, year=year, standard=standard)
    jobs.run_pending()
    return Calculation.objects.get(ledger=ledger)


def figures_sent(officer: Officer, content: bytes | None = None, *, year: int = YEAR) -> Ledger:
    """County figures that wait for their check."""
    return sent(
        officer,
        orderly_workbook() if content is None else content,
        year=year,
        kind=Ledger.Kind.COUNTY,
        filename="县级数据.xlsx",
    )


def figures_checked(officer: Officer, content: bytes | None = None, *, year: int = YEAR) -> Ledger:
    ledger = figures_sent(officer, content, year=year)
    jobs.run_pending()
    ledger.refresh_from_db()
    return ledger


def figures_accepted(officer: Officer, content: bytes | None = None, *, year: int = YEAR) -> Ledger:
    """County figures in force."""
    ledger = figures_checked(officer, content, year=year)
    return assessments.accept_ledger(ledger=ledger, by=officer, at=NOW)


def everything_answered(officer: Officer, calculation: Calculation) -> None:
    """A good conclusion on every item of *calculation* that asks for one."""
    for item in calculation.standard.items:
        if item.method == ANSWERED or item.concluded:
            indicators.answer(
                county=officer.division,
                year=calculation.ledger.year,
                item=item,
                conclusion=Conclusion(met=True, conclusion="已查"),
                by=officer,
                at=timezone.now(),
            )

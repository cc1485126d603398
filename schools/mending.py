"""The repair workbook of a version, and the workbook with suggested values in it."""

import logging
from collections.abc import Sequence

from operations import apart
from schools import files
from schools.figures.columns import BY_FIELD as FIGURES
from schools.ledger.columns import BY_FIELD as COLUMNS
from schools.ledger.problems import Severity
from schools.models import Ledger, LedgerProblem
from schools.repair import marks
from schools.repair.marks import Mark, Work

WALL = 30  # seconds of waiting

logger = logging.getLogger(__name__)


class Unwritable(Exception):
    """The workbook cannot be written: its bytes are damaged, or its writer did not survive it."""


def workbook(ledger: Ledger) -> bytes:
    """Return the clerk's workbook with every problem marked and the list of them as its first sheet."""
    rows = ledger.problems.order_by("severity", "pk")
    return _done(ledger, Work(title=str(ledger), marks=tuple(map(_mark, rows))))


def corrected(ledger: Ledger, problems: Sequence[LedgerProblem]) -> bytes:
    """Return the clerk's workbook with the suggested values of *problems* in their cells."""
    values = tuple((problem.sheet, change) for problem in problems for change in problem.suggested)
    return _done(ledger, Work(title=str(ledger), values=values))


def name_of(ledger: Ledger) -> str:
    """Name the repair workbook after the file it was made of; whatever that was, this is .xlsx."""
    stem = ledger.filename.rpartition(".")[0] or ledger.filename
    return f"{stem.removesuffix('（修改稿）')}（修改稿）.xlsx"


def _done(ledger: Ledger, work: Work) -> bytes:
    try:
        data = files.verified(ledger.sha256).read_bytes()
        return apart.run("schools.repair.writer", data=marks.packed(work, data), wall=WALL)
    except files.Damaged as damage:
        raise Unwritable(str(damage)) from damage
    except apart.Stopped as stopped:
        logger.warning("A workbook could not be written: %s", stopped)
        raise Unwritable(str(stopped)) from stopped


def _mark(problem: LedgerProblem) -> Mark:
    column = COLUMNS.get(problem.field) or FIGURES.get(problem.field)
    return Mark(
        error=problem.severity == Severity.ERROR,
        code=problem.code,
        about=problem.about,
        school_code=problem.school_code,
        sheet=problem.sheet,
        cell=problem.cell,
        field=problem.field,
        heading=column.heading if column else "",
        value=problem.value,
        message=problem.message,
        remedy=problem.remedy,
        explanation=problem.explanation,
        changes=tuple(problem.suggested),
    )

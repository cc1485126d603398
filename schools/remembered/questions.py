"""What is asked about a version's headings that nearly match, and what a county has answered so far."""

from collections.abc import Sequence
from dataclasses import dataclass

from counties.models import Division
from schools.figures.columns import BY_FIELD as FIGURES
from schools.ledger.columns import BY_FIELD as COLUMNS
from schools.ledger.columns import Column
from schools.ledger.problems import Near
from schools.models import HeadingAnswer, Ledger

NONE = "none"  # chosen where the heading is none of ours
OPEN = (Ledger.State.CHECKED, Ledger.State.REFUSED)


@dataclass(frozen=True, kw_only=True)
class Question:
    """One heading: is it one of *columns*? *number* is its place among those of its version."""

    number: int
    near: Near
    columns: Sequence[Column]

    @property
    def name(self) -> str:
        """What its answer is called in the form."""
        return f"heading-{self.number}"


@dataclass(frozen=True, kw_only=True)
class Kept:
    """An answer, and whether it holds still: the newest of its heading does, unless it is withdrawn."""

    row: HeadingAnswer
    holds: bool


def of(ledger: Ledger) -> list[Question]:
    """Return what is still to be asked about *ledger*; nothing once it is accepted or replaced."""
    if ledger.state not in OPEN:
        return []
    known = COLUMNS if ledger.is_of_schools else FIGURES
    questions = []
    for number, (sheet, cell, text, fields) in enumerate(ledger.near_headings):
        columns = [known[field] for field in fields if field in known]
        near = Near(sheet, cell, text, tuple(fields))
        questions += [Question(number=number, near=near, columns=columns)] if columns else []
    return questions


def kept(county: Division) -> list[Kept]:
    """Return every answer of *county*, the newest first."""
    found: list[Kept] = []
    later: set[tuple[str, str]] = set()
    for row in HeadingAnswer.objects.of(county).select_related("given_by", "ledger").order_by("-pk"):
        holds = (row.kind, row.key) not in later and not row.withdrawn
        later.add((row.kind, row.key))
        found.append(Kept(row=row, holds=holds))
    return found

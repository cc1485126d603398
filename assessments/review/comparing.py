"""What reviewers found of the same, side by side (比对), and the reasons that a return would give."""

from collections.abc import Iterable
from dataclasses import dataclass

from assessments.models import Round
from assessments.review import record, standing, subjects
from assessments.review.models import Mark
from assessments.review.record import Remark
from assessments.review.standing import Standing
from assessments.review.subjects import Subject
from counties.levels import Level
from counties.models import Officer

LONGEST = 2000  # of the reasons, as long as an opinion may be


@dataclass(frozen=True, kw_only=True)
class Row:
    """One item: of each reviewer his mark of the whole of it, and what they pinned to places in it."""

    subject: Subject
    marks: tuple[Remark | None, ...]
    pinned: tuple[Remark, ...]

    @property
    def differs(self) -> bool:
        """Do two reviewers who marked it say different things?"""
        return len({mark.mark for mark in self.marks if mark is not None}) > 1

    @property
    def is_clean(self) -> bool:
        marks = [mark for mark in self.marks if mark is not None]
        return bool(marks) and not self.pinned and all(mark.mark == Mark.Kind.TRUE for mark in marks)


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """All items of a level's review; *reviewers* head the columns."""

    standing: Standing
    reviewers: tuple[Officer, ...]
    rows: tuple[Row, ...]

    @property
    def differing(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.differs)

    @property
    def remarked(self) -> tuple[Row, ...]:
        """Where somebody doubts or denies, and all who marked agree."""
        return tuple(row for row in self.rows if not row.differs and not row.is_clean and _has_any(row))

    @property
    def clean(self) -> int:
        return sum(row.is_clean for row in self.rows)


def _has_any(row: Row) -> bool:
    return bool(row.pinned) or any(row.marks)


def of(present: Round, level: Level) -> Comparison:
    """Compare the marks of a level's reviewers; whether they may be seen, ``Standing.is_open`` says."""
    found, snap = standing.of(present, level), subjects.of_round(present)
    reviewers = tuple(found.reviewers.values())
    told = {each.key: each for each in record.tell(present, found.marks)}
    known = subjects.of(snap.standard) if snap else ()
    return Comparison(
        standing=found,
        reviewers=reviewers,
        rows=tuple(_row(subject, found.marks, told, reviewers) for subject in known),
    )


def _row(
    subject: Subject, marks: Iterable[Mark], told: dict[int, Remark], reviewers: tuple[Officer, ...]
) -> Row:
    of_it = [mark for mark in marks if mark.item == subject.code]
    whole = {mark.by.user_id: told[mark.pk] for mark in of_it if mark.is_of_item}
    return Row(
        subject=subject,
        marks=tuple(whole.get(each.user_id) for each in reviewers),
        pinned=tuple(told[mark.pk] for mark in of_it if not mark.is_of_item),
    )


def reasons(comparison: Comparison) -> str:
    """Propose the reasons of a return from what is false or doubtful, for the leader to edit."""
    bad = [
        each
        for row in comparison.rows
        for each in (*row.marks, *row.pinned)
        if each is not None and each.mark != Mark.Kind.TRUE
    ]
    bad.sort(key=lambda each: each.mark != Mark.Kind.FALSE)
    lines, length = list[str](), 0
    for number, each in enumerate(bad, 1):
        line = f"{number}. {_told(each)}"
        length += len(line) + 1
        if length > LONGEST:
            break
        lines.append(line)
    return "\n".join(lines)


def _told(each: Remark) -> str:
    where = f"（{'，'.join(filter(None, (each.school, each.cell)))}）" if each.school or each.cell else ""
    answer = f"（县级答复：{each.answer}）" if each.answer else ""
    return f"{each.title}“{each.name}”{where}{each.mark_label}：{each.remark}{answer}"

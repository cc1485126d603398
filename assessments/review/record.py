"""What was marked, remarked and replied in a round, as plain dataclasses, for documents and pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, prefetch_related_objects

from assessments.models import Round
from assessments.review import standing, subjects
from assessments.review.models import ORDER, Mark, Reply
from assessments.snapshots import Snap
from counties.levels import Level


@dataclass(frozen=True, kw_only=True)
class Answered:
    """A reply to a doubt."""

    text: str
    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Remark:
    """One mark that holds: by whom, of what, where, what was asked and what came back.

    *level* is the part of the way (``city``, ``province``, ``nation``); *mark* is ``true``, ``doubtful`` or
    ``false``; *school* is a name, *cell* says where in the ledger; the answer is the last that was given.
    """

    key: int
    level: Level
    item: str
    title: str
    name: str
    school: str
    school_code: str
    cell: str
    mark: str
    mark_label: str
    remark: str
    reviewer: str
    office: str
    at: datetime
    answers: tuple[Answered, ...]

    @property
    def answer(self) -> str:
        return self.answers[-1].text if self.answers else ""

    @property
    def answered_by(self) -> str:
        return self.answers[-1].by if self.answers else ""

    @property
    def answered_at(self) -> datetime | None:
        return self.answers[-1].at if self.answers else None

    @property
    def is_doubtful(self) -> bool:
        return self.mark == Mark.Kind.DOUBTFUL

    @property
    def waits(self) -> bool:
        """Is it a doubt that nobody has replied to?"""
        return self.is_doubtful and not self.answers


def of(round: Round, *, level: Level | None = None) -> tuple[Remark, ...]:
    """Return the marks of *round* that hold, of all reviewers and levels or of one *level*, in the order
    of the standard. It asks nobody's leave: what an officer may see, ``Mark.visible_to`` says."""
    return tell(round, _held(round), level=level)


def _held(round: Round) -> list[Mark]:
    found = Mark.objects.filter(round=round).select_related("by__user", "by__division")
    return standing.holding(found)


def tell(round: Round, marks: Iterable[Mark], *, level: Level | None = None) -> tuple[Remark, ...]:
    """Put *marks* of the round into words; places and names come from its snapshot."""
    chosen = [each for each in marks if level in {None, each.level}]
    snap = subjects.of_round(round) if chosen else None
    if snap is None:
        return ()
    known = {each.code: (number, each) for number, each in enumerate(subjects.of(snap.standard))}
    with_replies(chosen)
    told = [_remark(mark, known[mark.item][1], snap) for mark in chosen]
    told.sort(key=lambda each: (ORDER.index(each.level), known[each.item][0], each.key))
    return tuple(told)


def with_replies(marks: list[Mark]) -> None:
    """Fetch the replies to all *marks* in one query; where they are there already, in none."""
    replies = Reply.objects.select_related("by__user", "by__division")
    prefetch_related_objects(marks, Prefetch("replies", queryset=replies))


def _remark(mark: Mark, subject: subjects.Subject, snap: Snap) -> Remark:
    place = subjects.place(snap, mark.school, mark.field) or subjects.Place(mark.school, mark.field)
    return Remark(
        key=mark.pk,
        level=Level(mark.level),
        item=mark.item,
        title=subject.title,
        name=subject.name,
        school=place.school,
        school_code=mark.school,
        cell=place.cell,
        mark=mark.kind,
        mark_label=mark.get_kind_display(),
        remark=mark.remark,
        reviewer=str(mark.by.user),
        office=mark.by.division.name,
        at=mark.at,
        answers=tuple(
            Answered(text=each.text, by=f"{each.by.division.name} {each.by.user}", at=each.at)
            for each in mark.replies.all()
        ),
    )

"""The reviewer's screen (逐项核查): everything there is to review down the side, and one of it laid out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.utils import timezone

from assessments import independence, workflow
from assessments.desk.difference import Change
from assessments.evidence import coverage
from assessments.evidence.coverage import File
from assessments.models import Assessment, Round
from assessments.review import earlier, explained, figures, history, schools, standing, subjects
from assessments.review.earlier import LastYear
from assessments.review.explained import Explanation
from assessments.review.figures import Shown
from assessments.review.models import Mark
from assessments.review.record import Remark
from assessments.review.schools import Below
from assessments.review.standing import Standing
from assessments.review.subjects import Subject
from assessments.snapshots import Snap
from counties.levels import Level
from counties.models import Officer
from indicators.calculation.items.reading import Answer
from indicators.calculation.outcomes import Outcome

NO_MARK = ""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A line at the side: the verdict, the officer's own mark (of a viewer: what he may see), remarks."""

    subject: Subject
    outcome: Outcome
    mark: str
    label: str
    pinned: int
    waits: bool


@dataclass(frozen=True, kw_only=True)
class Screen:
    """Where the review stands for one officer: what is at the side of every page of it. *visible* are
    the marks of this round that hold and that he may see."""

    assessment: Assessment
    round: Round
    snap: Snap
    standing: Standing
    visible: tuple[Mark, ...]
    entries: tuple[Entry, ...]
    may_mark: bool
    objection: str
    me: Officer

    @property
    def parts(self) -> list[tuple[str, list[Entry]]]:
        return [(part, list(found)) for part, found in groupby(self.entries, lambda each: each.subject.part)]

    @property
    def marked(self) -> int:
        return sum(bool(entry.mark) for entry in self.entries)

    @property
    def doubts(self) -> list[Mark]:
        return [mark for mark in self.visible if mark.kind == Mark.Kind.DOUBTFUL]

    @property
    def waiting(self) -> int:
        return sum(not self.standing.replies.get(mark.pk) for mark in self.doubts)

    @property
    def finished(self) -> bool:
        """Is the officer through with his marks?"""
        return self.me.user_id in self.standing.finished

    @property
    def has_marked(self) -> bool:
        return self.me.user_id in self.standing.reviewers

    @property
    def may_open(self) -> bool:
        return self.may_mark and self.me.role == Officer.Role.LEADER and not self.standing.is_open

    @property
    def may_compare(self) -> bool:
        return self.standing.is_open and self.me.level is not Level.COUNTY

    @property
    def may_open_evidence(self) -> bool:
        """May the officer open evidence, which may show children?"""
        return self.me.level is Level.COUNTY or self.me.role != Officer.Role.VIEWER

    @property
    def schools(self) -> list[tuple[str, str]]:
        """Every school of the snapshot, by code, to pin a remark to."""
        return [(code, name) for code, (name, _, _) in subjects.places(self.snap).items()]

    @property
    def is_current(self) -> bool:
        return self.round.number == self.assessment.round

    def after(self, code: str) -> str:
        """The next item that is not marked yet, counted from *code* and round again; else the next one."""
        codes = [entry.subject.code for entry in self.entries]
        place = codes.index(code) + 1
        order = [*self.entries[place:], *self.entries[:place]]
        return next((each.subject.code for each in order if not each.mark), order[0].subject.code)


@dataclass(frozen=True, kw_only=True)
class Bench:
    """One thing to review with all that helps to judge it."""

    subject: Subject
    outcome: Outcome
    shown: Shown
    last_year: LastYear
    lines: list[tuple[figures.Line, str]]
    used: list[tuple[figures.Used, str]]
    answer: Answer | None
    answered: Mapping[str, Any] | None
    said: tuple[Explanation, ...]
    left_over: tuple[Explanation, ...]
    evidence: tuple[File, ...]
    below: tuple[Below, ...]
    mine: tuple[Remark, ...]
    others: tuple[Remark, ...]
    before: tuple[tuple[int, tuple[Remark, ...]], ...]
    changes: tuple[Change, ...]
    earlier_round: int | None
    previous: str
    following: str

    @property
    def whole(self) -> Remark | None:
        """My mark of the item as a whole."""
        return next((each for each in self.mine if not each.school_code and not each.cell), None)


def newest_round(assessment: Assessment) -> Round | None:
    """The round to look at: the present one, or, while the county fills in a new one, the one before."""
    return subjects.submitted(assessment).first()


def screen(assessment: Assessment, present: Round, officer: Officer, *, at: datetime) -> Screen:
    snap = subjects.of_round(present)
    assert snap is not None  # a round that was looked for by its snapshot
    found = standing.of(present, _level(assessment, present), to=officer)
    visible = tuple(mark for mark in found.marks if vars(mark)["is_seen"])
    mine = _may_mark(assessment, present, officer)
    way = workflow.ways_from(assessment.at_step)[0] if mine else None
    objection = (
        independence.objection(assessment, way, officer, on=timezone.localdate(at)) if way is not None else ""
    )
    verdicts, own = (
        figures.outcomes(snap),
        mine or any(each.by.user_id == officer.user_id for each in visible),
    )
    shown = [mark for mark in visible if not own or mark.by.user_id == officer.user_id]
    return Screen(
        assessment=assessment,
        round=present,
        snap=snap,
        standing=found,
        visible=visible,
        entries=tuple(
            _entry(each, verdicts[each.code], shown, found, unmarked="未核" if mine else "")
            for each in subjects.of(snap.standard)
        ),
        may_mark=mine and not objection,
        objection=objection,
        me=officer,
    )


def _level(assessment: Assessment, present: Round) -> Level:
    """The level that reviews the round, or that sent it back."""
    if present.number == assessment.round and assessment.at_step.holder is not Level.COUNTY:
        return standing.level_of(assessment.at_step)
    last = present.changes.exclude(decision_of="").order_by("-version").first()
    return Level(last.decision_of) if last else Level.CITY


def _may_mark(assessment: Assessment, present: Round, officer: Officer) -> bool:
    held = assessment.at_step in standing.REVIEWED_AT and officer.level == assessment.held_by
    return held and officer.role in workflow.REVIEWERS and present.number == assessment.round


def _entry(subject: Subject, outcome: Outcome, marks: list[Mark], found: Standing, *, unmarked: str) -> Entry:
    of_it = [mark for mark in marks if mark.item == subject.code]
    whole = [mark for mark in of_it if mark.is_of_item]
    worst = max(whole, key=lambda mark: list(Mark.Kind).index(Mark.Kind(mark.kind)), default=None)
    waits = [mark for mark in of_it if mark.kind == Mark.Kind.DOUBTFUL and not found.replies.get(mark.pk)]
    return Entry(
        subject=subject,
        outcome=outcome,
        mark=worst.kind if worst else NO_MARK,
        label=worst.get_kind_display() if worst else unmarked,
        pinned=len(of_it) - len(whole),
        waits=bool(waits),
    )


def bench(screen: Screen, code: str) -> Bench | None:
    """Lay out the subject *code*; None if this standard has no such thing."""
    codes = [entry.subject.code for entry in screen.entries]
    if code not in codes:
        return None
    place = codes.index(code)
    entry, snap = screen.entries[place], screen.snap
    shown, last = figures.of(snap, entry.subject), earlier.last_year(screen.assessment, entry.subject)
    said = history.of(screen.round, code, level=screen.standing.level, me=screen.me)
    previous = _round_before(screen)
    old = subjects.of_round(previous) if previous else None
    return Bench(
        subject=entry.subject,
        outcome=entry.outcome,
        shown=shown,
        last_year=last,
        lines=[(line, last.lines.get(line.label, "")) for line in shown.lines],
        used=[(used, last.values.get(used.field, "")) for used in shown.used],
        answer=snap.answers.get(code),
        answered=next((each for each in snap.plain["answers"] if each["item"] == code), None),
        said=explained.belonging(snap, code, [used.field for used in shown.used]),
        left_over=() if place else explained.left_over(snap, [each.subject for each in screen.entries]),
        evidence=_evidence(screen, code),
        below=schools.below(snap, entry.subject),
        mine=said.mine,
        others=said.others,
        before=said.before,
        changes=earlier.changes(snap, old, entry.subject, shown) if old else (),
        earlier_round=previous.number if previous else None,
        previous=codes[place - 1] if place else "",
        following=codes[place + 1] if place + 1 < len(codes) else "",
    )


def _evidence(screen: Screen, code: str) -> tuple[File, ...]:
    """The files that the round was submitted with for the item."""
    found = coverage.frozen(screen.snap, assessment=screen.assessment, number=screen.round.number)
    return coverage.by_item(found).get(code, ())


def _round_before(screen: Screen) -> Round | None:
    if screen.round.number == 1:
        return None
    return subjects.submitted(screen.assessment).filter(number__lt=screen.round.number).first()

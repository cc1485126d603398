"""What of a round's documents is there, what is being made, what is not due yet, and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assessments.models import Assessment, Round, Snapshot
from counties.models import Officer
from operations.models import Job
from reports.models import Paper
from reports.papers import actions, reading
from reports.papers.kinds import KINDS, Kind
from reports.papers.record import Move


@dataclass(frozen=True, kw_only=True)
class Place:
    """One document of a round: its newest files, the job that makes it, and whether one may ask for it.
    *waits* says why it is not due; a *draft* is for the issuing office alone."""

    kind: Kind
    subject: str
    name: str
    papers: Sequence[Paper]
    job: Job | None
    due: bool
    draft: bool
    readers: str

    @property
    def busy(self) -> bool:
        return self.job is not None and not self.job.ended

    @property
    def failed(self) -> bool:
        return self.job is not None and self.job.state == Job.State.FAILED

    @property
    def may_ask(self) -> bool:
        return (self.due and not self.papers) or self.draft


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """The documents of one round; *over* says that another round has come after it."""

    round: Round
    over: bool
    snapshot: Snapshot | None
    places: Sequence[Place]
    schools: Sequence[tuple[str, str]]

    @property
    def busy(self) -> bool:
        return any(place.busy for place in self.places)


def of(assessment: Assessment, officer: Officer) -> list[Shelf]:
    """Return the shelves of the rounds, the latest first."""
    rounds = assessment.rounds.select_related("snapshot").order_by("-number")
    return [_shelf(assessment, each, officer) for each in rounds]


def _shelf(assessment: Assessment, held: Round, officer: Officer) -> Shelf:
    snapshot = getattr(held, "snapshot", None)
    if snapshot is None:
        return Shelf(round=held, over=False, snapshot=None, places=(), schools=())
    moves = reading.moves_of(held)
    papers = list(Paper.objects.visible_to(officer).filter(snapshot=snapshot).order_by("pk"))
    jobs = list(
        Job.objects.visible_to(officer).filter(kind=actions.JOB, payload__snapshot=snapshot.pk).order_by("pk")
    )
    here = held.number == assessment.round
    places = [
        _place(kind, subject, name, papers, jobs, _standing(kind, subject, moves, assessment, here, officer))
        for kind in KINDS
        for subject, name in _subjects(kind, moves, papers, jobs)
    ]
    schools = reading.schools_of(snapshot)
    return Shelf(round=held, over=not here, snapshot=snapshot, places=places, schools=schools)


Standing = tuple[bool, bool, str]  # due, a draft to be had, who may read


def _standing(
    kind: Kind, subject: str, moves: Sequence[Move], assessment: Assessment, here: bool, officer: Officer
) -> Standing:
    due = kind.due(moves, subject) is not None
    issuer = kind.issuer(has_city=assessment.county.has_city)
    drafting = not due and here and assessment.at_step in kind.drafts
    readers = f"草稿只有{issuer.label}能看" if drafting else "县和县以上各级"
    return due, drafting and officer.level is issuer, readers


def _place(
    kind: Kind, subject: str, name: str, papers: list[Paper], jobs: list[Job], standing: Standing
) -> Place:
    due, draft, readers = standing
    mine = [each for each in papers if (each.kind, each.subject, each.final) == (kind.slug, subject, due)]
    newest = {each.form: each for each in mine}
    making = [
        each for each in jobs if (each.payload["kind"], each.payload["subject"]) == (kind.slug, subject)
    ]
    return Place(
        kind=kind,
        subject=subject,
        name=name,
        papers=[newest[form] for form in Paper.Form.values if form in newest],
        job=making[-1] if making else None,
        due=due,
        draft=draft,
        readers=readers,
    )


def _subjects(
    kind: Kind, moves: Sequence[Move], papers: list[Paper], jobs: list[Job]
) -> Iterator[tuple[str, str]]:
    """Yield what there is of a kind in the round: of most one, a receipt a passing-on, a school's where
    somebody has asked for it."""
    if not kind.several:
        yield "", kind.label
    elif kind.slug == "receipt":
        for move in moves:
            if move.passes_on:
                yield str(move.version), f"回执：{move.label}"
    else:
        asked = [each.payload["subject"] for each in jobs if each.payload["kind"] == kind.slug]
        titles = {each.subject: each.title for each in papers if each.kind == kind.slug}
        for code in dict.fromkeys(asked):
            yield code, titles.get(code, f"{kind.label} {code}")

"""Asking for a round's documents, keeping them, and noting who took them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from assessments.models import Snapshot
from counties.models import Officer
from operations import audit, jobs
from operations.models import Job
from reports.models import Paper
from reports.papers import finishing, reading
from reports.papers import paper as papers
from reports.papers.kinds import Kind
from reports.papers.record import Record
from schools import files
from schools.actions import Refused

JOB = "reports.paper"
COUNTY = "round__assessment__county__parent__parent__parent"  # what is looked at of a snapshot's round


class NotYours(Refused):
    """It is not for this officer to have."""


def request_paper(*, snapshot: Snapshot, kind: Kind, subject: str = "", by: Officer, at: datetime) -> Job:
    """Ask for the document, as PDF and Word; asked for twice it is one job.

    Raise ``NotYours`` for another office's draft, ``Refused`` where it is not due.
    """
    held = snapshot.round
    last = kind.due(reading.moves_of(held), subject)
    if last is None:
        assessment = held.assessment
        if assessment.at_step not in kind.drafts or held.number != assessment.round:
            raise Refused(f"“{kind.label}”还不能生成：{kind.waits}")
        if by.level is not kind.issuer(has_city=assessment.county.has_city):
            raise NotYours(f"“{kind.label}”的草稿只有出具的一级可以看。")
    if subject not in kind.subjects(reading.record_of(snapshot)):
        raise Refused("没有这一份：学校要在纳入计算的学校里选，回执要在办理过的环节里选。")
    return enqueue(snapshot=snapshot, kind=kind, subject=subject, actor=by.user.username, at=at)


def enqueue(*, snapshot: Snapshot, kind: Kind, subject: str, actor: str, at: datetime) -> Job:
    asked = wanted(snapshot, kind, subject)
    return jobs.enqueue(
        kind=JOB,
        subject={
            "snapshot": snapshot.pk,
            "kind": kind.slug,
            "subject": subject,
            "contents": asked.contents,
        },
        scope=asked.known.code,
        actor=actor,
        at=at,
    )


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """One document of a round, and all that it is made from."""

    snapshot: Snapshot
    kind: Kind
    subject: str
    known: Record

    @property
    def contents(self) -> str:
        return finishing.contents_of(self.kind, self.known, self.subject)

    @property
    def is_made(self) -> bool:
        same = self.snapshot.papers.filter(kind=self.kind.slug, subject=self.subject)
        return same.filter(contents=self.contents).exists()

    @property
    def paper(self) -> papers.Paper:
        return finishing.paper_of(self.kind, self.known, self.subject)


def wanted(snapshot: Snapshot, kind: Kind, subject: str) -> Wanted:
    return Wanted(snapshot=snapshot, kind=kind, subject=subject, known=reading.record_of(snapshot))


@transaction.atomic
def keep(
    *, wanted: Wanted, paper: papers.Paper, made: Mapping[Paper.Form, bytes], job: Job, at: datetime
) -> list[Paper]:
    """Keep what *job* made, all or nothing, and finish the job with it."""
    assert paper.seal is not None
    kind, known = wanted.kind, wanted.known
    kept = [
        Paper.objects.create(
            snapshot=wanted.snapshot,
            kind=kind.slug,
            subject=wanted.subject,
            form=form,
            office=kind.issuer(has_city=known.has_city),
            final=finishing.cut(kind, known, wanted.subject)[1],
            title=paper.running[:200],
            number=paper.seal.number,
            code=paper.seal.code,
            contents=wanted.contents,
            sha256=files.keep(content),
            size=len(content),
            job=job,
            made_at=at,
        )
        for form, content in made.items()
    ]
    _note("paper.made", kept[0], job.actor, at, {each.form: each.sha256 for each in kept}, kept)
    jobs.finish(job)
    return kept


def note_download(*, paper: Paper, by: Officer, at: datetime) -> None:
    """Write down who took *paper*."""
    _note("paper.downloaded", paper, by.user.username, at, {paper.form: paper.sha256})


def _note(
    action: str,
    paper: Paper,
    actor: str,
    at: datetime,
    files: Mapping[str, str],
    wrote: Iterable[Paper] = (),
) -> None:
    audit.append(
        stream=paper.snapshot.round.assessment.county.code,
        action=action,
        object=f"paper:{paper.pk}",
        actor=actor,
        at=at,
        detail={"kind": paper.kind, "subject": paper.subject, "number": paper.number, **files},
        snapshot=paper.snapshot.sha256,
        wrote=wrote,
    )

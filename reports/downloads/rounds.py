"""Official documents of a county's latest submitted round (各轮文书), for a parcel; never a draft."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from assessments.models import Snapshot
from counties.models import Division, Officer
from operations.models import Job
from reports.downloads import kept
from reports.downloads.kept import Kept, Wanting
from reports.models import Paper
from reports.papers import actions, reading
from reports.papers.kinds import BY_SLUG, KINDS, Kind
from reports.papers.record import Move

SCHOOL = "school"  # one at a time on the round's own page: all of them are one document, too
CHOICES = {kind.slug: kind.label for kind in KINDS if kind.slug != SCHOOL}


def ask(*, county: Division, year: int, kinds: Collection[str], by: Officer, at: datetime) -> Iterator[Job]:
    """Have made what is due and not there; yield the jobs that do."""
    snapshot = _latest(county, year) if CHOICES.keys() & set(kinds) else None
    if snapshot is None:
        return
    for kind, subject in _due(snapshot, kinds):
        if not actions.wanted(snapshot, kind, subject).is_made:
            actor = by.user.username
            yield actions.enqueue(snapshot=snapshot, kind=kind, subject=subject, actor=actor, at=at)


def found(*, county: Division, year: int, kinds: Collection[str]) -> Iterator[Kept | Wanting]:
    """Yield what is there, as PDF and as Word, and what is not: not due yet, or not made."""
    chosen = [slug for slug in CHOICES if slug in kinds]
    snapshot = _latest(county, year) if chosen else None
    if snapshot is None:
        yield from (Wanting(CHOICES[slug], "该县这一学年还没有报送") for slug in chosen)
        return
    due = list(_due(snapshot, kinds))
    for slug in chosen:
        subjects = [subject for kind, subject in due if kind.slug == slug]
        if not subjects:
            yield Wanting(CHOICES[slug], BY_SLUG[slug].waits)
        for subject in subjects:
            papers = _newest(snapshot, slug, subject)
            yield from map(kept.of_paper, papers)
            if not papers:
                yield Wanting(CHOICES[slug], "没有生成成功，请到该县的文书页查看原因")


def _latest(county: Division, year: int) -> Snapshot | None:
    rows = Snapshot.objects.select_related(actions.COUNTY)
    rounds = rows.filter(round__assessment__county=county, round__assessment__year=year)
    return rounds.order_by("-made_at", "-pk").first()


def _due(snapshot: Snapshot, kinds: Collection[str]) -> Iterator[tuple[Kind, str]]:
    """Yield the kinds that are final by now; a receipt for each passing-on."""
    moves: Sequence[Move] = reading.moves_of(snapshot.round)
    for slug in (slug for slug in CHOICES if slug in kinds):
        kind = BY_SLUG[slug]
        subjects = [str(move.version) for move in moves if move.passes_on] if kind.several else [""]
        yield from ((kind, subject) for subject in subjects if kind.due(moves, subject))


def _newest(snapshot: Snapshot, slug: str, subject: str) -> list[Paper]:
    same = Paper.objects.select_related("snapshot").filter(
        snapshot=snapshot, kind=slug, subject=subject, final=True
    )
    newest = {paper.form: paper for paper in same.order_by("pk")}
    return [newest[form] for form in Paper.Form.values if form in newest]

"""From the rows of a round to its record: the one place where documents meet the database."""

from collections.abc import Iterator

from assessments import snapshots
from assessments.models import (
    Assessment,
    Inspection,
    PublicNotice,
    Round,
    Snapshot,
    StatusChange,
    SurveyRecord,
)
from assessments.review import record as review
from assessments.workflow import Step
from counties.levels import Level
from counties.models import Division
from indicators import timeline
from indicators.calculation.facts import Stage
from indicators.models import StageFigure
from operations.models import Anchor
from reports.papers.record import Anchored, Announced, Draw, Move, Poll, Record, Standing, Visit

PROVINCE = 2  # digits of a code that name the province


def record_of(snapshot: Snapshot) -> Record:
    """Return what is known of the snapshot's round; nothing in it is read from a live ledger."""
    held = snapshot.round
    return Record(
        snap=snapshots.opened(snapshot.bytes),
        sha256=snapshot.sha256,
        offices=_offices(held.assessment.county),
        moves=moves_of(held),
        draws=tuple(_draws(held)),
        poll=_poll(held),
        notices=tuple(
            Announced(step=Step(each.step), began_on=each.began_on, ends_on=each.ends_on)
            for each in PublicNotice.objects.filter(round=held).order_by("pk")
        ),
        anchors=tuple(
            Anchored(
                number=each.number,
                seq=each.seq,
                hash=each.hash,
                at=each.at,
                key=each.key,
                signature=each.signature,
            )
            for each in Anchor.objects.filter(snapshot=snapshot.sha256).order_by("number")
        ),
        remarks=review.of(held),
        province=tuple(_province(held.assessment)),
        has_city=held.assessment.county.has_city,
    )


def _province(assessment: Assessment) -> Iterator[Standing]:
    """How the counties of the province stood in the year, by the same standard; calculations stay."""
    code = assessment.county.code[:PROVINCE]
    stages = StageFigure.objects.filter(
        calculation__standard_code=assessment.standard,
        calculation__ledger__year=assessment.year,
        calculation__ledger__county__code__startswith=code,
        units__gt=0,
    ).select_related("calculation__ledger__county")
    for each in stages.prefetch_related("indicators").order_by("calculation__made_at", "pk"):
        yield Standing(
            county=each.calculation.ledger.county.code,
            stage=Stage(each.stage),
            found=timeline.found(each, each.indicators.all()),
            at=each.calculation.made_at,
        )


def schools_of(snapshot: Snapshot) -> list[tuple[str, str]]:
    """Return code and name of every school of the snapshot, by name."""
    rows = snapshots.opened(snapshot.bytes).rows
    return sorted(((str(row["code"]), str(row["name"])) for row in rows), key=lambda each: each[1])


def _offices(county: Division) -> dict[Level, str]:
    found: dict[Level, str] = {}
    place: Division | None = county
    while place is not None:
        if not place.is_placeholder:
            found[Level(place.level)] = place.full_name if place.level != Level.NATION else "国家"
        place = place.parent
    found.setdefault(Level.CITY, found.get(Level.PROVINCE, ""))
    return found


def moves_of(held: Round) -> tuple[Move, ...]:
    changes = StatusChange.objects.filter(round=held).select_related("by__user", "by__division")
    return tuple(
        Move(
            version=each.version,
            transition=each.transition,
            label=each.label,
            source=Step(each.source),
            target=Step(each.target),
            level=each.by.level,
            office=each.by.division.name,
            role=each.by.get_role_display(),
            who=str(each.by.user),
            at=each.at,
            comment=each.comment,
            by_proxy=each.by_proxy,
            decides=each.decision_of,
        )
        for each in changes.order_by("version")
    )


def _poll(held: Round) -> Poll | None:
    found = SurveyRecord.objects.filter(round=held).select_related("by__user").first()
    if found is None:
        return None
    who = str(found.by.user)
    return Poll(valid=found.valid, satisfied=found.satisfied, held=found.held, who=who, at=found.at)


def _draws(held: Round) -> Iterator[Draw]:
    draws = Inspection.objects.filter(round=held).select_related("drawn_by__user").order_by("pk")
    for each in draws.prefetch_related("records__by__user"):
        yield Draw(
            step=Step(each.step),
            seed=each.seed,
            who=str(each.drawn_by.user),
            at=each.drawn_at,
            schools=tuple((school["code"], school["name"]) for school in each.schools),
            visits=tuple(
                Visit(
                    code=record.school_code,
                    agrees=record.agrees,
                    found=record.found,
                    who=str(record.by.user),
                    at=record.at,
                )
                for record in each.records.all()
            ),
        )

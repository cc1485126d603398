"""From the rows of a round to its record: the one place where documents meet the database."""

from collections.abc import Iterator, Mapping
from functools import lru_cache, partial

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
from indicators import courses
from indicators.calculation import findings
from indicators.calculation.facts import Stage
from indicators.courses import Found
from operations.models import Anchor
from reports.papers.record import Anchored, Announced, Draw, Move, Poll, Record, Standing, Visit

PROVINCE = 2  # digits of a code that name the province
SNAPSHOTS = 400  # whose coefficients a process remembers: a large province has half as many counties


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
    """What the counties of the province submitted in the year, by the same standard."""
    county = "round__assessment__county__code"
    submitted = Snapshot.objects.filter(
        round__assessment__standard=assessment.standard,
        round__assessment__year=assessment.year,
        **{f"{county}__startswith": assessment.county.code[:PROVINCE]},
    )
    for code, sha256, at in submitted.order_by("made_at", "pk").values_list(county, "sha256", "made_at"):
        yield Standing(county=code, snapshot=sha256, at=at, found=partial(_found_in, sha256))


@lru_cache(maxsize=SNAPSHOTS)
def _found_in(sha256: str) -> Mapping[Stage, Found]:
    """What a snapshot says of each stage. It never changes, so a process judges it once."""
    snap = snapshots.opened(Snapshot.objects.get(sha256=sha256).bytes)
    found = findings.judge(snap.facts().schools, snap.standard)
    return {stage.stage: courses.found_of(stage) for stage in found.stages if stage.units}


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

"""Pages of the trail, found by where the last one ended: the millionth event as fast as the first."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from operations.models import AuditEvent

SHOWN = 50


@dataclass(frozen=True, kw_only=True)
class Page:
    """*older* and *newer* are the events from which the pages around this one go on, where there are any."""

    events: tuple[AuditEvent, ...]
    older: int | None
    newer: int | None


def page(rows: "QuerySet[AuditEvent]", *, before: str = "", after: str = "") -> Page:
    """Return the newest of *rows*, or those next to the event *before* or *after* which they are asked for.

    *rows* are the newest first. An event that is not among them asks for the newest.
    """
    if place := _place(rows, after):
        found = list(rows.filter(_later(place)).order_by("at", "pk")[: SHOWN + 1])
        shown = tuple(reversed(found[:SHOWN]))
        return Page(
            events=shown,
            older=shown[-1].pk if shown else None,
            newer=shown[0].pk if len(found) > SHOWN else None,
        )
    place = _place(rows, before)
    found = list((rows.filter(_earlier(place)) if place else rows)[: SHOWN + 1])
    shown = tuple(found[:SHOWN])
    return Page(
        events=shown,
        older=shown[-1].pk if len(found) > SHOWN else None,
        newer=shown[0].pk if place and shown else None,
    )


def _place(rows: "QuerySet[AuditEvent]", pk: str) -> AuditEvent | None:
    return rows.filter(pk=int(pk)).first() if pk.isascii() and pk.isdigit() and len(pk) < 19 else None


def _earlier(place: AuditEvent) -> Q:
    # The first condition is the one that an index answers.
    return Q(at__lte=place.at) & ~Q(at=place.at, pk__gte=place.pk)


def _later(place: AuditEvent) -> Q:
    return Q(at__gte=place.at) & ~Q(at=place.at, pk__lte=place.pk)

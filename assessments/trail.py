"""What is done to an assessment, in the trail of its county."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.db.models import Model

from assessments.models import Assessment
from counties.models import Officer
from operations import audit
from schools.actions import Refused

REASONS = ("reason", "comment", "remark")  # under which a detail says why, the first that says anything


def note(
    assessment: Assessment,
    action: str,
    *,
    by: Officer,
    at: datetime,
    detail: Mapping[str, object],
    refused: bool = False,
    wrote: Iterable[Model] = (),
) -> None:
    """Write down what *by* did, or was refused, in the caller's transaction."""
    audit.append(
        stream=assessment.county.code,
        action=action,
        object=f"assessment:{assessment.pk}",
        actor=by.user.username,
        at=at,
        detail=detail,
        refused=refused,
        wrote=wrote,
        office=f"{by.division.code} {by.division}",
        role=by.role,
        reason=next((str(detail[name]) for name in REASONS if detail.get(name)), ""),
        snapshot=str(detail.get("snapshot") or ""),
    )


@contextmanager
def audited(
    assessment: Assessment, action: str, *, by: Officer, at: datetime, told: Mapping[str, object]
) -> Iterator[None]:
    """Do what is within in one transaction; a refusal changes nothing and is noted in one of its own."""
    try:
        with transaction.atomic():
            yield
    except Refused as refusal:
        note(assessment, action, by=by, at=at, detail={**told, "reason": str(refusal)}, refused=True)
        raise

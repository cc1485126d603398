"""Noting who took which list away."""

import hashlib
from datetime import datetime

from counties.models import Officer
from counties.trail.asked import Asked
from operations import audit
from reports.exports.lists import Exportable
from reports.exports.table import Table


def note_export(
    *, found: Exportable, name: str, pk: int, form: str, content: bytes, by: Officer, at: datetime
) -> None:
    """Write down who took the list *name* of row (or year) *pk*: how many rows, which form, which digest."""
    audit.append(
        stream=found.stream,
        action="list.exported",
        object=f"{name}:{pk}",
        actor=by.user.username,
        at=at,
        detail={
            "rows": len(found.table.rows),
            "form": form,
            "sha256": hashlib.sha256(content).hexdigest(),
        },
    )


def note_trail(*, asked: Asked, table: Table, form: str, content: bytes, by: Officer, at: datetime) -> None:
    """Write down who took which part of the trail away."""
    audit.append(
        stream=by.division.code,
        action="trail.exported",
        object="trail",
        actor=by.user.username,
        at=at,
        detail={
            "filter": asked.described(),
            "rows": len(table.rows),
            "form": form,
            "sha256": hashlib.sha256(content).hexdigest(),
        },
    )

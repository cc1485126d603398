"""Noting who took which list away."""

import hashlib
from datetime import datetime

from counties.models import Officer
from operations import audit
from reports.exports.lists import Exportable


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

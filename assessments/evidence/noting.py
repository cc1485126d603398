"""The trail of evidence: what was received, placed, removed, refused, and by whom it was taken away."""

from collections.abc import Mapping
from datetime import datetime
from typing import Unpack

from assessments.evidence.coverage import File
from counties.models import Officer
from operations import audit


def note(
    action: str,
    *,
    stream: str,
    about: str,
    by: Officer,
    at: datetime,
    detail: Mapping[str, object],
    refused: bool = False,
    **more: Unpack[audit.More],
) -> None:
    audit.append(
        stream=stream,
        action=f"evidence.{action}",
        object=about[:100],
        actor=by.user.username,
        at=at,
        detail=detail,
        refused=refused,
        **more,
    )


def note_download(*, file: File, stream: str, round: int | None, by: Officer, at: datetime) -> None:
    """Write down who took *file* away, of which round that was submitted, None of the list as it is."""
    note(
        "downloaded",
        stream=stream,
        about=f"evidence:{file.sha256[:12]}",
        by=by,
        at=at,
        detail={"sha256": file.sha256, "file": file.filename, "round": round},
    )

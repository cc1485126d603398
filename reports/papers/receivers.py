"""Each passing-on has its receipt (回执): asked for in the transaction that moved the round."""

from datetime import datetime

from assessments.models import StatusChange
from reports.papers import actions
from reports.papers.kinds import BY_SLUG

RECEIPT = BY_SLUG["receipt"]


def write_receipt(sender: type[StatusChange], change: StatusChange, at: datetime, **signal: object) -> None:
    """Ask for the receipt of *change*, if it leaves the office for good."""
    if change.way and change.way.passes_on and change.snapshot:
        actions.enqueue(
            snapshot=change.snapshot,
            kind=RECEIPT,
            subject=str(change.version),
            actor=change.by.user.username,
            at=at,
        )

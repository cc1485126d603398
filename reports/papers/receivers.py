"""Each passing-on has its receipt (回执): asked for in the transaction that moved the round."""

from datetime import datetime
from importlib import import_module

from assessments.models import StatusChange


def write_receipt(sender: type[StatusChange], change: StatusChange, at: datetime, **signal: object) -> None:
    """Ask for the receipt of *change*, if it leaves the office for good."""
    if change.way and change.way.passes_on and change.snapshot:
        # By name, and only now: this module is there from the start of every command and every page, and what
        # makes documents takes longer to load than all the rest.
        papers, kinds = import_module("reports.papers.actions"), import_module("reports.papers.kinds")
        papers.enqueue(
            snapshot=change.snapshot,
            kind=kinds.BY_SLUG["receipt"],
            subject=str(change.version),
            actor=change.by.user.username,
            at=at,
        )

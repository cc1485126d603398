"""Steps of the year's path (全年流程) that reach over more than one app."""

from datetime import datetime

from django.db import transaction

from counties.models import Officer
from operations import jobs
from schools import actions as schools
from schools.models import Ledger


def accept_ledger(*, ledger: Ledger, by: Officer, at: datetime) -> Ledger:
    """Accept *ledger* and ask for its calculation; raise ``schools.actions.Refused``."""
    reading = schools.read_again(ledger)  # before the transaction: nobody waits for a file to be read
    with transaction.atomic():
        accepted = schools.accept(ledger=ledger, reading=reading, by=by, at=at)
        jobs.enqueue(
            kind="indicators.evaluate",
            subject={"ledger": accepted.pk},
            scope=accepted.county.code,
            actor=by.user.username,
            at=at,
        )
    return accepted

"""Steps of the year's path (全年流程) that reach over more than one app."""

from datetime import datetime

from django.db import transaction

from counties.models import Officer
from operations import jobs
from operations.models import Job
from schools import actions as schools
from schools.actions import Refused
from schools.models import Ledger


def accept_ledger(*, ledger: Ledger, by: Officer, at: datetime) -> Ledger:
    """Accept *ledger* and ask for its calculation; raise ``schools.actions.Refused``."""
    reading = schools.read_again(ledger)  # before the transaction: nobody waits for a file to be read
    with transaction.atomic():
        accepted = schools.accept(ledger=ledger, reading=reading, by=by, at=at)
        evaluate(ledger=accepted, by=by, at=at)
    return accepted


def evaluate(*, ledger: Ledger, by: Officer, at: datetime) -> Job:
    """Ask for the calculation of an accepted ledger; one that failed is tried again."""
    if ledger.state != Ledger.State.ACCEPTED:
        raise Refused(f"第 {ledger.version} 版{ledger.get_state_display()}，采用以后才测算。")
    return jobs.enqueue(
        kind="indicators.evaluate",
        subject={"ledger": ledger.pk},
        scope=ledger.county.code,
        actor=by.user.username,
        at=at,
    )

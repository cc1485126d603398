"""Steps of the year's path (全年流程) that reach over more than one app."""

from datetime import datetime

from django.db import transaction

from assessments import locking
from counties.models import Officer
from indicators import actions as indicators
from indicators import inputs
from indicators.calculation.items.item import Item
from indicators.calculation.items.reading import Answer as Conclusion
from indicators.models import Answer, Calculation
from operations import jobs
from operations.models import Job
from schools import acceptance
from schools import actions as schools
from schools.actions import Refused
from schools.models import Ledger

ACCEPT = "assessments.accept_ledger"


@transaction.atomic
def ask_to_accept(*, ledger: Ledger, by: Officer, at: datetime) -> Ledger:
    """Ask for *ledger* to be accepted, later and once, however often it is asked for; raise
    ``schools.actions.Refused`` where it is plain already that it cannot be."""
    ledger = (
        Ledger.objects.select_for_update(of=("self",))
        .select_related("county", "acceptance")
        .get(pk=ledger.pk)
    )
    asked = ledger.acceptance
    if asked and ledger.state == Ledger.State.ACCEPTED and asked.actor == by.user.username:
        return ledger  # a second click that came late
    acceptance.must_be_acceptable(ledger=ledger, by=by)
    locking.must_be_draft(county=ledger.county, year=ledger.year)
    ledger.acceptance = jobs.enqueue(
        kind=ACCEPT, subject={"ledger": ledger.pk}, scope=ledger.county.code, actor=by.user.username, at=at
    )
    ledger.save(update_fields=["acceptance"])
    if asked is None or asked.ended:
        schools.note(ledger, "ledger.acceptance_asked", by, at, {"version": ledger.version})
    return ledger


def accept_ledger(
    *, ledger: Ledger, by: Officer, at: datetime, told: acceptance.Told = acceptance.nobody_asks
) -> Ledger:
    """Accept *ledger*, of schools or of county figures, and ask for the calculation that it changes.

    Raise ``schools.actions.Refused``. *told* is given how many rows are stored, and of how many.
    """
    reading = schools.as_checked(ledger)  # before the transaction: nobody waits for a file to be read
    with transaction.atomic():
        locking.must_be_draft(county=ledger.county, year=ledger.year)
        accepted = acceptance.accept(ledger=ledger, reading=reading, by=by, at=at, told=told)
        judged = (
            Ledger.objects.accepted()
            .of_year(ledger.year)
            .filter(county=ledger.county, kind=Ledger.Kind.SCHOOLS)
        )
        for of_schools in judged:
            evaluate(ledger=of_schools, by=by, at=at)
    return accepted


@transaction.atomic
def answer_item(
    *, calculation: Calculation, item: Item, conclusion: Conclusion, by: Officer, at: datetime
) -> Answer:
    """Keep the county's conclusion on *item* and ask for the calculation that counts it; raise
    ``schools.actions.Refused`` or ``indicators.actions.Refused``."""
    ledger = calculation.ledger
    locking.must_be_draft(county=ledger.county, year=ledger.year)
    given = indicators.answer(
        county=ledger.county, year=ledger.year, item=item, conclusion=conclusion, by=by, at=at
    )
    evaluate(ledger=ledger, by=by, at=at)
    return given


def evaluate(*, ledger: Ledger, by: Officer, at: datetime) -> Job:
    """Ask for the calculation of an accepted ledger; one that failed is tried again."""
    if not ledger.is_of_schools:
        raise Refused("县级数据不单独测算，随学校台账一起用于评估。")
    if ledger.state != Ledger.State.ACCEPTED:
        raise Refused(f"第 {ledger.version} 版{ledger.get_state_display()}，采用以后才测算。")
    return jobs.enqueue(
        kind="indicators.evaluate",
        subject={"ledger": ledger.pk, "inputs": inputs.of(ledger, at=at).digest},
        scope=ledger.county.code,
        actor=by.user.username,
        at=at,
    )

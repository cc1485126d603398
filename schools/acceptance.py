"""Accepting a ledger (采用): all its rows in force, or none."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from counties.models import Division, Officer
from schools import kinds, locked, registry
from schools.actions import Refused, must_fill, note
from schools.ledger.problems import Severity
from schools.models import Ledger
from schools.transport import AnyReading

Told = Callable[[int, int], None]


def must_be_acceptable(*, ledger: Ledger, by: Officer) -> None:
    """Raise ``Refused`` unless *ledger* is checked and without 错误, and *by* its county's clerk."""
    must_fill(by, ledger.county)
    if ledger.state != Ledger.State.CHECKED:
        raise Refused(
            f"第 {ledger.version} 版{ledger.get_state_display()}，只有已校核的{ledger.noun}可以采用。"
        )
    if errors := ledger.problems.filter(severity=Severity.ERROR).count():
        raise Refused(f"还有 {errors} 处错误，请改正后重新上传，再采用。")


def nobody_asks(_done: int, _total: int) -> None:
    """Who accepts at once is told nothing on the way."""


@transaction.atomic
def accept(
    *, ledger: Ledger, reading: AnyReading, by: Officer, at: datetime, told: Told = nobody_asks
) -> Ledger:
    """Make *ledger*, read as *reading*, the county's ledger of its year: all its rows, or none.

    Only a checked ledger without 错误. The version accepted before is replaced and stays as it is. *told* is
    given how many rows are stored, and of how many.
    """
    Division.objects.select_for_update().get(pk=ledger.county_id)
    ledger = Ledger.objects.select_for_update(of=("self",)).select_related("county").get(pk=ledger.pk)
    must_be_acceptable(ledger=ledger, by=by)
    try:
        with locked.told():
            _put_in_place(ledger, reading, by, at, told)
    except registry.Elsewhere as taken:
        raise Refused("台账里有学校标识码已登记在其他县，请核对学校标识码，改正后重新上传。") from taken
    except locked.Locked as refusal:
        raise Refused(str(refusal)) from refusal
    note(ledger, "ledger.accepted", by, at, {"sha256": ledger.sha256, "kind": ledger.kind})
    return ledger


def _put_in_place(ledger: Ledger, reading: AnyReading, by: Officer, at: datetime, told: Told) -> None:
    earlier = Ledger.objects.accepted().filter(county=ledger.county, year=ledger.year, kind=ledger.kind)
    earlier.update(state=Ledger.State.REPLACED)
    kinds.of(ledger).store(ledger, reading, told)
    ledger.state = Ledger.State.ACCEPTED
    ledger.accepted_by, ledger.accepted_at = by.user, at
    ledger.save(update_fields=["state", "accepted_by", "accepted_at"])

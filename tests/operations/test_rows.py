"""A row written by a deed is known by its digest in the trail: changed, gone or put in, it is named."""

import pytest

from assessments.models import Round, StatusChange
from counties.models import Officer
from operations import audit, rows, verification
from operations.models import AuditEvent
from tests.assessments.offices import Offices, begun, filled_in, go
from tests.factories import NOW
from tests.forging import unguard

pytestmark = pytest.mark.django_db


def faults() -> list[str]:
    return [str(fault) for part in verification.examine(["办理记录"]) for fault in part.faults]


def test_a_row_that_was_changed_taken_away_or_put_in_is_named(clerk: Officer) -> None:
    filled_in(clerk)
    go(begun(clerk), "sign", Offices(clerk.division).at("county", "leader"))
    assert faults() == []
    unguard()
    change = StatusChange.objects.get()
    StatusChange.objects.update(comment="改")
    assert faults() == [f"{rows.name_of(change)}：与写入时不同，被改动"]
    StatusChange.objects.update(comment=change.comment)
    Round.objects.update(opened_at=change.at)
    assert len(faults()) == 1
    StatusChange.objects.all().delete()
    assert any("被删去" in fault for fault in faults())


def test_a_row_put_in_past_the_actions_is_named(clerk: Officer) -> None:
    assessment = begun(clerk)
    forged = Round.objects.get()
    forged.pk, forged.number, forged.reason = None, 2, "退回"
    forged.save()
    assert faults() == [f"{rows.name_of(forged)}：没有办理记录，不是经系统写入的"]
    assert assessment.round == 1


def test_what_was_changed_and_noted_again_is_told_by_the_first_note(clerk: Officer) -> None:
    begun(clerk)
    unguard()
    Round.objects.update(reason="改")
    audit.append(stream="s", action="a", object="o", actor="x", at=NOW, wrote=[Round.objects.get()])
    assert ["与先前所记不同" in fault for fault in faults()] == [True, False]


def test_a_row_reads_the_same_whichever_way_it_was_written(clerk: Officer) -> None:
    """What is noted is what the database has: a decimal, a time or a list has one text."""
    filled_in(clerk)
    noted = {name for event in AuditEvent.objects.all() for name in event.detail.get(rows.KEY, {})}
    assert {name.partition(":")[0] for name in noted} >= {
        "indicators.answer",
        "indicators.calculation",
        "schools.ledger",
    }
    assert faults() == []

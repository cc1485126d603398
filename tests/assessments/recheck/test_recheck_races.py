"""Two at once on PostgreSQL in a review: one wins, the other is told so, and nothing is done twice."""

from collections.abc import Callable
from functools import partial
from threading import Thread
from typing import Any

import pytest
from django.db import connection, connections
from django.utils import timezone

from assessments.actions import Refused
from assessments.models import Assessment
from assessments.recheck import actions, holding, preconditions
from assessments.recheck.models import Measure, Point, Recheck, RecheckChange
from assessments.recheck.table import BY_NAME, Step
from counties.models import Officer
from operations import audit
from tests.assessments.offices import Offices
from tests.assessments.recheck.slipping import answered, begun, go, opined, slipping
from tests.assessments.test_races import at_once
from tests.factories import officer

pytestmark = [
    pytest.mark.broker,
    pytest.mark.proof,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(300),
]

TIMES = 20
DONE, TOLD = 1, 2


@pytest.fixture
def offices(clerk: Officer) -> Offices:
    assert connection.vendor == "postgresql"
    found = Offices(clerk.division)
    found.made["county-clerk"] = clerk
    return found


@pytest.fixture
def recognised(clerk: Officer) -> Assessment:
    return slipping(clerk.division, clerk)


def outcome(deed: Callable[[], object]) -> Callable[[], int]:
    def done() -> int:
        try:
            deed()
        except Refused:
            return TOLD
        return DONE

    return done


def test_of_two_that_begin_one_does(recognised: Assessment, offices: Offices) -> None:
    leaders = offices.at("province", "leader"), offices.at("nation", "leader")
    for _ in range(TIMES):
        deeds = [outcome(partial(begun, recognised, by)) for by in leaders]
        assert sorted(at_once(*deeds)) == [DONE, TOLD]
        recheck = Recheck.objects.open().get()
        by_nation = recheck.opened_by.level == "nation"
        go(recheck, "call_off_by_nation" if by_nation else "call_off", recheck.opened_by)
    assert Recheck.objects.count() == TIMES
    assert audit.verify() == []


def test_of_keeping_and_withdrawing_one_is_decided(recognised: Assessment, offices: Offices) -> None:
    first = offices.at("nation", "leader")
    second = officer("second", first.division, Officer.Role.LEADER)
    for _ in range(TIMES):
        recheck = begun(recognised, offices.at("province", "leader"))
        opined(recheck, offices, done=True)
        recheck.refresh_from_db()
        deeds = [
            outcome(partial(moved, recheck, name, by)) for by, name in ((first, "keep"), (second, "withdraw"))
        ]
        assert sorted(at_once(*deeds)) == [DONE, TOLD]
        recheck.refresh_from_db()
        assert recheck.changes.filter(source=Step.OPINED).count() == 1
        if recheck.at_step is Step.WITHDRAWN:
            break
    versions = list(RecheckChange.objects.values_list("recheck", "version"))
    assert len(versions) == len(set(versions))
    assert audit.verify() == []


def moved(recheck: Recheck, name: str, by: Officer) -> RecheckChange:
    return actions.advance(
        recheck=recheck,
        way=BY_NAME[name],
        version=recheck.version,
        comment="意见",
        due_on=None,
        by=by,
        at=timezone.now(),
    )


def test_of_a_measure_and_the_report_the_later_finds_what_the_earlier_did(
    recognised: Assessment, offices: Offices
) -> None:
    clerk, leader = offices.at("county", "clerk"), offices.at("county", "leader")
    for _ in range(TIMES):
        recheck = begun(recognised, offices.at("province", "leader"))
        answered(recheck, clerk)
        before, point = Measure.objects.count(), recheck.points.all()[0]
        found = at_once(
            outcome(partial(measured, point, clerk)), outcome(partial(moved, recheck, "report", leader))
        )
        assert found[1] == DONE
        assert Measure.objects.count() - before == (found[0] == DONE)
        go(recheck, "return", offices.at("province", "leader"))
        go(recheck, "call_off", offices.at("province", "leader"))
    assert audit.verify() == []


def measured(point: Point, clerk: Officer) -> Measure:
    return actions.measure(point=point, text="又补", shown=(), by=clerk, at=timezone.now())


def test_the_control_without_the_lock_a_review_is_decided_past_a_look(
    recognised: Assessment, offices: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one looks, another moves: without the lock both pass the look, and only the last line refuses."""
    recheck = begun(recognised, offices.at("province", "leader"))
    opined(recheck, offices, done=True)
    recheck.refresh_from_db()
    first = offices.at("nation", "leader")
    second = officer("second", first.division, Officer.Role.LEADER)
    looked, found = preconditions.missing, list[int]()

    def meanwhile() -> None:
        found.append(outcome(partial(moved, recheck, "keep", second))())
        connections.close_all()

    def look_and_wait(*asked: Any) -> Any:
        missing = looked(*asked)
        monkeypatch.setattr(preconditions, "missing", looked)
        other = Thread(target=meanwhile)
        other.start()
        other.join(timeout=60)
        return missing

    def unlocked(recheck: Recheck, by: Officer) -> Recheck:
        rows = Recheck.objects.with_due().select_related("assessment__county__parent", "opened_by__division")
        return rows.get(pk=recheck.pk)

    monkeypatch.setattr(holding, "locked", unlocked)
    monkeypatch.setattr(preconditions, "missing", look_and_wait)
    with pytest.raises(Exception, match=r"one_move_per_version_of_a_review|不能再修改"):
        moved(recheck, "withdraw", first)
    assert found == [DONE]

"""The demonstration's province: seven counties, each at another place of the way, every move on record."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from assessments import snapshots
from assessments.models import Assessment, Snapshot, StatusChange
from assessments.recheck.models import Recheck
from assessments.recheck.table import Step as Rectified
from assessments.workflow import Step
from operations import audit

EXPECTED = {
    "990101": (Step.RECOGNISED, 1),
    "990104": (Step.CITY_REVIEW, 3),
    "990105": (Step.NOT_RECOMMENDED, 1),
    "990106": (Step.RECOGNISED, 1),  # the year before; since then it slips, and is under review
    "999001": (Step.PROVINCE_SITE, 1),
}


@pytest.mark.proof
@pytest.mark.timeout(300)
@pytest.mark.django_db(transaction=True)
def test_the_counties_stand_where_they_are_meant_to(var: Path, client: Client, settings: Settings) -> None:
    settings.EMBEDDED = True
    call_command("demo")
    stand = {row.county.code: (row.at_step, row.round) for row in Assessment.objects.select_related("county")}
    assert stand == EXPECTED
    [recheck] = Recheck.objects.all()
    assert (recheck.county.code, recheck.at_step, recheck.version) == ("990106", Rectified.RECTIFYING, 3)
    assert [len(each.measures.all()) for each in recheck.points.all()] == [1, 1, 1]
    returns = StatusChange.objects.filter(
        assessment__county__code="990104", transition__in=["send_back", "return_evaluation"]
    )
    assert {change.decision_of for change in returns} == {"city", "province"}
    assert all(change.comment for change in returns)
    by_proxy = StatusChange.objects.filter(by_proxy=True)
    assert set(by_proxy.values_list("assessment__county__code", flat=True)) == {"999001"}
    assert Snapshot.objects.count() == 7
    for snapshot in Snapshot.objects.all():
        assert snapshots.opened(snapshot.bytes).judged().county.outcome == "passes"
    assert audit.verify() == []
    logins = dict(line.split() for line in (var / "demo-logins.txt").read_text().splitlines())
    for username in ("demo-ding", "demo-shi-fu", "demo-sheng-du", "demo-guo-fu"):
        assert client.login(username=username, password=logins[username])
        page = client.get("/assessments/?all=1").content.decode()
        assert "示例丁县" in page
        for row in Assessment.objects.all():
            if row.get_absolute_url() in page:
                assert client.get(row.get_absolute_url()).status_code == 200
    call_command("demo")
    assert StatusChange.objects.count() == sum(
        assessment.version - 1 for assessment in Assessment.objects.all()
    )

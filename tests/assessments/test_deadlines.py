"""Deadlines are set above, a nearer and a later one counts, and what is past is marked."""

from datetime import date

import pytest
from django.utils import timezone

from assessments import actions
from assessments.desk import standing
from assessments.workflow import Step
from counties.models import Division, Officer
from tests.assessments.offices import Offices, begun
from tests.factories import client_of

pytestmark = pytest.mark.django_db


def set_for(by: Officer, due: date, *, county: str = "", reason: str = "") -> None:
    actions.set_deadline(
        by=by, year=2025, step=Step.DRAFT, due_on=due, reason=reason, county=county, at=timezone.now()
    )


def test_the_nearest_and_the_last_counts_and_an_extension_says_why(clerk: Officer, county: Division) -> None:
    offices, assessment = Offices(county), begun(clerk)
    province, nation = offices.at("province", "leader"), offices.at("nation", "leader")
    set_for(province, date(2026, 3, 1))
    set_for(nation, date(2026, 1, 1))
    assert standing.due_on(assessment) == date(2026, 3, 1)
    with pytest.raises(actions.Refused, match="理由"):
        set_for(province, date(2026, 4, 1))
    set_for(province, date(2026, 4, 1), county=county.code, reason="汛期停课")
    assert standing.due_on(assessment) == date(2026, 4, 1)


def test_only_province_and_nation_set_them_and_only_below_them(clerk: Officer, county: Division) -> None:
    offices = Offices(county)
    for by in (clerk, offices.at("city", "leader"), offices.at("province", "inspector")):
        with pytest.raises(actions.NotYours):
            set_for(by, date(2026, 3, 1))
    with pytest.raises(actions.NotYours):
        set_for(offices.at("province", "leader"), date(2026, 3, 1), county="110101", reason="x")


def test_what_is_past_is_marked_in_the_queue(clerk: Officer, county: Division) -> None:
    assessment, leader = begun(clerk), Offices(county).at("province", "leader")
    browser = client_of(leader)
    form = {"year": "2025", "step": "draft", "due_on": "2025-10-01"}
    assert browser.post("/assessments/deadlines/", form).status_code == 302
    [(_, due, overdue)] = standing.with_due(
        type(assessment).objects.select_related("county"), on=date(2026, 1, 1)
    )
    assert (due, overdue) == (date(2025, 10, 1), True)
    assert browser.post("/assessments/deadlines/", form).status_code == 422
    assert "2025-10-01" in client_of(clerk).get("/assessments/deadlines/").content.decode()


def test_a_county_is_told_until_when_before_it_has_begun(clerk: Officer, county: Division) -> None:
    province = Offices(county).at("province", "leader")
    set_for(province, date(2020, 3, 1))
    assert "2020-03-01" in client_of(clerk).get("/?year=2025").content.decode()
    set_for(province, date(2020, 4, 1), county=county.code, reason="汛期停课")
    page = client_of(clerk).get("/?year=2025").content.decode()
    assert "2020-04-01" in page and "2020-03-01" not in page
    assert "截止" not in client_of(clerk).get("/?year=2024").content.decode()

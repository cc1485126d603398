"""The way from office to office as a county and those above it see it."""

import pytest
from django.test import Client

from assessments import onward, regions
from assessments.models import Assessment
from assessments.workflow import Step
from counties.models import Officer
from tests.factories import NOW
from tests.steps import STANDARD


def states(step: Step) -> str:
    """The states of the five steps by their first letters: done, now, stuck, ahead."""
    return "".join(each.state.value[0] for each in onward.steps(Assessment(step=step)))


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (Step.DRAFT, "naaaa"),
        (Step.SIGNED, "dnaaa"),
        (Step.SUBMITTED, "ddnaa"),
        (Step.CITY_OPINION, "ddnaa"),
        (Step.PROVINCE_SITE, "dddna"),
        (Step.RECOMMENDED, "ddddn"),
        (Step.RECOGNISED, "ddddd"),
        (Step.NOT_RECOMMENDED, "dddsa"),
        (Step.NOT_RECOGNISED, "dddds"),
    ],
)
def test_what_is_behind_at_hand_and_ahead(step: Step, expected: str) -> None:
    assert states(step) == expected


@pytest.mark.parametrize("step", Step)
def test_every_step_is_in_one_place_only(step: Step) -> None:
    assert sum(letter in "ns" for letter in states(step)) == (step is not Step.RECOGNISED)


@pytest.fixture
def recommended(clerk: Officer) -> Assessment:
    return Assessment.objects.create(
        county=clerk.division,
        year=2025,
        standard=STANDARD,
        step=Step.RECOMMENDED,
        held_by="nation",
        opened_by=clerk.user,
        opened_at=NOW,
        moved_at=NOW,
    )


@pytest.mark.django_db
def test_offices_and_recognised_counties_are_counted(
    recommended: Assessment, nation_viewer: Officer, nation_viewer_client: Client, clerk_client: Client
) -> None:
    standing = regions.of(nation_viewer, year=2025)
    assert {each.name: each.count for each in standing.offices}["国家认定"] == 1
    assert standing.tally.recognised == 0
    assert "省级已推荐，待国家受理" in clerk_client.get("/?year=2025").content.decode()
    recommended.step = Step.RECOGNISED
    recommended.save()
    standing = regions.of(nation_viewer, year=2025)
    assert {each.name: each.count for each in standing.offices}["已认定"] == 1
    assert standing.regions[0].tally.recognised == 1
    assert "督导评估到了哪一级" in nation_viewer_client.get("/?year=2025").content.decode()
    assert regions.of(nation_viewer, year=2024).offices == ()


def test_every_step_is_counted_with_one_office_or_one_end() -> None:
    counted = [at for code in onward.NAMES for at in onward.steps_of(code)]
    assert sorted(counted) == sorted(Step)

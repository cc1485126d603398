"""Who is recognised: until the nation withdraws it, from the year of the figures on, and then anew."""

import pytest
from django.utils import timezone

from assessments import actions as assessments
from assessments import recognition, regions
from assessments.models import Assessment
from assessments.monitoring import watched
from assessments.monitoring.watched import State
from assessments.recheck.models import Recheck
from assessments.roadmap import standing
from assessments.roadmap.standing import State as Planned
from assessments.workflow import Step
from counties.models import Division, Officer
from tests.assessments.offices import Offices
from tests.assessments.recheck.slipping import RECOGNISED, SLIPPED, go, opined, withdrawn
from tests.assessments.standing_at import standing_at
from tests.factories import client_of

pytestmark = pytest.mark.django_db


def counted(by: Officer) -> dict[int, tuple[int, int, State, Planned]]:
    """By year: who is recognised by the roadmap and by the provinces' table, and each page's state."""
    found = {}
    for year in (RECOGNISED, SLIPPED, SLIPPED + 1):
        roadmap = standing.of(by, year=year)
        [line] = roadmap.lines
        [monitored] = watched.of(by, year=year)
        numbers = (roadmap.whole.recognised, regions.of(by, year=year).tally.recognised)
        found[year] = (*numbers, monitored.state, line.state)
    return found


def test_a_county_under_review_is_recognised_and_one_that_is_kept_stays_so(
    recheck: Recheck, nation_viewer: Officer, offices: Offices
) -> None:
    before = counted(nation_viewer)
    assert [each[:2] for each in before.values()] == [(1, 1)] * 3
    opined(recheck, offices, done=True)
    go(recheck, "keep", offices.at("nation", "leader"))
    assert counted(nation_viewer) == before
    assert recognition.holds(recheck.assessment)


def test_a_withdrawn_county_counts_no_longer_and_earlier_years_stay_as_they_were(
    recheck: Recheck, nation_viewer: Officer, offices: Offices
) -> None:
    before = counted(nation_viewer)
    withdrawn(recheck, offices)
    after = counted(nation_viewer)
    assert after[RECOGNISED] == before[RECOGNISED] == (1, 1, State.UNSEEN, Planned.RECOGNISED)
    assert after[SLIPPED] == after[SLIPPED + 1] == (0, 0, State.WITHDRAWN, Planned.WITHDRAWN)
    years = standing.of(nation_viewer, year=SLIPPED + 1).years
    assert [(each.year, each.recognised, each.withdrawn, each.recognised_so_far) for each in years] == [
        (RECOGNISED, 1, 0, 1),
        (SLIPPED, 0, 1, 0),
    ]
    assert not recognition.holds(recheck.assessment)


def test_a_county_may_apply_again_and_is_recognised_again(
    recheck: Recheck, county: Division, clerk: Officer, nation_viewer: Officer, offices: Offices
) -> None:
    withdrawn(recheck, offices)
    later = SLIPPED + 1
    again = assessments.start(
        county=county, year=later, standard=recheck.assessment.standard, by=clerk, at=timezone.now()
    )
    assert again.pk != recheck.assessment.pk
    standing_at(Step.RECOGNISED, county, clerk, year=later)
    assert counted(nation_viewer)[later] == (1, 1, State.UNSEEN, Planned.RECOGNISED)
    [line] = standing.of(nation_viewer, year=later).lines
    assert line.recognised == later
    assert counted(nation_viewer)[SLIPPED][:2] == (0, 0)


def test_of_two_recognitions_the_one_that_holds_is_monitored(
    recheck: Recheck, county: Division, clerk: Officer, nation_viewer: Officer, offices: Offices
) -> None:
    earlier = standing_at(Step.RECOGNISED, county, clerk, year=RECOGNISED - 1, standard="basic-2012")
    withdrawn(recheck, offices)
    [found] = watched.of(nation_viewer, year=SLIPPED)
    assert (found.assessment, found.withdrawn) == (earlier, None)
    assert Assessment.objects.count() == 2


def test_the_pages_say_so(recheck: Recheck, nation_viewer: Officer, offices: Offices) -> None:
    withdrawn(recheck, offices)
    client = client_of(nation_viewer)
    text = client.get(f"/monitoring/?year={SLIPPED}").content.decode()
    assert "已认定 0 个县" in text
    assert "认定已撤销" in text
    assert "认定已撤销" in client.get(f"/roadmap/?year={SLIPPED}").content.decode()
    address = recheck.assessment.get_absolute_url()
    assert "作出的认定已于" in client.get(address).content.decode()

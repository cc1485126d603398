"""A recognised county that slips, and a review of it that the province began."""

import pytest

from assessments.models import Assessment
from assessments.recheck.models import Recheck
from counties.models import Division, Officer
from tests.assessments.offices import Offices
from tests.assessments.recheck.slipping import begun, slipping


@pytest.fixture
def offices(county: Division, clerk: Officer) -> Offices:
    found = Offices(county)
    found.made["county-clerk"] = clerk
    return found


@pytest.fixture
def recognised(county: Division, clerk: Officer) -> Assessment:
    return slipping(county, clerk)


@pytest.fixture
def recheck(recognised: Assessment, offices: Offices) -> Recheck:
    return begun(recognised, offices.at("province", "leader"))

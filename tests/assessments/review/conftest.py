"""An assessment that the city has under review, and who reviews it."""

import pytest

from assessments.models import Assessment
from counties.models import Division, Officer
from tests.assessments.offices import Offices, filled_in, go, submitted
from tests.factories import officer


@pytest.fixture
def offices(county: Division) -> Offices:
    return Offices(county)


@pytest.fixture
def taken_in(clerk: Officer, offices: Offices) -> Assessment:
    filled_in(clerk)
    assessment = submitted(clerk, offices.at("county", "leader"))
    go(assessment, "accept", offices.at("city", "clerk"))
    assessment.refresh_from_db()
    return assessment


@pytest.fixture
def reviewer(offices: Offices) -> Officer:
    return offices.at("city", "inspector")


@pytest.fixture
def second(reviewer: Officer) -> Officer:
    return officer("second", reviewer.division, Officer.Role.INSPECTOR)

"""Words that only one county's rows contain are heard by no officer of another's, whatever he asks."""

from typing import NamedTuple

import pytest
from django.urls import reverse

from counties.models import Division, Officer
from schools.models import Ledger
from tests.assessments import reviewers
from tests.assessments.offices import Offices
from tests.canary import curious, planting
from tests.canary.listening import Listener
from tests.factories import client_of, division
from tests.forging import forge
from tests.ledgers.rows import county_rows
from tests.opened import open_to_everybody
from tests.permissions import addresses, states
from tests.permissions.addresses import Addresses
from tests.steps import checked, judged, renumbered, workbook

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(900)]

COUNTY, NEIGHBOUR, BEYOND, ABROAD = "990101", "990102", "990201", "980101"
# By whose county and which office of it.
STRANGERS = (
    (NEIGHBOUR, "county", "clerk"),
    (NEIGHBOUR, "county", "leader"),
    (NEIGHBOUR, "county", "security"),
    (NEIGHBOUR, "county", "auditor"),
    (BEYOND, "county", "clerk"),
    (BEYOND, "city", "inspector"),
    (BEYOND, "city", "leader"),
    (ABROAD, "province", "inspector"),
)
# Nothing in the county's year gives them words: there is nothing in any row, or only keys of columns.
EMPTY = {
    "assessments.Mark.field",
    "assessments.Placement.schools",
    "assessments.Point.indicator",
    "indicators.ItemFigure.missing",
    "indicators.StageFigure.composite_ceiling",
    "operations.AuditEvent.ip",
    "operations.AuditEvent.request",
    "schools.HeadingAnswer.field",
    "schools.Ledger.alterations",
    "schools.Ledger.headings",
    "schools.Ledger.near_headings",
    "schools.LedgerProblem.changes",
    "schools.LedgerProblem.field",
    "schools.LedgerProblem.school_code",
    "schools.LedgerProblem.sheet",
}
# Only on the page on which a county's own people say anew what a file is for.
GUARDED_TWICE = {"assessments.Evidence.filename"}


class Singing(NamedTuple):
    there: Addresses
    words: dict[str, str]


@pytest.fixture
def singing() -> Singing:
    """A county with a row of each kind, recognised after a doubt that it answered, and a canary word in every
    text of it."""
    offices = Offices(division(COUNTY, "示例县"))
    assessment, there = addresses.arranged(offices)
    forge(Ledger.objects.all(), notices=["有隐藏的工作表"])
    for state in states.walk(assessment, offices):
        if state == "city_review":
            doubt = reviewers.mark(assessment, offices.at("city", "inspector"))
            reviewers.reply(doubt, offices.at("county", "clerk"))
    return Singing(there, planting.plant())


def stranger(county: str, level: str, role: str) -> Officer:
    return Offices(division(county, f"县{county}")).at(level, role)


def with_a_year(officer: Officer) -> Officer:
    """Give a county that *officer* sees a year of its own, so that his pages are not empty."""
    county = Division.objects.counties().visible_to(officer).exclude(code=COUNTY)[:1]
    for each in county:
        judged(Offices(each).at("county", "clerk"), workbook(renumbered(county_rows(), each.code)))
    return officer


def owner() -> Listener:
    """The leader of the county itself; a row that was made of anything may break his pages."""
    client = client_of(Officer.objects.get(division__code=COUNTY, role=Officer.Role.LEADER))
    client.raise_request_exception = False
    return Listener(client)


def test_every_text_has_its_canary(singing: Singing) -> None:
    assert len(singing.words) > 50
    assert planting.bare(singing.words) == EMPTY


def test_a_neighbour_hears_nothing(singing: Singing) -> None:
    listener = Listener(client_of(stranger(*STRANGERS[0])))
    curious.open_everything(listener, singing.there)
    listener.get(f"{reverse('search')}?q={curious.SEARCHED}")
    assert listener.heard == {}
    assert listener.answers > 70


def test_the_canaries_sing_where_everybody_sees_everything(
    singing: Singing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: what its own leader hears of the county, its neighbour hears without ``visible_to``."""
    own = owner()
    curious.open_everything(own, singing.there)
    open_to_everybody(monkeypatch)
    client = client_of(stranger(*STRANGERS[1]))
    client.raise_request_exception = False
    listener = Listener(client)
    curious.open_everything(listener, singing.there)
    assert len(own.words) > 30
    unheard = {singing.words[word] for word in own.words - listener.words}
    assert unheard == GUARDED_TWICE


@pytest.mark.proof
@pytest.mark.parametrize(("county", "level", "role"), STRANGERS)
def test_no_stranger_hears_anything(singing: Singing, county: str, level: str, role: str) -> None:
    """He opens all there is, asks every list for the county's keys, sends every form with them, and sends in
    its ledger as his own."""
    listener = Listener(client_of(with_a_year(stranger(county, level, role))))
    opened = listener.crawl()
    curious.open_everything(listener, singing.there)
    curious.open_parts(listener, singing.there)
    curious.ask_of_lists(listener, singing.there, opened)
    curious.fill_in_forms(listener, singing.there)
    assert listener.heard == {}


@pytest.mark.proof
def test_a_ledger_with_the_countys_schools_tells_nothing_about_them(singing: Singing) -> None:
    clerk = stranger(*STRANGERS[0])
    ledger = checked(clerk, workbook(county_rows()))
    assert ledger.problems.filter(code="school_belongs_to_another_county").exists()
    listener = Listener(client_of(clerk))
    listener.crawl(f"/ledgers/{ledger.pk}/")
    assert listener.heard == {}

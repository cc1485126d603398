"""What stands in each address: rows of the county, as in ``tests.addresses``, and rows of its city, which the
county stands below; and which addresses have less to tell apart."""

from collections.abc import Mapping

from assessments.models import Assessment
from counties.levels import Level
from counties.models import Officer
from indicators.models import Calculation
from reports.downloads.models import Bundle
from tests import addresses, steps
from tests.addresses import alike, paper_of
from tests.assessments.offices import Offices, filled_in
from tests.ledgers.rows import county_rows
from tests.permissions import states
from tests.reports.parcels import ask

# By route and whose row it is; a route that is not here takes none.
Addresses = dict[tuple[str, str], Mapping[str, object]]

# An assessment's state changes nothing here.
STATELESS = frozenset(
    (
        *("compare", "deadlines", "filter-drop", "filter-keep", "health", "indicator", "ledger-template"),
        *("live-template", "login", "logout", "manual", "post", "posts", "search", "standard", "standards"),
        *("verify", "verify-code", "verify-key", "download", "download-progress", "download-zip"),
        *("downloads", "document-signature", "monitoring", "monitoring-county"),
        *("roadmap", "roadmap-import", "roadmap-plan", "trail", "trail-event", "trail-export"),
        *("recheck", "recheck-advance", "recheck-begin", "recheck-check", "recheck-measure"),
    )
)
# What is the same for everybody who holds a post, or for everybody.
OF_NOBODY = frozenset(("indicator", "live-template", "standard", "trail-export", "verify-code"))
# Whose row can be the city's as well.
OF_THE_CITY = frozenset(
    ("post", "download", "download-progress", "download-zip", "paper-download", "paper-signature")
)


def arranged(offices: Offices) -> tuple[Assessment, Addresses]:
    """A county with a row of each kind, and its assessment in draft."""
    clerk = offices.at("county", "clerk")
    filled_in(clerk)
    waiting = steps.checked(clerk, steps.workbook(county_rows()[:-1]))
    countys = addresses.of_county(clerk, Calculation.objects.get(), waiting=waiting)
    assessment = states.begin(clerk, offices)
    countys |= addresses.of_assessment(assessment)
    citys = of_city(offices.at("city", "inspector"), assessment)
    found: Addresses = {(route, "county"): arguments for route, arguments in countys.items()}
    return assessment, found | {(route, "city"): arguments for route, arguments in citys.items()}


def of_city(inspector: Officer, assessment: Assessment) -> addresses.Arguments:
    """A post, a parcel and a draft of the office above the county."""
    ask(inspector.division, inspector, ["draft"])
    parcel = Bundle.objects.get(office=inspector.division.code)
    draft = paper_of(assessment, Level.CITY, final=False)
    return {
        "post": {"pk": inspector.pk},
        **alike("download download-progress download-zip", pk=parcel.pk),
        **alike("paper-download paper-signature", pk=draft.pk),
    }

"""With which versions one may be compared, and the comparison."""

from collections.abc import Sequence

from django.db.models import Q

from counties.models import Officer
from schools import actions, contents, differences
from schools.differences import Difference
from schools.models import Ledger

MOST_OFFERED = 60
READABLE = (Ledger.State.CHECKED, Ledger.State.ACCEPTED, Ledger.State.REPLACED)


def offered(ledger: Ledger, officer: Officer) -> Sequence[Ledger]:
    """Return the other versions of the year and the accepted ones of other years, the newest first."""
    same = Ledger.objects.visible_to(officer).filter(county_id=ledger.county_id, kind=ledger.kind)
    wanted = Q(year=ledger.year, state__in=READABLE) | Q(state=Ledger.State.ACCEPTED)
    return list(same.filter(wanted).exclude(pk=ledger.pk).order_by("-year", "-version")[:MOST_OFFERED])


def chosen(found: Sequence[Ledger], asked: str, ledger: Ledger) -> Ledger | None:
    """Return the version asked for; unasked the one before, or last year's, or any."""
    named = [each for each in found if str(each.pk) == asked]
    before = [each for each in found if each.year == ledger.year and each.version < ledger.version]
    last = [each for each in found if each.year < ledger.year]
    return next(iter([*named, *before, *last, *found]), None)


def made(before: Ledger, after: Ledger) -> Difference:
    """Compare two versions; raise ``actions.Refused`` where the bytes of one are damaged."""
    return differences.between(
        contents.of(before, actions.read_again), contents.of(after, actions.read_again)
    )

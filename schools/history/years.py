"""What is shown of a school's past."""

from collections.abc import Sequence

from schools.models import Ledger, School, SchoolEvent, SchoolYear


def of(school: School) -> Sequence[SchoolYear]:
    """Return the school's rows of accepted ledgers, the newest year first."""
    rows = SchoolYear.objects.filter(school=school, ledger__state=Ledger.State.ACCEPTED)
    return list(rows.select_related("ledger").order_by("-ledger__year"))


def events(school: School) -> Sequence[SchoolEvent]:
    """Return the confirmed events that the school had a part in, of its own county."""
    found = SchoolEvent.objects.filter(county_id=school.county_id, parts__code=school.code).distinct()
    return list(found.select_related("confirmed_by").prefetch_related("parts"))

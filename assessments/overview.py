"""Many counties at a glance (各县进度), for those who answer for more than one."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, Q, QuerySet, Subquery

from counties.models import Division, Officer, named
from indicators.models import OUTCOMES, Calculation
from schools.models import Ledger

STATES = dict(Ledger.State.choices)


@dataclass(frozen=True, kw_only=True)
class County:
    """One line: a county, its newest ledger and the verdict on the accepted one."""

    division: Division
    above: str
    version: int | None
    state: str
    state_label: str
    schools: int | None
    outcome: str
    outcome_label: str
    calculation: int | None


def newest_year(officer: Officer) -> int | None:
    """Return the newest school year that any of the officer's counties has a ledger of."""
    ledgers = Ledger.objects.visible_to(officer).of_kind(Ledger.Kind.SCHOOLS).order_by("-year")
    return ledgers.values_list("year", flat=True).first()


def found(officer: Officer, *, year: int, search: str) -> frozenset[str]:
    """Return the codes of the officer's counties that are found by *search*."""
    rows = Division.objects.visible_to(officer).counties().of_year(year)
    above = Q(parent__name__contains=search) | Q(parent__parent__name__contains=search)
    return frozenset(rows.filter(named(search) | above).values_list("code", flat=True))


def lines(codes: Sequence[str], *, year: int) -> list[County]:
    """Return the counties of these codes with their newest ledger and the verdict on the accepted one."""
    schools = Ledger.objects.of_kind(Ledger.Kind.SCHOOLS)
    ledgers = schools.filter(county__code=OuterRef("code"), year=year).order_by("-version")
    judged = _judged(year)
    rows = (
        Division.objects.counties()
        .of_year(year)
        .filter(code__in=codes)
        .with_parents()
        .annotate(
            version=Subquery(ledgers.values("version")[:1]),
            ledger_state=Subquery(ledgers.values("state")[:1]),
            school_count=Subquery(ledgers.values("schools")[:1]),
            outcome=Subquery(judged.values("outcome")[:1]),
            calculation=Subquery(judged.values("pk")[:1]),
        )
    )
    return [_line(row) for row in rows.order_by("code")]


def _judged(year: int) -> QuerySet[Calculation]:
    """Return the calculations of a division's year, the one that holds first."""
    return Calculation.objects.in_force().filter(ledger__county__code=OuterRef("code"), ledger__year=year)


def _line(row: Division) -> County:
    """Turn an annotated row into what the page shows."""
    values = vars(row)
    state, outcome = values["ledger_state"] or "", values["outcome"] or ""
    return County(
        division=row,
        above=_above(row),
        version=values["version"],
        state=state,
        state_label=STATES.get(state, "未上传"),
        schools=values["school_count"],
        outcome=outcome,
        outcome_label=dict(OUTCOMES).get(outcome, ""),
        calculation=values["calculation"],
    )


def _above(county: Division) -> str:
    """Name the city and province; one that is a city in the code only is not named."""
    above = county.parent
    if above is not None and above.is_placeholder:
        above = above.parent
    return above.full_name if above else ""

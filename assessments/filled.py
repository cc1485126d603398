"""What a county has filled in of a year, as far as signing asks for it."""

from dataclasses import dataclass

from django.db.models import Count, Q

from assessments import path, track
from assessments.path import Path
from counties.models import Division
from indicators.models import Calculation
from schools.ledger.problems import Severity
from schools.models import Ledger

OPEN = Q(problems__severity=Severity.QUERY, problems__explanation="")


@dataclass(frozen=True, kw_only=True)
class Filled:
    """The accepted ledger of schools and that of the county's *figures*, the *calculation* of the first, how
    many conclusions are still to be given, and how many 疑点 are not explained, by ledger."""

    county: Division
    year: int
    schools: Ledger | None
    figures: Ledger | None
    calculation: Calculation | None
    unanswered: int
    open_queries: dict[Ledger, int]


def of(county: Division, year: int) -> Filled:
    """Read it in three queries."""
    accepted = Ledger.objects.accepted().of_year(year).filter(county__code=county.code)
    kept = list(accepted.annotate(open=Count("problems", filter=OPEN)).order_by("-version"))
    schools, figures = (track.in_force(kept, kind) for kind in (Ledger.Kind.SCHOOLS, Ledger.Kind.COUNTY))
    calculation = Calculation.objects.in_force().filter(ledger=schools).first() if schools else None
    asked = path.conclusions_asked(calculation)
    return Filled(
        county=county,
        year=year,
        schools=schools,
        figures=figures,
        calculation=calculation,
        unanswered=len(asked) - path.conclusions_given(county, year, asked),
        open_queries={each: vars(each)["open"] for each in (schools, figures) if each},
    )


def of_path(way: Path) -> Filled:
    """Tell it from the county's path, where that is known."""
    kept = (way, way.figures)
    return Filled(
        county=way.county,
        year=way.year,
        schools=way.accepted,
        figures=way.figures.accepted,
        calculation=way.calculation,
        unanswered=way.unanswered,
        open_queries={each.accepted: track.open_in_force(each) for each in kept if each.accepted},
    )

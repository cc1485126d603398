"""Which assessments of a queue are wanted: by year, step, office, or what the county is called."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest

from assessments import onward
from assessments.models import Assessment
from assessments.workflow import Step
from counties.models import Division, named
from schools.ledger.texts import visible

LONGEST = 60


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What the address asks for; what it does not name is not narrowed down."""

    year: int | None
    step: Step | None
    office: str
    search: str

    @property
    def is_narrow(self) -> bool:
        return bool(self.year or self.step or self.office or self.search)

    def of(self, rows: QuerySet[Assessment]) -> QuerySet[Assessment]:
        if self.year:
            rows = rows.filter(year=self.year)
        if self.step:
            rows = rows.filter(step=self.step)
        if self.office:
            rows = rows.filter(step__in=onward.steps_of(self.office))
        if self.search:
            rows = rows.filter(county__in=Division.objects.filter(named(self.search)))
        return rows


def asked(request: HttpRequest) -> Chosen:
    year, step, office = (request.GET.get(name, "") for name in ("year", "step", "office"))
    return Chosen(
        year=int(year) if year.isascii() and year.isdigit() and len(year) == len("2025") else None,
        step=Step(step) if step in set(Step) else None,
        office=office if office in onward.NAMES else "",
        search=visible(request.GET.get("search", ""))[:LONGEST],
    )

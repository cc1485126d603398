"""What the form of the county figures begins with: the newest version, and what was found in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from counties.models import Officer
from schools import actions, figure_form
from schools.actions import Refused
from schools.figures.reading import Reading
from schools.ledger.problems import Severity
from schools.models import Ledger, LedgerProblem


@dataclass(frozen=True, kw_only=True)
class Entry:
    """*newest* is the last version received, *source* the last one that could be read."""

    year: int
    newest: Ledger | None
    source: Ledger | None

    @property
    def basis(self) -> int:
        return self.newest.version if self.newest else 0

    def initial(self) -> Mapping[str, object]:
        """Return what stands in the fields before anything is changed."""
        if self.source is None:
            return {"basis": self.basis}
        return {"basis": self.basis, "standard": self.source.standard, **self._figures(self.source)}

    def _figures(self, source: Ledger) -> Mapping[str, str]:
        """A version whose file is damaged leaves the fields empty: its figures cannot be vouched for."""
        try:
            reading = actions.read_again(source)
        except Refused:
            return {}
        assert isinstance(reading, Reading)
        return figure_form.initial(reading)

    def problems(self) -> Mapping[str, Sequence[LedgerProblem]]:
        """Return by field what is still to be mended or explained in the source."""
        found: dict[str, list[LedgerProblem]] = {}
        for problem in self.source.problems.exclude(field="") if self.source else ():
            if problem.severity == Severity.ERROR or not problem.explanation:
                found.setdefault(problem.field, []).append(problem)
        return found


def of(officer: Officer, year: int) -> Entry:
    """Return what the officer's county has of its figures of *year*."""
    versions = Ledger.objects.visible_to(officer).of_year(year).of_kind(Ledger.Kind.COUNTY)
    mine = versions.filter(county__code=officer.division.code).order_by("-version")
    return Entry(
        year=year,
        newest=mine.first(),
        source=mine.exclude(state=Ledger.State.REFUSED).first(),
    )

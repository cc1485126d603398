"""Everything a calculation is made from, gathered once and told apart by its digest."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction

from django.db.models import Q
from django.utils import timezone

from indicators import gather, published
from indicators.calculation import whole
from indicators.calculation.facts import Stage
from indicators.calculation.items.reading import Answer as Conclusion
from indicators.calculation.items.reading import CountyFacts
from indicators.calculation.standard import Standard
from indicators.calculation.whole import WholeFinding
from indicators.models import Answer, Calculation, StageFigure
from operations import canonical
from schools.models import CountyYear, Ledger

YEARS_BEFORE = 3  # how far back the composites of 2012 are looked for


def conclusion_of(answer: Answer) -> Conclusion:
    """Return what the calculation asks of a kept answer."""
    score = None if answer.score is None else Fraction(answer.score)
    return Conclusion(met=answer.met, conclusion=answer.conclusion, score=score)


class Changed(Exception):
    """What a kept calculation was made from is no longer what it was; the message says which."""


@dataclass(frozen=True, kw_only=True)
class Inputs:
    """An accepted ledger, the county figures of its year, the county's answers, and the day."""

    ledger: Ledger
    county_ledger: Ledger | None
    answers: Mapping[str, Answer]
    composites: Mapping[tuple[int, Stage], Fraction]
    standard: Standard
    on: date

    @property
    def digest(self) -> str:
        """The same digest, the same figures: of the day only what it decides counts."""
        in_force = [each.code for each in self.standard.allowances if each.first <= self.on <= each.last]
        return canonical.digest(
            {
                "ledger": [self.ledger.pk, self.ledger.sha256],
                "county_ledger": None if self.county_ledger is None else self.county_ledger.sha256,
                "standard": self.standard.digest,
                "answers": {
                    code: [answer.pk, answer.met, answer.conclusion, answer.score]
                    for code, answer in self.answers.items()
                },
                "composites": {f"{year} {stage}": str(cv) for (year, stage), cv in self.composites.items()},
                "allowances": in_force,
            }
        )

    def judge(self) -> WholeFinding:
        """Judge the county by the whole standard, from the rows."""
        return whole.judge(self.facts(), self.standard, on=self.on)

    def facts(self) -> CountyFacts:
        """Return what is judged: schools, county figures and answers, from the rows."""
        figures = CountyYear.objects.filter(ledger=self.county_ledger).first()
        return gather.county_facts(
            figures.values if figures else {},
            gather.of_ledger(self.ledger),
            answers={code: conclusion_of(answer) for code, answer in self.answers.items()},
            year=self.ledger.year,
            basic_composites=self.composites,
        )


def of(ledger: Ledger, *, at: datetime) -> Inputs:
    """Gather what was known of the ledger's county and year at the time."""
    accepted = Ledger.objects.accepted().of_year(ledger.year)
    figures = accepted.filter(county=ledger.county, kind=Ledger.Kind.COUNTY).first()
    return _with(ledger, figures, at)


def again(calculation: Calculation) -> Inputs:
    """Gather what *calculation* was made from; raise ``Changed`` if it is no longer the same.

    A conclusion may bear an earlier time and yet have been written down after the calculation: the last ones
    are left out until it is the same.
    """
    ledger, at = calculation.ledger, calculation.made_at
    gathered = _with(ledger, calculation.county_ledger, at)
    given = list(Answer.objects.given(ledger.county, ledger.year, at))
    for count in range(len(given), -1, -1):
        found = replace(gathered, answers={answer.item: answer for answer in given[:count]})
        if found.digest == calculation.inputs:
            return found
    raise Changed(f"测算 {calculation.pk} 的数据或标准已与测算时不同")


def _with(ledger: Ledger, county_ledger: Ledger | None, at: datetime) -> Inputs:
    return Inputs(
        ledger=ledger,
        county_ledger=county_ledger,
        answers=Answer.objects.in_force(ledger.county, ledger.year, at),
        composites=_composites(ledger, at),
        standard=published.load(ledger.standard),
        on=timezone.localdate(at),
    )


def _composites(ledger: Ledger, at: datetime) -> dict[tuple[int, Stage], Fraction]:
    """Return the composites by the standard of 2012 that the county's years before had come to."""
    found = StageFigure.objects.filter(
        calculation__ledger__county=ledger.county,
        calculation__ledger__year__range=(ledger.year - YEARS_BEFORE, ledger.year - 1),
        calculation__made_at__lte=at,
    ).exclude(Q(composite_ceiling="") | Q(composite_cv=""))
    rows = found.order_by("calculation__made_at")
    return {
        (year, Stage(stage)): Fraction(cv)
        for year, stage, cv in rows.values_list("calculation__ledger__year", "stage", "composite_cv")
    }

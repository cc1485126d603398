"""A county's coefficients from year to year (历年差异系数), as its accepted ledgers were judged."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from counties.models import Division
from indicators import charts
from indicators.calculation.facts import JUDGED, Stage
from indicators.calculation.outcomes import Outcome
from indicators.calculation.standard import Standard
from indicators.charts.years import Series
from indicators.models import Calculation, StageFigure

COMPOSITE = ""  # stands for the composite among the codes of indicators
Found = Mapping[str, tuple[str, str]]  # by indicator: the coefficient as text, the verdict on it
Picture = tuple[str, str]  # the stage's name, and its SVG


def stages_of(county: Division, standard: str) -> list[StageFigure]:
    """Return the stages of every year that is judged by *standard*, those made last last, in two queries."""
    judged = Calculation.objects.in_force().filter(ledger__county=county, standard_code=standard)
    stages = StageFigure.objects.filter(calculation__in=judged).select_related("calculation__ledger")
    return list(stages.prefetch_related("indicators").order_by("calculation__made_at", "pk"))


def pictures(stages: Sequence[StageFigure], standard: Standard) -> tuple[Picture, ...]:
    """Return an SVG for each stage that has more than one year among *stages*."""
    known = [each for each in stages if each.units]
    return drawn(standard, [(each.calculation.ledger.year, Stage(each.stage), found(each)) for each in known])


def found(stage: StageFigure) -> Found:
    """Return what was found of a stage, the composite among it."""
    known = {each.indicator: (each.cv, each.outcome) for each in stage.indicators.all()}
    return {**known, COMPOSITE: (stage.composite_cv, stage.composite_outcome)}


def drawn(standard: Standard, figures: Iterable[tuple[int, Stage, Found]]) -> tuple[Picture, ...]:
    """Draw *figures*, year, stage and what was found; of a year named twice the later one holds."""
    by_stage: dict[Stage, dict[int, Found]] = {}
    for year, stage, known in figures:
        by_stage.setdefault(stage, {})[year] = known
    return tuple(
        (stage.label, charts.of_years(f"{stage.label}历年校际差异系数", series(standard, stage, by_year)))
        for stage in JUDGED
        if len(by_year := by_stage.get(stage, {})) > 1
    )


def series(standard: Standard, stage: Stage, by_year: Mapping[int, Found]) -> tuple[Series, ...]:
    """Return the course of each coefficient; only what *standard* judges has a ceiling."""
    named = [(each.code, each.short) for each in standard.indicators]
    if not standard.judges_each:
        named.append((COMPOSITE, "综合差异系数"))
    ceiling = standard.cv_ceiling[stage].value
    return tuple(
        Series(
            name=name,
            by_year={year: _cv(known, code) for year, known in by_year.items()},
            above=frozenset(
                year for year, known in by_year.items() if known.get(code, ("", ""))[1] == Outcome.FAILS
            ),
            ceiling=ceiling if standard.judges_each or code == COMPOSITE else None,
        )
        for code, name in named
    )


def _cv(known: Found, code: str) -> Fraction | None:
    cv = known.get(code, ("", ""))[0]
    return Fraction(cv) if cv else None

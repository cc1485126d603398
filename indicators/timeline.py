"""A county's coefficients from year to year (历年差异系数), as its accepted ledgers were judged."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from counties.models import Division
from indicators import charts
from indicators.calculation.facts import JUDGED, Stage
from indicators.calculation.findings import StageFinding
from indicators.calculation.outcomes import Outcome
from indicators.calculation.standard import Standard
from indicators.charts.years import Series
from indicators.models import Calculation, StageFigure

COMPOSITE = ""  # stands for the composite among the codes of indicators
Found = Mapping[str, tuple[str, str]]  # by indicator: the coefficient as text, the verdict on it
Figures = tuple[int, Stage, Found]  # the year, and what was found of one of its stages
Picture = tuple[str, str]  # the stage's name, and its SVG


def stages_of(county: Division, standard: str) -> list[StageFigure]:
    """Return the stages of every year that is judged by *standard*, those made last last, in two queries."""
    judged = Calculation.objects.in_force().filter(ledger__county=county, standard_code=standard)
    stages = StageFigure.objects.filter(calculation__in=judged).select_related("calculation__ledger")
    return list(stages.prefetch_related("indicators").order_by("calculation__made_at", "pk"))


def earlier(county: Division, year: int, standard: str) -> list[Figures]:
    """Return what was found in the years before *year* that were judged by *standard*."""
    known = [_figures(each) for each in stages_of(county, standard) if each.units]
    newest = {(of, stage): found for of, stage, found in known if of < year}
    return [(of, stage, newest[of, stage]) for of, stage in sorted(newest)]


def _figures(stage: StageFigure) -> Figures:
    return stage.calculation.ledger.year, Stage(stage.stage), found(stage)


def pictures(stages: Sequence[StageFigure], standard: Standard) -> tuple[Picture, ...]:
    """Return an SVG for each stage that has more than one year among *stages*."""
    known = [each for each in stages if each.units]
    return drawn(standard, map(_figures, known))


def found(stage: StageFigure) -> Found:
    """Return what was found of a stage, the composite among it."""
    known = {each.indicator: (each.cv, each.outcome) for each in stage.indicators.all()}
    return {**known, COMPOSITE: (stage.composite_cv, stage.composite_outcome)}


def found_of(stage: StageFinding) -> Found:
    """Return the same of a finding."""
    known = {
        each.indicator.code: (each.dispersion.text if each.dispersion else "", str(each.outcome or ""))
        for each in stage.indicators
    }
    return {**known, COMPOSITE: (stage.composite.text or "", str(stage.composite.outcome or ""))}


def drawn(standard: Standard, figures: Iterable[Figures]) -> tuple[Picture, ...]:
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

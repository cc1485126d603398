"""A county's coefficients from year to year (历年差异系数), drawn from what was found."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from indicators import charts
from indicators.calculation.facts import JUDGED, Stage
from indicators.calculation.findings import StageFinding
from indicators.calculation.outcomes import Outcome
from indicators.calculation.standard import Standard
from indicators.charts.years import Series

COMPOSITE = ""  # stands for the composite among the codes of indicators
Found = Mapping[str, tuple[str, str]]  # by indicator: the coefficient as text, the verdict on it
Figures = tuple[int, Stage, Found]  # the year, and what was found of one of its stages
Picture = tuple[str, str]  # the stage's name, and its SVG


def found_of(stage: StageFinding) -> Found:
    """Return what was found of a stage, the composite among it."""
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

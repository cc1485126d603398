"""What was found of a county from year to year (历年), as its accepted ledgers were judged."""

from collections.abc import Iterable, Mapping, Sequence

from counties.models import Division
from indicators import courses
from indicators.calculation.facts import Stage
from indicators.calculation.standard import Standard
from indicators.courses import COMPOSITE, Figures, Found, Picture
from indicators.models import Calculation, CountyFigure, StageFigure

Stages = Mapping[StageFigure, Sequence[CountyFigure]]  # each with what was found of its indicators


def stages_of(county: Division, standard: str) -> Stages:
    """Return the stages with schools of every year that is judged by *standard*, those made last last, in one
    query."""
    judged = Calculation.objects.in_force().filter(ledger__county=county, standard_code=standard)
    rows = CountyFigure.objects.filter(stage__calculation__in=judged, stage__units__gt=0)
    found: dict[StageFigure, list[CountyFigure]] = {}
    for row in rows.select_related("stage__calculation__ledger").order_by(
        "stage__calculation__made_at", "stage", "pk"
    ):
        found.setdefault(row.stage, []).append(row)
    return found


def earlier(county: Division, year: int, standard: str) -> list[Figures]:
    """Return what was found in the years before *year* that were judged by *standard*."""
    newest = {(of, stage): found for of, stage, found in _figures(stages_of(county, standard)) if of < year}
    return [(of, stage, newest[of, stage]) for of, stage in sorted(newest)]


def _figures(stages: Stages) -> list[Figures]:
    return [
        (stage.calculation.ledger.year, Stage(stage.stage), found(stage, figures))
        for stage, figures in stages.items()
    ]


def pictures(stages: Stages, standard: Standard) -> tuple[Picture, ...]:
    """Return an SVG for each stage that has more than one year among *stages*."""
    return courses.drawn(standard, _figures(stages))


def found(stage: StageFigure, figures: Iterable[CountyFigure]) -> Found:
    """Return what was found of a stage, the composite among it."""
    known = {each.indicator: (each.cv, each.outcome) for each in figures}
    return {**known, COMPOSITE: (stage.composite_cv, stage.composite_outcome)}

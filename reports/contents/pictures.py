"""The charts of a county's coefficients, each under its caption: who makes them, their years, their place."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from indicators import charts, courses
from indicators.calculation import explain
from indicators.calculation.findings import CountyFinding, IndicatorFinding, StageFinding
from indicators.calculation.outcomes import Outcome
from indicators.calculation.standard import Standard
from indicators.charts.counties import Row
from indicators.courses import COMPOSITE, Figures, Found

FEWEST = 5  # counties of a province that are drawn; among fewer each could be told
Captioned = tuple[str, str]  # a caption and its SVG


def shares(finding: CountyFinding) -> Iterator[Captioned]:
    """Who makes each coefficient above its ceiling; where a stage has none, its largest."""
    for stage in finding.stages:
        for each in _worst(stage):
            code = each.indicator.code
            drawn = charts.of_shares(stage, each.indicator, explain.shares(stage, code))
            if drawn:
                yield f"{stage.stage.label}{each.indicator.short}：各校占差异", drawn


def _worst(stage: StageFinding) -> Sequence[IndicatorFinding]:
    failing = [each for each in stage.indicators if each.outcome is Outcome.FAILS]
    known = [each for each in stage.indicators if each.dispersion]
    return failing or sorted(known, key=lambda each: each.dispersion.squared if each.dispersion else 0)[-1:]


def schools(finding: CountyFinding) -> Iterator[tuple[str, tuple[Captioned, ...]]]:
    """Yield each stage that has units by its name, with every school's value of each indicator."""
    for stage in finding.stages:
        if stage.units:
            yield stage.stage.label, tuple(_schools(stage, finding.standard))


def _schools(stage: StageFinding, standard: Standard) -> Iterator[Captioned]:
    for each in standard.indicators:
        drawn = charts.of_schools(stage, each, standard)
        yield f"{stage.stage.label}{each.name}（{each.unit}）", drawn


def years(finding: CountyFinding, year: int | None, earlier: Iterable[Figures]) -> Iterator[Captioned]:
    """The coefficients of *earlier* years and of *year* itself, stage by stage."""
    if year is None:
        return
    now = [(year, stage.stage, courses.found_of(stage)) for stage in finding.stages if stage.units]
    for label, drawn in courses.drawn(finding.standard, [*earlier, *now]):
        yield f"{label}历年校际差异系数", drawn


def counties(finding: CountyFinding, known: Mapping[str, Sequence[Found]]) -> Iterator[Captioned]:
    """The county among *known*, what was found of each county of its province, by stage."""
    for stage in finding.stages:
        found = known.get(stage.stage, ())
        if not stage.units or len(found) < FEWEST:
            continue
        own = courses.found_of(stage)
        named = [(each.indicator.code, each.indicator.short) for each in stage.indicators]
        if not finding.standard.judges_each:
            named = [(COMPOSITE, "综合差异系数")]
        rows = [
            _row(name, [each.get(code, ("", "")) for each in found], own[code][0]) for code, name in named
        ]
        title = f"{stage.stage.label}校际差异系数：本县和全省 {len(found)} 个县"
        yield title, charts.of_counties(title, rows, finding.standard.cv_ceiling[stage.stage].value)


def _row(name: str, found: Iterable[tuple[str, str]], own: str) -> Row:
    known = [(Fraction(cv), outcome == Outcome.FAILS) for cv, outcome in found if cv]
    return Row(
        name=name,
        within=tuple(cv for cv, above in known if not above),
        above=tuple(cv for cv, above in known if above),
        own=Fraction(own) if own else None,
    )

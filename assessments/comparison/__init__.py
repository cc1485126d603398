"""Counties side by side (各县对比): their coefficients of variation, stage by stage."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from counties.models import Division, Officer
from indicators import charts, published
from indicators.calculation import rounding
from indicators.calculation.facts import Stage
from indicators.calculation.indicators import Indicator
from indicators.calculation.outcomes import Outcome
from indicators.calculation.standard import Standard
from indicators.charts.counties import Row
from indicators.models import OUTCOMES, Calculation, CountyFigure, StageFigure

PLACES = 3
LABELS = dict(OUTCOMES)
Figures = dict[str, tuple[str, str]]  # by indicator: coefficient and verdict
MARKS = {Outcome.FAILS: "below", Outcome.UNDETERMINED: "none"}


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A coefficient: *shown* rounded, *mark* how its table draws it; empty where it is not worked out."""

    indicator: str
    shown: str
    mark: str


@dataclass(frozen=True, kw_only=True)
class Line:
    code: str
    name: str
    above: str
    calculation: int
    cells: tuple[Cell, ...]
    over: int
    outcome: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """The counties judged by one standard; *standards* are all that counties were judged by. *picture* is
    the SVG of all of them against the ceiling."""

    standard: str
    standards: tuple[str, ...]
    indicators: tuple[Indicator, ...]
    ceiling: Fraction | None
    lines: tuple[Line, ...]
    picture: str


def of(
    officer: Officer, *, year: int, stage: Stage, under: str = "", standard: str = "", sort: str = ""
) -> Comparison | None:
    """Compare the counties of *year* whose codes begin with *under*, in three queries; None where there
    are none. *sort* names an indicator, ``over`` or ``code``, with ``-`` before it for falling order."""
    calculations = _calculations(officer, year, under)
    if not calculations:
        return None
    by_standard = Counter(standard for _, standard, _ in calculations.values())
    chosen = standard if standard in by_standard else by_standard.most_common(1)[0][0]
    asked = published.load(chosen)
    kept = {pk: (code, outcome) for code, (pk, of, outcome) in calculations.items() if of == chosen}
    figures = _figures(list(kept), stage)
    names = _names(officer, year)
    lines = [
        _line(pk, code, outcome, figures.get(pk, {}), asked.indicators, names)
        for pk, (code, outcome) in kept.items()
    ]
    lines.sort(key=lambda line: line.code)
    key = sort.removeprefix("-")
    if key == "over" or key in {each.code for each in asked.indicators}:
        lines.sort(key=lambda line: _rank(figures.get(line.calculation, {}), line, key, sort))
    ceiling = asked.cv_ceiling.get(stage)
    return Comparison(
        standard=chosen,
        standards=tuple(sorted(by_standard)),
        indicators=asked.indicators,
        ceiling=ceiling.value if ceiling else None,
        lines=tuple(lines),
        picture=_picture(asked, stage, figures),
    )


def _picture(standard: Standard, stage: Stage, figures: dict[int, Figures]) -> str:
    """Draw what is judged: each coefficient, or of the older standards the composite alone."""
    ceiling = standard.cv_ceiling.get(stage)
    if standard.judges_each:
        rows = [
            _row(each.short, [known.get(each.code, ("", "")) for known in figures.values()])
            for each in standard.indicators
        ]
    else:
        stages = StageFigure.objects.filter(calculation__in=figures, stage=stage)
        rows = [_row("综合差异系数", stages.values_list("composite_cv", "composite_outcome"))]
    title = f"{stage.label}各县校际差异系数"
    return charts.of_counties(title, rows, ceiling.value if ceiling else None)


def _row(name: str, found: Iterable[tuple[str, str]]) -> Row:
    known = [(Fraction(cv), outcome == Outcome.FAILS) for cv, outcome in found if cv]
    return Row(
        name=name,
        within=tuple(cv for cv, above in known if not above),
        above=tuple(cv for cv, above in known if above),
    )


def _calculations(officer: Officer, year: int, under: str) -> dict[str, tuple[int, str, str]]:
    """The calculation that holds, with its standard and verdict, by the county's code."""
    judged = Calculation.objects.visible_to(officer).in_force().filter(ledger__year=year)
    rows = judged.filter(ledger__county__code__startswith=under).order_by("made_at", "pk")
    found = rows.values_list("ledger__county__code", "pk", "standard_code", "outcome")
    return {code: (pk, standard, outcome) for code, pk, standard, outcome in found}


def _figures(calculations: list[int], stage: Stage) -> dict[int, Figures]:
    rows = CountyFigure.objects.filter(stage__calculation__in=calculations, stage__stage=stage)
    found: dict[int, Figures] = {}
    for pk, indicator, cv, outcome in rows.values_list("stage__calculation", "indicator", "cv", "outcome"):
        found.setdefault(pk, {})[indicator] = (cv, outcome)
    return found


def _names(officer: Officer, year: int) -> dict[str, tuple[str, str]]:
    rows = Division.objects.visible_to(officer).counties().of_year(year)
    return {code: (name, above) for code, name, above in rows.values_list("code", "name", "parent__name")}


def _line(
    pk: int,
    code: str,
    outcome: str,
    figures: Figures,
    indicators: tuple[Indicator, ...],
    names: dict[str, tuple[str, str]],
) -> Line:
    cells = tuple(_cell(each.code, *figures.get(each.code, ("", ""))) for each in indicators)
    name, above = names.get(code, (code, ""))
    return Line(
        code=code,
        name=name,
        above=above,
        calculation=pk,
        cells=cells,
        over=sum(found == Outcome.FAILS for _, found in figures.values()),
        outcome=outcome,
        label=LABELS[outcome],
    )


def _cell(indicator: str, cv: str, outcome: str) -> Cell:
    shown = rounding.shown(Fraction(cv), PLACES) if cv else ""
    return Cell(indicator=indicator, shown=shown, mark=MARKS.get(Outcome(outcome), "") if outcome else "")


def _rank(figures: Figures, line: Line, key: str, sort: str) -> tuple[bool, Fraction]:
    """What was not worked out comes last either way."""
    value = Fraction(line.over) if key == "over" else Fraction(figures.get(key, ("", ""))[0] or -1)
    return value < 0, -value if sort.startswith("-") else value

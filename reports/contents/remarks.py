"""What stands beside the figures: which indicators are reached, and what rounding hides."""

from collections.abc import Iterator, Mapping, Sequence

from indicators.calculation import contrast, reasons, rounding
from indicators.calculation.findings import StageFinding, UnitFinding
from indicators.calculation.indicators import Indicator
from indicators.calculation.outcomes import Outcome
from indicators.calculation.standard import Standard
from reports.contents import figures

FIRST_INDICATOR = 7  # 表Ⅱ-2 of 2017 counts its columns through: the indicators are L7 to L13


def codes(standard: Standard) -> Mapping[str, str]:
    """Return the L-number that each indicator has in 表Ⅱ-2."""
    return {each.code: f"L{place}" for place, each in enumerate(standard.indicators, FIRST_INDICATOR)}


def of_unit(finding: UnitFinding, standard: Standard) -> str:
    """Say which indicators a unit reaches and which only the floor, as the form asks.

    A value whose rounded form would tell otherwise is given with the decimals that decide.
    """
    numbered = codes(standard)
    if standard.school is None:
        return ""
    part = rounding.text(standard.school.floor.value * 100)
    short = [code for code in finding.below if code not in finding.below_floor]
    told = [
        *([f"{_named(short, numbered, finding, standard)}达到{part}%"] if short else []),
        *(
            [f"{_named(finding.below_floor, numbered, finding, standard)}低于{part}%"]
            if finding.below_floor
            else []
        ),
        *([f"{'、'.join(numbered[code] for code in finding.missing)}未填报"] if finding.missing else []),
    ]
    reached = len(finding.values) - len(finding.below) - len(finding.missing)
    told.append(f"{'其余 ' if told else ''}{reached} 项达标")
    return "；".join(told)


def _named(
    which: Sequence[str], numbered: Mapping[str, str], finding: UnitFinding, standard: Standard
) -> str:
    return "、".join(f"{numbered[code]}{_exact(code, finding, standard)}" for code in which)


def _exact(code: str, finding: UnitFinding, standard: Standard) -> str:
    indicator, value = standard.indicator(code), finding.values[code]
    limit = standard.threshold(code, finding.unit.stage)
    assert value is not None and limit is not None  # or it would not be below
    if not figures.is_hidden(value, indicator, standard, limit):
        return ""
    nearest = limit if rounding.hides(value, limit, indicator.places) else figures.floor_of(standard, limit)
    assert nearest is not None
    return f"（原值 {figures.revealed(value, nearest, indicator.places)}）"


def of_dispersions(stage: StageFinding) -> Iterator[str]:
    """Yield why coefficients are open or zero, and how one reads that rounding puts on its ceiling."""
    for note, alike in _by_note(stage).items():
        which = "" if len(alike) == len(stage.indicators) else "、".join(each.short for each in alike)
        yield f"{stage.stage.label}{which}：{note}。"
    for each in stage.indicators:
        if each.dispersion and each.ceiling is not None and figures.coefficient(each).rounded:
            what = f"{stage.stage.label}{each.indicator.short}"
            yield f"{what}：差异系数 {reasons.against(each.dispersion.display, each.ceiling)}。"
    total = stage.composite
    if total.ceiling is not None and figures.composite(total).rounded:
        yield f"{stage.stage.label}：综合差异系数 {reasons.against(total.display, total.ceiling)}。"


def _by_note(stage: StageFinding) -> Mapping[str, list[Indicator]]:
    alike: dict[str, list[Indicator]] = {}
    for each in stage.indicators:
        if each.note:
            alike.setdefault(each.note, []).append(each.indicator)
    return alike


def of_contrast(stage: StageFinding) -> Iterator[str]:
    """Yield where a coefficient that counts every school alike, whatever its size, would be judged
    otherwise (对照). It never decides."""
    for each in stage.indicators:
        compared = contrast.unweighted(stage, each.indicator.code)
        if compared is None or each.dispersion is None or each.ceiling is None:
            continue
        if contrast.judge_differently(each, compared):
            would = Outcome.when(compared.at_most(each.ceiling)).label
            ceiling = rounding.shown(each.ceiling, 2)
            yield (
                f"{stage.stage.label}{each.indicator.short}：按学生数加权为 "
                f"{each.dispersion.display(reasons.CV_PLACES)}；不加权为 "
                f"{compared.display(reasons.CV_PLACES)}，对上限 {ceiling} 会是{would}"
            )

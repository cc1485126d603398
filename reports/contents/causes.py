"""差在哪里: why a coefficient lies above its ceiling, and the least that would bring it down."""

from collections.abc import Iterator

from indicators.calculation import explain, headroom, rounding
from indicators.calculation.findings import CountyFinding, IndicatorFinding, StageFinding
from indicators.calculation.outcomes import Outcome

NAMED = 3  # units that are named, those with the largest part in the variance


def of_county(finding: CountyFinding) -> tuple[str, ...]:
    """Return a sentence or two for each coefficient above its ceiling."""
    return tuple(
        f"{stage.stage.label}{each.indicator.short}：{'。'.join(_sentences(stage, each))}。"
        for stage in finding.stages
        for each in stage.indicators
        if each.outcome is Outcome.FAILS
    )


def _sentences(stage: StageFinding, finding: IndicatorFinding) -> Iterator[str]:
    assert finding.ceiling is not None  # or it would not be judged
    largest = explain.shares(stage, finding.indicator.code)[:NAMED]
    parts = [f"{each.unit.name}（{rounding.shown(each.share * 100, 1)}%）" for each in largest if each.share]
    yield f"占差异最多的是{'、'.join(parts)}"
    turns = headroom.to_ceiling(stage, finding.indicator.code, finding.ceiling)
    unit = finding.indicator.unit.partition("/")[0]
    gains = [(each.gains, each.unit.name) for each in turns if each.gains is not None]
    if gains:
        amount, name = min(gains)
        yield f"只在一校增加而降到上限以内，最少是{name}增加 {amount} {unit}"
    loses = [(each.loses, each.unit.name) for each in turns if each.loses is not None]
    if loses and unit == "人":  # people can move to another school, floors cannot
        amount, name = min(loses)
        yield f"只从一校调出，最少是{name}调出 {amount} {unit}"

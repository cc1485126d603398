"""Which problems (问题) a review may name: what monitoring found in the newest year, ready to be ticked."""

from collections.abc import Iterator, Mapping

from assessments.monitoring import slips
from assessments.monitoring.watched import Watched
from assessments.recheck.actions import Named
from indicators.calculation.facts import Stage


def found(watched: Watched) -> Mapping[str, Named]:
    """Return them by a key for the form, in three queries: coefficients too high, then units that fail."""
    return {**dict(_coefficients(watched)), **dict(_units(watched))}


def _coefficients(watched: Watched) -> Iterator[tuple[str, Named]]:
    for each in slips.courses(watched):
        for course in each.courses:
            if course.cells[-1].fails:
                above = f"{course.cells[-1].shown}，超过上限 {each.ceiling}"
                what = f"{each.stage.label}{course.name}差异系数 {above}"
                named = Named(what=what, stage=each.stage.value, indicator=course.indicator)
                yield f"{each.stage.value}-{course.indicator}", named


def _units(watched: Watched) -> Iterator[tuple[str, Named]]:
    stages = {stage.label: stage.value for stage in Stage}
    for each in slips.schools(watched)[0]:
        what = f"{each.name}（{each.stage}）{each.below}低于标准"
        yield (
            f"{stages[each.stage]}-{each.code}",
            Named(what=what, stage=stages[each.stage], school=each.code),
        )

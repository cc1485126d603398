"""What a snapshot comes to, beside what was calculated and kept of the same ledger before it was frozen."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from assessments.guards import OPEN
from assessments.models import Snapshot
from assessments.snapshots.freezing import freeze
from assessments.snapshots.opening import Snap, figures_of, opened
from indicators.models import Calculation, SchoolFigure, StageFigure
from operations import canonical
from schools.models import Ledger

# What may be called otherwise since, or is of the moment, without anybody having touched what was submitted.
OF_THE_TIME = {"county", "on", "code", "round", "standard", "by", "uploaded_by"}


def differences(snapshot: Snapshot) -> Iterator[str]:
    """Work the snapshot's figures out again and name each that was kept otherwise.

    Raise what ``opened`` and the calculation raise where it is no snapshot any more.
    """
    snap = opened(snapshot.bytes)
    again = figures_of(snap)
    calculation = _of_the_same(snap, snapshot)
    kept = {} if calculation is None else _kept(calculation)
    for name, value in kept.items():
        if again.get(name) != value:
            yield f"{name}：测算时 {value or '空'}，由快照重新计算 {again.get(name) or '空'}"


def moved(snapshot: Snapshot, *, at: datetime) -> Iterator[str]:
    """While a round is locked, the live rows are still those that were frozen; name each part that is not."""
    assessment = snapshot.round.assessment
    if assessment.at_step in OPEN or assessment.round != snapshot.round.number:
        return
    frozen = _lasting(canonical.loads(snapshot.bytes))
    live = _lasting(canonical.loads(freeze(assessment, at=at)))
    for part in frozen.keys() | live.keys():
        if frozen.get(part) != live.get(part):
            yield f"{_PARTS.get(part, part)}与报送时不同，报送以后被改动"


_PARTS = {
    "ledger": "学校台账",
    "county_figures": "县级数据",
    "answers": "自评结论",
    "explanations": "疑点说明",
    "evidence": "佐证材料",
}


def _lasting(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _lasting(each) for key, each in value.items() if key not in OF_THE_TIME}
    return [_lasting(each) for each in value] if isinstance(value, list) else value


def _of_the_same(snap: Snap, snapshot: Snapshot) -> Calculation | None:
    """Find the newest calculation of the ledger that was frozen, by the standard that was frozen with it."""
    rows = Calculation.objects.filter(
        ledger__county__code=snap.county["code"],
        ledger__year=snap.year,
        ledger__kind=Ledger.Kind.SCHOOLS,
        ledger__version=int(snap.plain["ledger"]["version"]),
        standard_digest=snap.plain["standard"]["digest"],
        made_at__lte=snapshot.made_at,
    )
    return rows.order_by("-made_at", "-pk").first()


def _kept(calculation: Calculation) -> Mapping[str, str]:
    """Return the kept figures of the stages by the names that ``figures`` gives them; a conclusion on an item
    may be newer than the calculation, the ledger's own figures are not."""
    named = {"allocation/outcome": calculation.outcome}
    for stage in StageFigure.objects.filter(calculation=calculation):
        named |= {
            f"{stage.stage}/outcome": stage.outcome,
            f"{stage.stage}/composite": stage.composite_cv,
            f"{stage.stage}/pupils": str(stage.pupils),
        }
        for each in stage.indicators.all():
            place = f"{stage.stage}/{each.indicator}"
            named |= {f"{place}/cv": each.cv, f"{place}/mean": each.mean, f"{place}/outcome": each.outcome}
    units = SchoolFigure.objects.filter(stage__calculation=calculation).select_related("school", "stage")
    for unit in units:
        place = f"{unit.stage.stage}/school/{unit.school.code}"
        named[f"{place}/outcome"] = unit.outcome
        named |= {f"{place}/{code}": value or "" for code, value in unit.values.items()}
    return named

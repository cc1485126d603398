"""影响: what becomes of counties and schools already judged when one standard takes the place of another."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from counties.models import Division
from indicators import inputs
from indicators.calculation import whole
from indicators.calculation.outcomes import Outcome
from indicators.calculation.standard import Standard
from indicators.calculation.whole import WholeFinding
from schools.models import Ledger


@dataclass(frozen=True)
class Change:
    """A verdict before and after; None where the standard does not count the school (未纳入)."""

    name: str
    before: Outcome | None
    after: Outcome | None

    @property
    def words(self) -> str:
        same = "（不变）" if self.before is self.after else ""
        return f"{_label(self.before)} → {_label(self.after)}{same}"


@dataclass(frozen=True, kw_only=True)
class Impact:
    """One county and year: the county's verdicts, and the schools whose verdict changes."""

    county: Division
    year: int
    resources: Change
    whole: Change
    schools: tuple[Change, ...]

    @property
    def changes(self) -> bool:
        return bool(self.schools) or any(each.before != each.after for each in (self.resources, self.whole))


def of_all(before: Standard, after: Standard, *, at: datetime, on: date, area: str = "") -> Iterator[Impact]:
    """Judge every accepted ledger by both standards, one county after the other, with the county
    figures and answers known *at* the time and the allowances in force *on* the day.

    *area* is the beginning of the division codes to look at.
    """
    ledgers = Ledger.objects.accepted().of_kind(Ledger.Kind.SCHOOLS).filter(county__code__startswith=area)
    for ledger in ledgers.select_related("county").order_by("county__code", "year").iterator():
        facts = inputs.of(ledger, at=at).facts()
        yield compare(
            ledger,
            whole.judge(facts, before, on=on),
            whole.judge(facts, after, on=on),
        )


def compare(ledger: Ledger, before: WholeFinding, after: WholeFinding) -> Impact:
    """Put two findings of one ledger side by side."""
    old, new = _units(before), _units(after)
    return Impact(
        county=ledger.county,
        year=ledger.year,
        resources=Change("资源配置", before.county.outcome, after.county.outcome),
        whole=Change("全部条目", before.outcome, after.outcome),
        schools=tuple(
            Change(name, old.get(key), new.get(key))
            for key, name in _names(before, after).items()
            if old.get(key) is not new.get(key)
        ),
    )


Unit = tuple[str, str]  # the school's code and the stage


def _units(found: WholeFinding) -> Mapping[Unit, Outcome]:
    return {(each.unit.school.code, each.unit.stage): each.outcome for each in found.county.units}


def _names(*findings: WholeFinding) -> Mapping[Unit, str]:
    return {
        (each.unit.school.code, each.unit.stage): each.unit.name
        for found in findings
        for each in found.county.units
    }


def _label(outcome: Outcome | None) -> str:
    return "未纳入" if outcome is None else outcome.label

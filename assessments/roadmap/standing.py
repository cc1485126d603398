"""Planned against recognised: county by county, by school year, by province or city."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from assessments import onward, recognition
from assessments.models import Assessment
from assessments.recognition import QUALITY, Recognition
from assessments.regions import GROUPS
from assessments.roadmap.models import CountyPlan
from assessments.workflow import Step
from counties.models import Division, Officer


class State(StrEnum):
    """How a county stands to its plan, seen from a school year."""

    EARLY = "early"
    KEPT = "kept"
    LATE = "late"
    OVERDUE = "overdue"
    DUE = "due"
    AHEAD = "ahead"
    UNPLANNED = "unplanned"
    RECOGNISED = "recognised"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS: Mapping[State, str] = {
    State.EARLY: "提前认定",
    State.KEPT: "按期认定",
    State.LATE: "认定晚于规划",
    State.OVERDUE: "过期未认定",
    State.DUE: "本学年应认定",
    State.AHEAD: "未到规划学年",
    State.UNPLANNED: "未列入规划",
    State.RECOGNISED: "已认定，未列入规划",
    State.WITHDRAWN: "认定已撤销",
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """A county: its plan, where its assessment of the year stands, and by which year it was recognised; where
    that was withdrawn (撤销认定) and no other holds, it is not."""

    code: str
    name: str
    above: str
    planned: int | None
    basis: str
    step: Step | None
    assessment: int | None
    recognised: int | None
    state: State

    @property
    def is_behind(self) -> bool:
        return self.state in {State.OVERDUE, State.WITHDRAWN}


@dataclass(frozen=True, kw_only=True)
class Year:
    """One school year: planned, recognised and withdrawn in it, and how many were recognised then."""

    year: int
    planned: int
    planned_so_far: int
    recognised: int
    withdrawn: int
    recognised_so_far: int
    is_past: bool

    @property
    def ahead(self) -> int:
        """How many counties more (or, below zero, fewer) than planned are recognised."""
        return self.recognised_so_far - self.planned_so_far


@dataclass(frozen=True, kw_only=True)
class Region:
    """A province or city: how many counties it planned up to the year, recognised, and has in each step."""

    name: str
    prefix: str
    counties: int
    planned: int
    due: int
    recognised: int
    offices: tuple[onward.Office, ...]

    @property
    def ahead(self) -> int:
        return self.recognised - self.due

    @property
    def begun(self) -> int:
        return sum(each.count for each in self.offices)


@dataclass(frozen=True, kw_only=True)
class Roadmap:
    """All counties of an officer, seen from a school *year*."""

    year: int
    lines: tuple[Line, ...]
    recognitions: tuple[Recognition, ...]
    names: Mapping[str, str]
    size: int

    @cached_property
    def whole(self) -> Region:
        return self._region("", self.lines)

    @cached_property
    def years(self) -> tuple[Year, ...]:
        planned = Counter(line.planned for line in self.lines if line.planned)
        recognised = Counter(each.since for each in self.recognitions)
        withdrawn = Counter(
            each.until for each in self.recognitions if each.until and each.until <= self.year
        )
        known = [*planned, *recognised, *withdrawn]
        if not known:
            return ()
        every = range(min(known), max(known) + 1)
        return tuple(
            Year(
                year=year,
                planned=planned[year],
                planned_so_far=sum(planned[each] for each in every if each <= year),
                recognised=recognised[year],
                withdrawn=withdrawn[year],
                recognised_so_far=len({each.code for each in self.recognitions if each.holds_in(year)}),
                is_past=year <= self.year,
            )
            for year in every
        )

    @cached_property
    def regions(self) -> tuple[Region, ...]:
        """The officer's provinces or cities; empty where there is nothing to group by."""
        if not self.size:
            return ()
        groups: dict[str, list[Line]] = {}
        for line in self.lines:
            groups.setdefault(line.code[: self.size], []).append(line)
        return tuple(self._region(prefix, lines) for prefix, lines in sorted(groups.items()))

    @property
    def not_begun(self) -> int:
        """How many counties have no assessment of the year."""
        return self.whole.counties - self.whole.begun

    @property
    def without_any(self) -> tuple[Region, ...]:
        return tuple(each for each in self.regions if not each.recognised)

    @property
    def without_plan(self) -> tuple[Region, ...]:
        return tuple(each for each in self.regions if not each.planned)

    def chosen(self, *, under: str, state: str) -> list[Line]:
        """Return the counties whose codes begin with *under*, in *state* if it is one: first those that are
        in the plan or on the way."""
        found = [
            line
            for line in self.lines
            if line.code.startswith(under) and (state not in set(State) or line.state == state)
        ]
        return sorted(found, key=lambda line: line.state is State.UNPLANNED and line.step is None)

    def _region(self, prefix: str, lines: Sequence[Line]) -> Region:
        return Region(
            name=self.names.get(prefix.ljust(6, "0"), prefix),
            prefix=prefix,
            counties=len(lines),
            planned=sum(line.planned is not None for line in lines),
            due=sum(line.planned is not None and line.planned <= self.year for line in lines),
            recognised=sum(line.recognised is not None for line in lines),
            offices=onward.counted(line.step for line in lines if line.step),
        )


def newest_year(officer: Officer) -> int | None:
    """Return the newest school year of an assessment that the officer may see."""
    rows = Assessment.objects.visible_to(officer).order_by("-year")
    return rows.values_list("year", flat=True).first()


def of(officer: Officer, *, year: int) -> Roadmap:
    """Read the officer's counties, their plans and assessments up to *year*, in four queries at most."""
    seen = Division.objects.visible_to(officer).current()
    level, size = GROUPS.get(officer.level, (None, 0))
    counties = seen.counties().order_by("code").values_list("code", "name", "parent__name")
    plans = CountyPlan.objects.visible_to(officer).order_by("pk")
    planned = {
        code: (wanted, basis) for code, wanted, basis in plans.values_list("county__code", "year", "basis")
    }
    now, recognitions = _assessed(officer, year)
    return Roadmap(
        year=year,
        lines=tuple(
            _line(code, name, above or "", planned.get(code), now.get(code), recognitions.get(code, ()), year)
            for code, name, above in counties
        ),
        recognitions=tuple(each for of_county in recognitions.values() for each in of_county),
        names=dict(seen.filter(level=level).values_list("code", "name")) if level else {},
        size=size,
    )


def _assessed(
    officer: Officer, year: int
) -> tuple[dict[str, tuple[int, Step]], dict[str, list[Recognition]]]:
    """Return by county its newest assessment of *year*, and its recognitions up to it, the oldest first."""
    rows = Assessment.objects.visible_to(officer).filter(year__lte=year, standard__startswith=QUALITY)
    now: dict[str, tuple[int, Step]] = {}
    recognitions: dict[str, list[Recognition]] = {}
    for each in recognition.told(rows):
        if each.year == year:
            now[each.code] = (each.assessment, each.step)
        if each.recognition:
            recognitions.setdefault(each.code, []).append(each.recognition)
    return now, recognitions


def _line(
    code: str,
    name: str,
    above: str,
    plan: tuple[int | None, str] | None,
    now: tuple[int, Step] | None,
    recognitions: Sequence[Recognition],
    year: int,
) -> Line:
    planned, basis = plan or (None, "")
    recognised = next((each.since for each in recognitions if each.holds_in(year)), None)
    is_withdrawn = recognised is None and bool(recognitions)
    return Line(
        code=code,
        name=name,
        above=above,
        planned=planned,
        basis=basis,
        step=now[1] if now else None,
        assessment=now[0] if now else None,
        recognised=recognised,
        state=State.WITHDRAWN if is_withdrawn else state(planned, recognised, year),
    )


def state(planned: int | None, recognised: int | None, year: int) -> State:
    """Tell how a county stands to its plan in *year*.

    >>> [state(*each, 2025).value for each in ((2025, 2024), (2024, 2025), (2024, None), (2025, None))]
    ['early', 'late', 'overdue', 'due']
    """
    if recognised is not None:
        if planned is None:
            return State.RECOGNISED
        order = (recognised > planned) - (recognised < planned)
        return {-1: State.EARLY, 0: State.KEPT, 1: State.LATE}[order]
    if planned is None:
        return State.UNPLANNED
    return State.OVERDUE if planned < year else State.DUE if planned == year else State.AHEAD


def counted(lines: Iterable[Line]) -> list[tuple[State, str, int]]:
    """Count the counties in each state that any is in, with its words."""
    found = Counter(line.state for line in lines)
    return [(state, state.label, found[state]) for state in State if found[state]]

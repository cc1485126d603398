"""Provinces and cities at a glance: how far their counties are, and which of them slipped (退步)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from assessments import onward, recognition
from assessments.models import Assessment
from assessments.regions import tiles
from counties.levels import Level
from counties.models import Division, Officer
from indicators.calculation.outcomes import Outcome
from indicators.models import Calculation
from schools.models import Ledger

SENT, SLIPPED = "sent", "slipped"
# What a county of a year may be looked for by.
STATES: Mapping[str, str] = {
    SENT: "已上传台账",
    Outcome.PASSES: "资源配置达标",
    Outcome.FAILS: "资源配置不达标",
    Outcome.UNDETERMINED: "资源配置未定",
    SLIPPED: "比上一学年退步",
}
# What an officer's counties are grouped by, and the length of its code's prefix.
GROUPS: Mapping[Level, tuple[Level, int]] = {
    Level.NATION: (Level.PROVINCE, 2),
    Level.PROVINCE: (Level.CITY, 4),
}


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How many counties there are, how many sent a ledger, how they were judged, how many slipped."""

    counties: int
    with_ledger: int
    passes: int
    fails: int
    undetermined: int
    slipped: int
    recognised: int = 0

    @property
    def judged(self) -> int:
        return self.passes + self.fails + self.undetermined

    @property
    def fifths(self) -> int:
        """How many fifths of the counties pass, rounded up; 0 where none does."""
        return -(-5 * self.passes // self.counties) if self.counties else 0


@dataclass(frozen=True, kw_only=True)
class Region:
    """A province or city with its counties; *tile* is its place in the grid of provinces."""

    code: str
    name: str
    tally: Tally
    tile: tiles.Tile | None

    @property
    def prefix(self) -> str:
        return self.code.rstrip("0") if self.code.endswith("0000") else self.code[:4]


@dataclass(frozen=True, kw_only=True)
class Standing:
    """All counties of an officer in a year: their codes, who sent a ledger, verdicts now and before, where
    the year's assessments stand, and who is recognised."""

    counties: tuple[str, ...]
    sent: frozenset[str]
    now: Mapping[str, str]
    before: Mapping[str, str]
    steps: Mapping[str, str]
    recognised: frozenset[str]
    names: Mapping[str, str]
    size: int

    @cached_property
    def tally(self) -> Tally:
        return self._tally(self.counties)

    @cached_property
    def offices(self) -> tuple[onward.Office, ...]:
        """How many counties' assessments each office has in hand; empty before the first has begun."""
        return onward.counted(self.steps.values()) if self.steps else ()

    @cached_property
    def slipped(self) -> tuple[str, ...]:
        """Counties that passed the year before and now fail."""
        return tuple(code for code in self.counties if self._slips(code))

    @cached_property
    def regions(self) -> tuple[Region, ...]:
        """The officer's provinces or cities; empty where there is nothing to group by."""
        if not self.size:
            return ()
        groups: dict[str, list[str]] = {}
        for code in self.counties:
            groups.setdefault(code[: self.size], []).append(code)
        return tuple(
            Region(
                code=(code := prefix.ljust(6, "0")),
                name=self.names.get(code, code),
                tally=self._tally(counties),
                tile=tiles.TILES.get(prefix),
            )
            for prefix, counties in sorted(groups.items())
        )

    def chosen(self, *, under: str, state: str) -> list[str]:
        """Return the counties *under* a code's beginning, of those in one of the ``STATES`` or of all."""
        among = self._among(state) if state in STATES else frozenset(self.counties)
        return [code for code in self.counties if code.startswith(under) and code in among]

    def _among(self, state: str) -> frozenset[str]:
        if state == SENT:
            return self.sent
        if state == SLIPPED:
            return frozenset(self.slipped)
        return frozenset(code for code, outcome in self.now.items() if outcome == state)

    @property
    def without_any(self) -> tuple[Region, ...]:
        """Regions where counties were judged and none passes."""
        return tuple(each for each in self.regions if each.tally.judged and not each.tally.passes)

    @property
    def has_map(self) -> bool:
        return self.size == GROUPS[Level.NATION][1]

    def _slips(self, code: str) -> bool:
        return self.before.get(code) == Outcome.PASSES and self.now.get(code) == Outcome.FAILS

    def _tally(self, codes: Iterable[str]) -> Tally:
        codes = list(codes)
        found = Counter(self.now[code] for code in codes if code in self.now)
        return Tally(
            counties=len(codes),
            with_ledger=sum(code in self.sent for code in codes),
            passes=found[Outcome.PASSES],
            fails=found[Outcome.FAILS],
            undetermined=found[Outcome.UNDETERMINED],
            slipped=sum(map(self._slips, codes)),
            recognised=sum(code in self.recognised for code in codes),
        )


def of(officer: Officer, *, year: int) -> Standing:
    """Read how far the officer's counties are, in at most four queries however many there are."""
    level, size = GROUPS.get(officer.level, (Level.COUNTY, 0))
    seen = Division.objects.visible_to(officer).of_year(year).filter(level__in={Level.COUNTY, level})
    rows = seen.order_by("code").values_list("code", "level", "name")
    names = {code: (of, name) for code, of, name in rows}
    sent = Ledger.objects.visible_to(officer).of_year(year).of_kind(Ledger.Kind.SCHOOLS)
    verdicts: dict[int, dict[str, str]] = {year: {}, year - 1: {}}
    judged = Calculation.objects.visible_to(officer).in_force().filter(ledger__year__in=verdicts)
    # The newest of a county's year comes last, and holds.
    for code, of_year, outcome in judged.order_by("made_at", "pk").values_list(
        "ledger__county__code", "ledger__year", "outcome"
    ):
        verdicts[of_year][code] = outcome
    assessments = list(recognition.told(Assessment.objects.visible_to(officer).filter(year__lte=year)))
    recognitions = [each.recognition for each in assessments if each.recognition]
    return Standing(
        counties=tuple(code for code, (of, _) in names.items() if of == Level.COUNTY),
        sent=frozenset(sent.order_by().values_list("county__code", flat=True)),
        now=verdicts[year],
        before=verdicts[year - 1],
        steps={each.code: each.step for each in assessments if each.year == year},
        recognised=frozenset(each.code for each in recognitions if each.holds_in(year)),
        names={code: name for code, (of, name) in names.items() if of == level},
        size=size,
    )

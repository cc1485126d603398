"""A round as its documents know it: the snapshot, and what offices did and found in that round."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from assessments.review.record import Remark
from assessments.snapshots import Snap
from assessments.workflow import BY_NAME, Step
from counties.levels import Level
from indicators.calculation.facts import JUDGED, Stage
from indicators.courses import Found
from reports.contents import lists
from reports.contents.judged import Judged
from reports.contents.occasion import Query
from reports.contents.tables import Table


@dataclass(frozen=True, kw_only=True)
class Move:
    """One step of the way: who took it, when, and what was said. *decides* is the level whose one
    decision of the round it is."""

    version: int
    transition: str
    label: str
    source: Step
    target: Step
    level: Level
    office: str
    role: str
    who: str
    at: datetime
    comment: str
    by_proxy: bool
    decides: str

    @property
    def passes_on(self) -> bool:
        way = BY_NAME.get(self.transition)
        return way is not None and way.passes_on

    @property
    def signed(self) -> str:
        return f"{self.office} {self.role} {self.who}"


def decided(moves: Sequence[Move], level: Level) -> Move | None:
    """Return the one decision that *level* took in the round, if it has."""
    return next((move for move in moves if move.decides == level), None)


def moved(moves: Sequence[Move], *names: str) -> Move | None:
    """Return the last move of those names."""
    return next((move for move in reversed(moves) if move.transition in names), None)


@dataclass(frozen=True, kw_only=True)
class Visit:
    """What was found at a school that was drawn."""

    code: str
    agrees: bool
    found: str
    who: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Draw:
    """The schools drawn for a step, code and name; whoever draws again with *seed* draws the same."""

    step: Step
    seed: str
    who: str
    at: datetime
    schools: tuple[tuple[str, str], ...]
    visits: tuple[Visit, ...]


@dataclass(frozen=True, kw_only=True)
class Poll:
    valid: int
    satisfied: int
    held: str
    who: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Announced:
    """Public notice of a step, both days counted."""

    step: Step
    began_on: date
    ends_on: date


@dataclass(frozen=True, kw_only=True)
class Anchored:
    """The head of the county's trail as it was signed at a passing-on (锚点)."""

    number: int
    seq: int
    hash: str
    at: datetime
    key: str
    signature: str


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A county of the province and the SHA-256 of what it submitted, when it did; *found* opens that."""

    county: str
    snapshot: str
    at: datetime
    found: Callable[[], Mapping[Stage, Found]]


@dataclass(frozen=True, kw_only=True)
class Record:
    """*offices* are the names of the divisions by level; of a county without a city, the city's is that
    of the province, which acts for it. *sha256* is the snapshot's. *province* is what its
    counties submitted, the latest last."""

    snap: Snap
    sha256: str
    offices: dict[Level, str]
    moves: tuple[Move, ...]
    draws: tuple[Draw, ...] = ()
    poll: Poll | None = None
    notices: tuple[Announced, ...] = ()
    anchors: tuple[Anchored, ...] = ()
    remarks: tuple[Remark, ...] = ()
    province: tuple[Standing, ...] = ()
    has_city: bool = True

    @property
    def county(self) -> str:
        return str(self.snap.county["full_name"])

    @property
    def code(self) -> str:
        return str(self.snap.county["code"])

    @property
    def subject(self) -> str:
        return f"{self.county} {self.snap.year} 学年"

    @property
    def demo(self) -> bool:
        return bool(self.snap.county["demo"])

    @cached_property
    def judged(self) -> Judged:
        found = self.snap.finding
        return Judged(facts=self.snap.facts(), county=found.county, whole=found)

    @property
    def explained(self) -> Table:
        """The questions (疑点) about the ledgers that stand, and what the county said to each."""
        said = ("school", "sheet", "cell", "message", "explanation")
        return lists.queries(Query(**{name: each[name] for name in said}) for each in self.snap.explanations)

    @property
    def counties(self) -> dict[str, list[Found]]:
        """What was found of each county of the province, by stage; of a county what it submitted last."""
        opened = [each.found() for each in {each.county: each for each in self.province}.values()]
        return {stage: [found[stage] for found in opened if stage in found] for stage in JUDGED}

    @property
    def submitted(self) -> Move:
        return next(move for move in self.moves if move.transition == "submit")

    def decision(self, level: Level) -> Move | None:
        """The one decision that *level* took in the round, if it has."""
        return decided(self.moves, level)

    def move(self, *names: str) -> Move | None:
        """The last move of those names."""
        return moved(self.moves, *names)

    def draw(self, step: Step) -> Draw | None:
        return next((draw for draw in self.draws if draw.step is step), None)

    def anchor(self, move: Move) -> Anchored | None:
        """The anchor that was made when *move* passed the round on."""
        return next((each for each in self.anchors if each.at == move.at), None)

    def notice(self, step: Step) -> Announced | None:
        return next((each for each in self.notices if each.step is step), None)

    def until(self, last: Move) -> "Record":
        """The record as it stood after *last*, so that a document made later is the same."""
        draws = (
            replace(draw, visits=tuple(visit for visit in draw.visits if visit.at <= last.at))
            for draw in self.draws
            if draw.at <= last.at
        )
        return replace(
            self,
            moves=tuple(move for move in self.moves if move.version <= last.version),
            draws=tuple(draws),
            poll=self.poll if self.poll and self.poll.at <= last.at else None,
            notices=tuple(each for each in self.notices if self._had_begun(each, last)),
            anchors=tuple(each for each in self.anchors if each.at <= last.at),
            province=tuple(each for each in self.province if each.at <= last.at),
            remarks=tuple(_remark_until(each, last) for each in self.remarks if each.at <= last.at),
        )

    def _had_begun(self, notice: Announced, last: Move) -> bool:
        began = (move for move in self.moves if move.target is notice.step)
        return any(move.version <= last.version for move in began)


def _remark_until(remark: Remark, last: Move) -> Remark:
    return replace(remark, answers=tuple(each for each in remark.answers if each.at <= last.at))

"""The year's path (全年流程) of a county, told from its rows: what is done, what is missing, what is next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assessments import track
from assessments.evidence import asked, coverage
from assessments.track import Counts, Track
from assessments.workflow import WITH_COUNTY
from assessments.workflow import Step as Stand
from counties.models import Division
from indicators.calculation.items.methods import ANSWERED
from indicators.models import Answer, Calculation
from operations.models import Job
from schools.models import Ledger


class State(StrEnum):
    """How a step stands; ``STUCK`` is the step at hand when something must be mended first."""

    DONE = "done"
    NOW = "now"
    STUCK = "stuck"
    AHEAD = "ahead"


class Next(StrEnum):
    """What there is to do now."""

    UPLOAD = "upload"
    WAIT = "wait"
    UPLOAD_AGAIN = "upload_again"
    MEND = "mend"
    EXPLAIN = "explain"
    ACCEPT = "accept"
    EVALUATE = "evaluate"
    FIGURES = "figures"
    ANSWER = "answer"
    READ = "read"


@dataclass(frozen=True, kw_only=True)
class Step:
    name: str
    note: str
    state: State


@dataclass(frozen=True, kw_only=True)
class Path(Track):
    """One county's year: the track of its schools' ledger, the *calculation* of the accepted one,
    beside it the track of the county's own *figures*, how many items that ask for a conclusion have been
    *answered*, and how many of those that rest on evidence (佐证材料) have *shown* some. *step* is where
    the year's assessment stands, if one was begun."""

    county: Division
    year: int
    calculation: Calculation | None
    job: Job | None
    figures: Track
    answered: int
    to_answer: int
    shown: int
    to_show: int
    step: str = ""

    @property
    def next(self) -> Next:
        state = self.ledger.state if self.ledger else None
        first = (
            (state is None, Next.UPLOAD),
            (self.job is not None and not self.job.ended, Next.WAIT),
            (self._failed and state == Ledger.State.ACCEPTED, Next.EVALUATE),
            (self._failed or state == Ledger.State.REFUSED, Next.UPLOAD_AGAIN),
            (self.errors > 0, Next.MEND),
            (self.open_queries > 0, Next.EXPLAIN),
            (not self.is_accepted or self.calculation is None, Next.ACCEPT),
            (not self.figures.is_accepted, Next.FIGURES),
            (self.answered < self.to_answer, Next.ANSWER),
            (True, Next.READ),
        )
        return next(step for holds, step in first if holds)

    @property
    def _failed(self) -> bool:
        return self.job is not None and self.job.state == Job.State.FAILED

    @property
    def steps(self) -> tuple[Step, ...]:
        done = (
            ("台账", self.ledger is not None, self._ledger_note),
            ("校核", self.is_checked, self._check_note),
            ("疑点", self.is_checked and not self.open_queries, self._query_note),
            ("结果", self.is_accepted and self.calculation is not None, self._result_note),
            ("县级数据", self.figures.is_accepted, self.figures.standing),
            ("自评", self._is_answered, self._answer_note),
            ("佐证材料", self._is_shown or self._is_signed, self._evidence_note),
            ("审签", self._is_signed, self._signing_note),
            ("报送", self._is_submitted, "待报送" if self.step == Stand.SIGNED else ""),
        )
        at_hand = next((place for place, (_, is_done, _) in enumerate(done) if not is_done), len(done))
        return tuple(
            Step(name=name, note=note, state=self._state(is_done, place == at_hand))
            for place, (name, is_done, note) in enumerate(done)
        )

    def _state(self, is_done: bool, at_hand: bool) -> State:
        if is_done:
            return State.DONE
        if not at_hand:
            return State.AHEAD
        mending = {Next.MEND, Next.UPLOAD_AGAIN, Next.EVALUATE}
        in_figures = self.next is Next.FIGURES and self.figures.is_stuck
        return State.STUCK if self.next in mending or in_figures else State.NOW

    @property
    def unanswered(self) -> int:
        return self.to_answer - self.answered

    @property
    def _is_answered(self) -> bool:
        return self.calculation is not None and self.answered == self.to_answer

    @property
    def bare(self) -> int:
        return self.to_show - self.shown

    @property
    def _is_shown(self) -> bool:
        return self.calculation is not None and self.shown == self.to_show

    @property
    def _is_signed(self) -> bool:
        return self.step not in {"", Stand.DRAFT}

    @property
    def _is_submitted(self) -> bool:
        return self._is_signed and self.step not in WITH_COUNTY

    @property
    def _signing_note(self) -> str:
        return "待负责人审签" if self.step == Stand.DRAFT else ""

    @property
    def _evidence_note(self) -> str:
        return f"{self.shown} 条有、{self.bare} 条没有" if self.calculation else ""

    @property
    def _answer_note(self) -> str:
        return f"{self.answered} / {self.to_answer} 项已有结论" if self.calculation else ""

    @property
    def _ledger_note(self) -> str:
        if self.ledger is None:
            return "未上传"
        schools = f" · {self.ledger.schools} 所" if self.ledger.schools else ""
        return f"第 {self.ledger.version} 版{schools}"

    @property
    def _check_note(self) -> str:
        if self.ledger is None:
            return ""
        if self.ledger.state in {Ledger.State.CHECKING, Ledger.State.REFUSED}:
            return self.ledger.get_state_display()
        return f"{self.errors} 处错误"

    @property
    def _query_note(self) -> str:
        if not self.is_checked:
            return ""
        if self.open_queries:
            return f"{self.open_queries} 处待说明"
        return f"{self.queries} 处已说明" if self.queries else "没有疑点"

    @property
    def _result_note(self) -> str:
        if self.calculation:
            older = "" if self.is_accepted else f"（第 {self.calculation.ledger.version} 版）"
            return f"{self.calculation.get_outcome_display()}{older}"
        if self.accepted:
            return "没有算完" if self._failed else "测算中"
        return "待采用" if self.may_accept else ""


def ledgers(county: Division) -> list[Ledger]:
    """Return every version of every year's ledgers of the county, the newest year and version first."""
    rows = Ledger.objects.filter(county__code=county.code).select_related("county", "job", "acceptance")
    return list(rows.order_by("-year", "-version"))


def years_kept(versions: Iterable[Ledger]) -> list[int]:
    """Return the school years that there are ledgers of, the newest first."""
    return sorted({each.year for each in versions}, reverse=True)


def of(county: Division, year: int, kept: Sequence[Ledger] | None = None) -> Path:
    """Read the county's year from its rows, in seven queries; *kept* are its ``ledgers``, if known."""
    known = ledgers(county) if kept is None else kept
    versions = [each for each in known if each.year == year]
    kinds = (Ledger.Kind.SCHOOLS, Ledger.Kind.COUNTY)
    newest, figures = (track.newest(versions, kind) for kind in kinds)
    accepted, accepted_figures = (track.in_force(versions, kind) for kind in kinds)
    calculation = Calculation.objects.in_force().filter(ledger=accepted).select_related("ledger").first()
    found = track.counts([newest, figures])
    asks, resting = conclusions_asked(calculation), _resting(calculation)
    covered = coverage.by_item(coverage.live(county, year)).keys() if resting else frozenset[str]()
    return Path(
        county=county,
        year=year,
        ledger=newest,
        accepted=accepted,
        counts=_counts(newest, found),
        calculation=calculation,
        job=_job(newest, accepted, calculation),
        figures=Track(ledger=figures, accepted=accepted_figures, counts=_counts(figures, found)),
        answered=conclusions_given(county, year, asks),
        to_answer=len(asks),
        shown=len(resting & covered),
        to_show=len(resting),
    )


def conclusions_asked(calculation: Calculation | None) -> frozenset[str]:
    """Return the items that a conclusion of the county has to answer."""
    items = calculation.standard.items if calculation else ()
    return frozenset(item.code for item in items if item.method == ANSWERED or item.concluded)


def _resting(calculation: Calculation | None) -> frozenset[str]:
    """Return the items that nothing but a conclusion, and so its evidence, decides."""
    items = calculation.standard.items if calculation else ()
    return frozenset(item.code for item in items if asked.rests_on_evidence(item))


def conclusions_given(county: Division, year: int, asked: frozenset[str]) -> int:
    if not asked:
        return 0
    given = Answer.objects.filter(county__code=county.code, year=year, item__in=asked).order_by("pk")
    newest = dict(given.values_list("item", "met"))
    return sum(met is not None for met in newest.values())


def _counts(ledger: Ledger | None, found: Mapping[int, Counts]) -> Counts:
    return found.get(ledger.pk, Counts()) if ledger else Counts()


def _job(newest: Ledger | None, accepted: Ledger | None, calculation: Calculation | None) -> Job | None:
    """Return the job to wait for: the newest version's check or acceptance, else its calculation."""
    if newest is None:
        return None
    if newest.state == Ledger.State.CHECKING:
        return newest.job
    if newest.is_being_accepted:
        return newest.acceptance
    if newest != accepted:
        return None
    evaluations = Job.objects.filter(kind="indicators.evaluate", payload__ledger=newest.pk)
    latest = evaluations.order_by("-created_at", "-pk").first()
    done = latest is not None and latest.state == Job.State.DONE
    return None if done and calculation else latest

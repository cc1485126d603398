"""The way of a county's assessment from office to office (县 → 市 → 省 → 国家), as steps on a page."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Length

from assessments import workflow
from assessments.inbox import waiting
from assessments.models import Assessment, Deadline, Round
from assessments.path import State
from assessments.path import Step as Shown
from assessments.workflow import WITH_COUNTY, Step
from counties.levels import Level
from counties.models import Division, Officer

# An office's part of the way; the county's own has two steps, signing (审签) and submitting (报送).
OFFICES: Mapping[Level, str] = {
    Level.CITY: "市级复核",
    Level.PROVINCE: "省级评估",
    Level.NATION: "国家认定",
}
ORDER = (Level.COUNTY, *OFFICES)
RECOGNISED, CLOSED = "recognised", "closed"
# Where assessments are counted, by what stands in addresses for it.
NAMES: Mapping[str, str] = {
    Level.COUNTY: "县级自评",
    **{level.value: name for level, name in OFFICES.items()},
    RECOGNISED: "已认定",
    CLOSED: "未通过",
}


@dataclass(frozen=True, kw_only=True)
class Onward:
    """One assessment with its steps, how many doubts (存疑) are *waiting* for a reply, until when its step
    is to be done, why the round was opened, and who may sign it (the county's 负责人)."""

    assessment: Assessment
    steps: tuple[Shown, ...]
    waiting: int
    due_on: date | None = None
    reason: str = ""
    leader: str = ""


def of_county(officer: Officer, county: Division, year: int) -> list[Onward]:
    """Return the assessments of the county's year that the officer may see, in one query."""
    rows = Assessment.objects.visible_to(officer).of_year(year).filter(county__code=county.code)
    mine = {"round__assessment": OuterRef("pk")}
    doubts = waiting.unanswered().filter(**mine).order_by().values("round__assessment")
    present = Round.objects.filter(assessment=OuterRef("pk"), number=OuterRef("round"))
    leaders = Officer.objects.serving().filter(division__code=county.code, role=Officer.Role.LEADER)
    rows = rows.annotate(
        doubted=Subquery(doubts.annotate(n=Count("pk")).values("n"), output_field=IntegerField()),
        due_on=Subquery(_deadlines(county, OuterRef("year"), OuterRef("step")).values("due_on")[:1]),
        reason=Subquery(present.values("reason")),
        leader=Subquery(leaders.order_by("pk").values("user__first_name")[:1]),
    )
    return [_onward(row) for row in rows.select_related("county").order_by("pk")]


def due_before_it_begins(county: Division, year: int) -> date | None:
    """Until when the county is to fill in and sign, while it has not begun its assessment."""
    return _deadlines(county, year, Step.DRAFT).values_list("due_on", flat=True).first()


def _deadlines(county: Division, year: int | OuterRef, step: str | OuterRef) -> QuerySet[Deadline]:
    """The deadlines of a step of the year, the nearest division's and newest first."""
    prefixes = [county.code[:length] for length in (0, 2, 4, 6)]
    set_for = Deadline.objects.filter(year=year, step=step, prefix__in=prefixes)
    return set_for.order_by(Length("prefix").desc(), "-pk")


def _onward(row: Assessment) -> Onward:
    found = vars(row)
    return Onward(
        assessment=row,
        steps=steps(row),
        waiting=found["doubted"] or 0,
        due_on=found["due_on"],
        reason=found["reason"] or "",
        leader=found["leader"] or "",
    )


def steps(assessment: Assessment) -> tuple[Shown, ...]:
    """Lay out the way: what is behind, where it is in hand, what lies ahead."""
    at, label = assessment.at_step, assessment.get_step_display()
    signed, submitted = at is not Step.DRAFT, at not in WITH_COUNTY
    shown = [
        _shown("审签", signed, at is Step.DRAFT, "待负责人审签" if at is Step.DRAFT else ""),
        _shown("报送", submitted, at is Step.SIGNED, "待报送" if at is Step.SIGNED else ""),
    ]
    place = ORDER.index(at.holder) if submitted else 0
    for level, name in OFFICES.items():
        here = submitted and at.holder is level
        done = (submitted and place > ORDER.index(level)) or at is Step.RECOGNISED
        shown.append(_shown(name, done, here, label if here else "", stuck=at.is_closed and here))
    return tuple(shown)


def _shown(name: str, done: bool, here: bool, note: str, *, stuck: bool = False) -> Shown:
    state = State.DONE if done else State.STUCK if stuck else State.NOW if here else State.AHEAD
    return Shown(name=name, note=note, state=state)


@dataclass(frozen=True, kw_only=True)
class Office:
    """How many assessments a level has in hand, or how many came to an end; *code* stands in addresses."""

    code: str
    name: str
    count: int


def steps_of(code: str) -> frozenset[Step]:
    """The steps at which an assessment is counted with the office, or the end, of this *code*."""
    if code == RECOGNISED:
        return frozenset({Step.RECOGNISED})
    if code == CLOSED:
        return frozenset(workflow.CLOSED) - {Step.RECOGNISED}
    return frozenset(at for at in Step if not at.is_closed and at.holder == code)


def counted(at_steps: Iterable[str]) -> tuple[Office, ...]:
    """Count assessments by the office that has them in hand, and by how they ended."""
    found = Counter(map(Step, at_steps))
    return tuple(
        Office(code=code, name=name, count=sum(found[at] for at in steps_of(code)))
        for code, name in NAMES.items()
    )

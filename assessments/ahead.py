"""What the county does next with its year (下一步), through signing and submitting: by whom, and what stands
in the way. Until the year is filled in, the path itself says it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from django.urls import reverse

from assessments import filled, onward, preconditions, workflow
from assessments.models import Assessment
from assessments.onward import Onward
from assessments.path import Next, Path
from assessments.preconditions import Missing
from assessments.review.actions import REPLIERS
from assessments.workflow import WITH_COUNTY, Step
from counties.levels import Level
from counties.models import Officer

STAFF = (Officer.Role.CLERK, Officer.Role.LEADER)


class Deed(StrEnum):
    FILL = "fill"
    MEND = "mend"
    START = "start"
    MOVE = "move"
    REPLY = "reply"
    WAIT = "wait"


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """The one next thing: *label* of its button and where it leads, if it is for the officer to do; a
    *sentence* where the year stands and whom it waits for; what is *missing*; *returned* says why the round
    had to be begun."""

    deed: Deed
    sentence: str = ""
    label: str = ""
    link: str = ""
    mine: bool = False
    missing: tuple[Missing, ...] = ()
    assessment: Assessment | None = None
    due_on: date | None = None
    overdue: bool = False
    returned: str = ""


def chosen(way: Path, found: Sequence[Onward]) -> Onward | None:
    """Return the assessment that the year is about: an open one first, by the standard of the ledger."""
    standard = way.accepted.standard if way.accepted else ""
    return max(
        found,
        key=lambda each: (each.assessment.is_open, each.assessment.standard == standard, each.assessment.pk),
        default=None,
    )


def with_step(way: Path, main: Onward | None) -> Path:
    return replace(way, step=main.assessment.step) if main else way


def of(way: Path, main: Onward | None, officer: Officer, *, on: date) -> Ahead:
    """Tell what is next for the county; *mine* says whether this officer can do it."""
    if main and main.assessment.at_step not in WITH_COUNTY:
        return _dated(_above(main, officer), way, main, on)
    if main and main.assessment.at_step is Step.SIGNED:
        return _dated(_move(main.assessment, "submit", officer, "已审签，可以报送了"), way, main, on)
    if way.next is not Next.READ:
        return _dated(Ahead(deed=Deed.FILL), way, main, on)
    return _dated(_complete(way, main, officer), way, main, on)


def _complete(way: Path, main: Onward | None, officer: Officer) -> Ahead:
    """What is next when the path has nothing left to fill in."""
    assert way.accepted is not None, way.county
    standard = main.assessment.standard if main else way.accepted.standard
    if missing := tuple(preconditions.lacking(filled.of_path(way), standard)):
        sentence = f"结果和报告都在，审签以前还差 {len(missing)} 样"
        return Ahead(
            deed=Deed.MEND,
            sentence=sentence if officer.may_fill else f"{sentence}，由本县填报员办理",
            label="去办理",
            link=missing[0].link,
            mine=officer.may_fill,
            missing=missing,
        )
    if main is None:
        return _start(officer)
    who = f"等本县负责人 {main.leader} 审签" if main.leader else "本县还没有负责人，请上级先任命，再来审签"
    if main.assessment.round > 1:
        yours = "请核对退回的几处改好没有，再审签"
        return _move(main.assessment, "sign", officer, yours, others=f"请按退回的理由改好；改好以后，{who}")
    return _move(main.assessment, "sign", officer, "填报齐了，请您审签", others=f"填报齐了，{who}")


def _start(officer: Officer) -> Ahead:
    mine = officer.level is Level.COUNTY and officer.role in STAFF
    sentence = "填报齐了，可以开始督导评估：先由本县负责人审签，再报送"
    return Ahead(
        deed=Deed.START,
        sentence=sentence if mine else f"{sentence}；由本县填报员或负责人开始",
        label="开始督导评估",
        link=reverse("assessment-start"),
        mine=mine,
    )


def _move(row: Assessment, name: str, officer: Officer, sentence: str, *, others: str = "") -> Ahead:
    way = workflow.BY_NAME[name]
    mine = officer.level is way.level and officer.role in way.roles
    roles = "或".join(Officer.Role(role).label for role in way.roles)
    return Ahead(
        deed=Deed.MOVE,
        sentence=sentence if mine else others or f"{sentence}，等本县{roles}办理",
        label=way.label,
        link=reverse("assessment-advance", args=[row.pk, name]),
        mine=mine,
    )


def _above(main: Onward, officer: Officer) -> Ahead:
    """It is in the hands of an office above, or has come to its end."""
    row = main.assessment
    if not row.is_open:
        return Ahead(deed=Deed.WAIT, sentence=f"本年度评估已办结：{row.get_step_display()}")
    ahead = workflow.ways_from(row.at_step)[0]
    roles = "、".join(Officer.Role(role).label for role in ahead.roles)
    sentence = f"已报送，不能再改；现在由{row.holder_label}办理“{ahead.label}”（{roles}）"
    if not main.waiting:
        return Ahead(deed=Deed.WAIT, sentence=sentence)
    return Ahead(
        deed=Deed.REPLY,
        sentence=f"{main.waiting} 处存疑待答复，答复以后{row.holder_label}才能往下办理",
        label=f"答复 {main.waiting} 处存疑",
        link=reverse("doubts", args=[row.pk]),
        mine=officer.level is Level.COUNTY and officer.role in REPLIERS,
    )


def _dated(ahead: Ahead, way: Path, main: Onward | None, on: date) -> Ahead:
    if main is None:
        due = onward.due_before_it_begins(way.county, way.year)
        return replace(ahead, due_on=due, overdue=due is not None and on > due)
    row = main.assessment
    with_county = row.at_step in WITH_COUNTY
    return replace(
        ahead,
        assessment=row,
        due_on=main.due_on if row.is_open else None,
        overdue=row.is_open and main.due_on is not None and on > main.due_on,
        returned=main.reason if with_county and row.round > 1 else "",
    )

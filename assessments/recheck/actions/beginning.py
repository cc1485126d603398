"""Beginning a review: by whom, of which county, with which problems."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from assessments import holding, independence, recognition, trail
from assessments.actions.refusals import NotYours, Refused
from assessments.inbox import telling
from assessments.models import Assessment
from assessments.monitoring import watched
from assessments.recheck.holding import figures
from assessments.recheck.models import LONGEST_PROBLEM, LONGEST_TEXT, Point, Recheck, RecheckChange
from assessments.recheck.table import BEGIN, Step
from counties.levels import Level
from counties.models import Officer
from schools import years
from schools.models import School

MOST_PROBLEMS = 60
BEGINNERS = (Level.PROVINCE, Level.NATION)


@dataclass(frozen=True, kw_only=True)
class Named:
    """A problem to name: of an indicator of a stage, of a school (by its code), or in words alone."""

    what: str
    stage: str = ""
    indicator: str = ""
    school: str = ""


@dataclass(frozen=True, kw_only=True)
class Beginning:
    """Why a review begins, which problems it names, and until when the county has time."""

    ground: Recheck.Ground
    reason: str
    points: Sequence[Named]
    due_on: date


def may_begin(by: Officer) -> bool:
    return by.level in BEGINNERS and by.role == Officer.Role.LEADER


def begin(*, assessment: Assessment, beginning: Beginning, by: Officer, at: datetime) -> Recheck:
    """Open a review of the recognition that *assessment* ended with; raise ``Refused``."""
    told: dict[str, object] = {"ground": beginning.ground, "due_on": beginning.due_on}
    with trail.audited(assessment, "recheck.begun", by=by, at=at, told=told):
        row, on = holding.locked(assessment, by), timezone.localdate(at)
        _check_beginning(row, beginning, by, on)
        year, calculation = figures(row, on)
        recheck = Recheck.objects.create(
            assessment=row, year=year, ground=beginning.ground, opened_by=by, opened_at=at, moved_at=at
        )
        points = [_named(recheck, number, each) for number, each in enumerate(beginning.points, 1)]
        change = RecheckChange.objects.create(
            recheck=recheck,
            version=1,
            way=BEGIN,
            target=Step.RECTIFYING,
            comment=beginning.reason.strip(),
            due_on=beginning.due_on,
            year=year,
            calculation_id=calculation,
            by=by,
            at=at,
        )
        told |= {"reason": change.comment, "named": [each.what for each in points]}
        trail.note(
            row,
            "recheck.begun",
            by=by,
            at=at,
            detail={"recheck": recheck.pk, **told},
            wrote=[recheck, *points, change],
        )
        telling.rechecked(change, at=at)
    return recheck


def _check_beginning(row: Assessment, beginning: Beginning, by: Officer, on: date) -> None:
    if not may_begin(by):
        raise NotYours("复查由省级或国家的负责人发起。")
    if why := independence.is_not_apart(row, by, on=on):
        raise NotYours(why)
    if not recognition.holds(row):
        raise Refused(f"{row.county}现在不是由这项评估认定的县，不能复查。")
    if Recheck.objects.open().filter(assessment=row).exists():
        raise Refused("这个县正在复查，不能再发起一次。")
    if not beginning.reason.strip():
        raise Refused("请写明发起复查的理由。")
    if len(beginning.reason.strip()) > LONGEST_TEXT:
        raise Refused(f"理由最多 {LONGEST_TEXT} 字，请缩短。")
    if beginning.due_on <= on:
        raise Refused("整改期限请填今天以后的日期。")
    if not 1 <= len(beginning.points) <= MOST_PROBLEMS:
        raise Refused(f"请列出 1 至 {MOST_PROBLEMS} 个问题。")
    slips = watched.of_assessment(row, year=years.current(on)).state.slips
    if beginning.ground == Recheck.Ground.MONITORING and not slips:
        raise Refused("监测没有发现这个县不再达标；因抽查或反映的问题复查，请另选起因。")


def _named(recheck: Recheck, number: int, named: Named) -> Point:
    what = named.what.strip()
    if not 1 <= len(what) <= LONGEST_PROBLEM:
        raise Refused(f"每个问题请写 1 至 {LONGEST_PROBLEM} 字。")
    school = None
    if named.school:
        school = School.objects.filter(code=named.school, county__code=recheck.county.code).first()
        if school is None:
            raise Refused("选的学校不在本县登记的学校里，请重新打开页面再选。")
    fixed = {"stage": named.stage, "indicator": named.indicator, "school": school}
    return Point.objects.create(recheck=recheck, number=number, what=what, **fixed)

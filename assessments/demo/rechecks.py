"""The review (复查) of the county that slips, move by move, by the actions that officers take. Days count as
in ``journeys``; the review is on its way, its first return behind it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from assessments.demo import cast
from assessments.demo.journeys import officer
from assessments.monitoring import watched
from assessments.recheck import actions, proposing
from assessments.recheck.actions import Beginning
from assessments.recheck.models import Point, Recheck
from assessments.recheck.table import BY_NAME

COUNTY, CLERK, LEADER = "990106", "demo-geng", "demo-geng-fu"
INSPECTOR, PROVINCE = "demo-sheng-du", "demo-sheng-fu"
REASON = "上一学年认定后，本学年小学骨干教师差异系数超过上限，两所初中有指标不达标，请限期整改（示例）。"
MEASURES = (
    "已从实验小学、文澜小学交流 12 名骨干教师到乡镇小学，名单见佐证材料（示例）。",
    "已列入本学期设备采购计划，正在招标（示例）。",
    "运动场扩建已开工，多媒体教室已增配（示例）。",
)
FOUND = (
    (True, "名单与人事文件相符，到岗属实（示例）。"),
    (False, "设备没有到货，请补充合同和到货时间（示例）。"),
    (True, "现场看过，多媒体教室已投入使用，运动场在建（示例）。"),
)


def play(*, began: datetime) -> Iterator[str]:
    """Review the county, once; where its recognition is not there (a server in earnest), nothing."""
    seen = watched.of(officer(PROVINCE), year=cast.YEAR, under=COUNTY, code=COUNTY)
    if not seen or Recheck.objects.filter(assessment=seen[0].assessment).exists():
        return
    yield f"{cast.COUNTIES[COUNTY]}：认定后滑坡，省级发起复查……"
    beginning = Beginning(
        ground=Recheck.Ground.MONITORING,
        reason=REASON,
        points=list(proposing.found(seen[0]).values()),
        due_on=_day(began, 60).date(),
    )
    recheck = actions.begin(
        assessment=seen[0].assessment, beginning=beginning, by=officer(PROVINCE), at=_day(began, 20)
    )
    points = list(recheck.points.all())
    for point, text in zip(points, MEASURES, strict=False):
        _measure(point, text, _day(began, 40))
    _go(recheck, "report", LEADER, "整改措施已逐条落实，请核查。", _day(began, 45))
    for point, (done, what) in zip(points, FOUND, strict=False):
        actions.check(point=point, done=done, found=what, by=officer(INSPECTOR), at=_day(began, 50))
    _go(
        recheck, "return", PROVINCE, "设备一项没有到位，请补齐后再报。", _day(began, 55), due=_day(began, 100)
    )


def _measure(point: Point, text: str, at: datetime) -> None:
    actions.measure(point=point, text=text, shown=(), by=officer(CLERK), at=at)


def _go(
    recheck: Recheck, name: str, by: str, comment: str, at: datetime, *, due: datetime | None = None
) -> None:
    recheck.refresh_from_db()
    actions.advance(
        recheck=recheck,
        way=BY_NAME[name],
        version=recheck.version,
        comment=comment,
        due_on=due.date() if due else None,
        by=officer(by),
        at=at,
    )


def _day(began: datetime, days: int) -> datetime:
    return began + timedelta(days=days)

"""A recognised county that slips, and the moves of its review, as short as tests can be."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from assessments.evidence.models import Evidence
from assessments.models import Assessment
from assessments.recheck import actions
from assessments.recheck.actions import Beginning, Named
from assessments.recheck.models import Recheck, RecheckChange
from assessments.recheck.table import BY_NAME
from assessments.workflow import Step
from counties.models import Division, Officer
from tests.assessments.monitoring.test_monitoring import ROOM, judged
from tests.assessments.offices import Offices
from tests.assessments.standing_at import standing_at

RECOGNISED, SLIPPED = 2023, 2024
MONTH = timedelta(days=30)
PROBLEMS = (
    Named(what="小学生均教学及辅助用房面积差异系数 0.510，超过上限 0.50", stage="primary", indicator=ROOM),
    Named(what="9901010000小学 教辅用房不达标", stage="primary", school="9901010000"),
)


def slipping(county: Division, by: Officer) -> Assessment:
    """Recognised in one school year, failing in the next."""
    judged(county, by, RECOGNISED)
    judged(county, by, SLIPPED, cv="0.51", failing=1)
    return standing_at(Step.RECOGNISED, county, by, year=RECOGNISED)


def begun(
    assessment: Assessment,
    by: Officer,
    *,
    ground: Recheck.Ground = Recheck.Ground.MONITORING,
    problems: tuple[Named, ...] = PROBLEMS,
    at: datetime | None = None,
) -> Recheck:
    at = at or timezone.now()
    due = timezone.localdate(at) + MONTH
    beginning = Beginning(ground=ground, reason="连续不达标", points=problems, due_on=due)
    return actions.begin(assessment=assessment, beginning=beginning, by=by, at=at)


def go(
    recheck: Recheck, name: str, by: Officer, *, at: datetime | None = None, comment: str = "属实"
) -> RecheckChange:
    recheck.refresh_from_db()
    at = at or timezone.now()
    return actions.advance(
        recheck=recheck,
        way=BY_NAME[name],
        version=recheck.version,
        comment=comment,
        due_on=timezone.localdate(at) + MONTH if BY_NAME[name].sets_deadline else None,
        by=by,
        at=at,
    )


def answered(recheck: Recheck, clerk: Officer, *, text: str = "已增配", shown: Sequence[int] = ()) -> None:
    for point in recheck.points.all():
        actions.measure(point=point, text=text, shown=shown, by=clerk, at=timezone.now())


def reported(recheck: Recheck, offices: Offices) -> None:
    answered(recheck, offices.at("county", "clerk"))
    go(recheck, "report", offices.at("county", "leader"))


def opined(recheck: Recheck, offices: Offices, *, done: bool) -> None:
    reported(recheck, offices)
    for point in recheck.points.all():
        actions.check(
            point=point,
            done=done,
            found="现场核过",
            by=offices.at("province", "inspector"),
            at=timezone.now(),
        )
    go(recheck, "opine_done" if done else "opine_not_done", offices.at("province", "leader"))


def withdrawn(recheck: Recheck, offices: Offices) -> None:
    opined(recheck, offices, done=False)
    go(recheck, "withdraw", offices.at("nation", "leader"))


def rechecked(assessment: Assessment, offices: Offices) -> None:
    """The whole way of a review, with a row of each kind, of a county that has evidence of the year."""
    evidence = Evidence.objects.filter(county__code=offices.county.code)
    recheck = begun(
        assessment,
        offices.at("province", "leader"),
        ground=Recheck.Ground.SAMPLE,
        problems=(Named(what="专用教室不足"),),
    )
    answered(recheck, offices.at("county", "clerk"), shown=[each.pk for each in evidence])
    withdrawn(recheck, offices)

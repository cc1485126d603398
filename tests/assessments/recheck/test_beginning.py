"""A review begins: by whom, of which county, with which problems."""

import pytest
from django.db import DatabaseError, transaction

from assessments.actions import NotYours, Refused
from assessments.models import Assessment
from assessments.recheck.actions import Named
from assessments.recheck.models import Point, Recheck
from counties.models import Division, Officer
from operations.models import AuditEvent
from operations.written import REASON
from tests.assessments.monitoring.test_monitoring import judged
from tests.assessments.offices import Offices
from tests.assessments.recheck.slipping import PROBLEMS, begun, go, slipping

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("level", "role"),
    [("county", "leader"), ("city", "leader"), ("province", "inspector"), ("nation", "viewer")],
)
def test_only_a_leader_of_the_province_or_the_nation_begins_one(
    level: str, role: str, recognised: Assessment, offices: Offices
) -> None:
    with pytest.raises(NotYours, match="省级或国家的负责人"):
        begun(recognised, offices.at(level, role))
    assert AuditEvent.objects.filter(action="recheck.begun", refused=True).count() == 1


def test_a_review_begins_once_and_of_a_county_that_slips(
    recognised: Assessment, neighbour: Division, clerk: Officer, offices: Offices
) -> None:
    leader, nation = offices.at("province", "leader"), offices.at("nation", "leader")
    begun(recognised, nation)
    with pytest.raises(Refused, match="正在复查"):
        begun(recognised, leader)
    other = slipping(neighbour, clerk)
    judged(neighbour, clerk, 2025)
    with pytest.raises(Refused, match="没有发现"):
        begun(other, leader, problems=(Named(what="举报"),))
    assert begun(other, leader, ground=Recheck.Ground.REPORT, problems=(Named(what="举报"),)).year == 2025


def test_what_a_beginning_says_is_checked(recognised: Assessment, offices: Offices) -> None:
    leader = offices.at("province", "leader")
    with pytest.raises(Refused, match="请列出 1 至 60 个问题"):
        begun(recognised, leader, problems=())
    wrong = (
        (Named(what="别县的学校", stage="primary", school="9909990001"), "不在本县"),
        (Named(what=" "), "1 至 300 字"),
    )
    for problem, sentence in wrong:
        with pytest.raises(Refused, match=sentence):
            begun(recognised, leader, problems=(problem,))
    Assessment.objects.filter(pk=recognised.pk).update(step="not_recognised")
    with pytest.raises(Refused, match="不是由这项评估认定"):
        begun(recognised, leader)
    assert not Recheck.objects.exists()


def test_problems_are_those_of_the_beginning(recheck: Recheck, offices: Offices) -> None:
    assert [each.what for each in recheck.points.all()] == [each.what for each in PROBLEMS]
    go(recheck, "extend", offices.at("province", "leader"), comment="在建")
    with pytest.raises(DatabaseError, match=REASON), transaction.atomic():
        Point.objects.create(recheck=recheck, number=9, what="又一个")

"""Mail says that something waits and where to look; what is told stays in the inbox, mail or no mail."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from pytest_django import Settings

from assessments.inbox import telling, waiting
from assessments.inbox.models import Message
from assessments.models import Assessment
from assessments.review.models import Mark
from assessments.workflow import Step
from counties.models import Division, Officer
from operations import jobs
from operations.models import Job
from tests.assessments.offices import Offices, go
from tests.assessments.reviewers import round_of
from tests.assessments.standing_at import standing_at

pytestmark = pytest.mark.django_db
BROKEN = "tests.assessments.inbox.test_mail.Broken"


class Broken:
    """A mail server that is away."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        pass

    def send_messages(self, messages: object) -> int:
        raise ConnectionRefusedError("no answer")


@pytest.fixture
def with_mail(settings: Settings, county: Division) -> Offices:
    settings.EMAIL_HOST, settings.PUBLIC_URL = "mail.example", "https://balance.example"
    offices = Offices(county)
    for role in ("leader", "clerk", "viewer"):
        user = offices.at("city", role).user
        user.email = f"{role}@example.cn"
        user.save()
    return offices


@pytest.fixture
def sent(clerk: Officer) -> Assessment:
    return standing_at(Step.SUBMITTED, clerk.division, clerk)


def test_those_who_work_there_get_a_link_and_no_data(sent: Assessment, with_mail: Offices) -> None:
    go(sent, "withdraw", with_mail.at("county", "leader"), comment="金丝雀")
    assert mail.outbox == []  # only by the job, after the commit
    jobs.run_pending()
    [letter] = mail.outbox
    assert (letter.to, sorted(letter.bcc)) == ([], ["clerk@example.cn", "leader@example.cn"])
    assert "https://balance.example/inbox/" in letter.body
    for word in ("金丝雀", sent.county.name, str(sent.year), sent.county.code):
        assert word not in f"{letter.subject}{letter.body}"


def test_without_a_mail_server_nothing_is_queued(sent: Assessment, county: Division) -> None:
    go(sent, "withdraw", Offices(county).at("county", "leader"))
    assert not Job.objects.filter(kind=telling.MAIL).exists()
    assert Message.objects.count() == 1


def test_nothing_is_lost_when_mail_fails(sent: Assessment, with_mail: Offices, settings: Settings) -> None:
    settings.EMAIL_BACKEND = BROKEN
    go(sent, "withdraw", with_mail.at("county", "leader"))
    jobs.run_pending()
    [job] = Job.objects.filter(kind=telling.MAIL)
    assert job.state == Job.State.FAILED
    assert "消息仍在收件箱里" in job.error
    assert waiting.counts(with_mail.at("city", "leader")).unread == 1


def test_many_doubts_of_a_day_are_one_mail(sent: Assessment, with_mail: Offices, clerk: Officer) -> None:
    inspector, at = with_mail.at("city", "inspector"), timezone.now()
    clerk.user.email = "county@example.cn"
    clerk.user.save()
    fixed = {"round": round_of(sent), "level": "city", "by": inspector, "kind": "doubtful", "remark": "为何"}
    for day, item in ((0, "guarantee-08"), (0, "guarantee-09"), (1, "guarantee-10")):
        when = at + timedelta(days=day)
        telling.asked(Mark.objects.create(**fixed, item=item, at=when), at=when)
    jobs.run_pending()
    assert [letter.bcc for letter in mail.outbox] == [["county@example.cn"]] * 2
    assert Message.objects.filter(kind="asked").count() == 3


def test_offices_without_an_address_are_left_to_their_inbox(sent: Assessment, with_mail: Offices) -> None:
    with_mail.at("city", "leader").user.__class__.objects.update(email="")
    go(sent, "withdraw", with_mail.at("county", "leader"))
    jobs.run_pending()
    assert mail.outbox == []
    assert set(Job.objects.filter(kind=telling.MAIL).values_list("state", flat=True)) == {"done"}

"""Mail says that something waits and where to look; what is told stays in the inbox, mail or no mail."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from assessments.inbox import mailing, telling, waiting
from assessments.inbox.models import Message
from assessments.models import Assessment
from assessments.review.models import Mark
from assessments.workflow import Step
from counties.models import Division, Officer, User
from operations import health, jobs, kinds
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
    assert not Job.objects.filter(kind=kinds.MAIL).exists()
    assert Message.objects.count() == 1


def test_mail_that_fails_is_tried_again_ever_later_and_then_no_more(
    sent: Assessment, with_mail: Offices, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = BROKEN
    with time_machine.travel(timezone.now(), tick=False) as clock:
        go(sent, "withdraw", with_mail.at("county", "leader"))
        for wait in mailing.WAITS:
            assert jobs.run_pending() == 1
            [job] = Job.objects.filter(kind=kinds.MAIL)
            assert (job.state, job.not_before) == (Job.State.QUEUED, timezone.now() + wait)
            assert "no answer" in job.error and "稍后自动重发" in job.error
            clock.shift(wait - timedelta(seconds=1))
            assert jobs.run_pending() == 0
            clock.shift(1)
        assert jobs.run_pending() == 1
        job.refresh_from_db()
        assert job.state == Job.State.FAILED
        assert "已重试 6 次；消息仍在收件箱里" in job.error
        assert waiting.counts(with_mail.at("city", "leader")).unread == 1
        assert jobs.run_pending() == 0


def test_mail_goes_out_when_the_server_is_back(
    sent: Assessment, with_mail: Offices, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = BROKEN
    with time_machine.travel(timezone.now(), tick=False) as clock:
        go(sent, "withdraw", with_mail.at("county", "leader"))
        jobs.run_pending()
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        clock.shift(61)
        assert [wake.pk for wake in Job.objects.claimable(timezone.now())]
        jobs.run_pending()
    assert len(mail.outbox) == 1
    assert Job.objects.get(kind=kinds.MAIL).state == Job.State.DONE


def test_addresses_that_no_server_knows_are_not_tried_again(
    sent: Assessment, with_mail: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(letter: mail.EmailMessage) -> int:
        raise SMTPRecipientsRefused({each: (550, b"unknown") for each in letter.bcc})

    monkeypatch.setattr(mail.EmailMessage, "send", refuse)
    go(sent, "withdraw", with_mail.at("county", "leader"))
    jobs.run_pending()
    [job] = Job.objects.filter(kind=kinds.MAIL)
    assert job.state == Job.State.FAILED
    assert "请核对账号里的邮箱" in job.error


def test_the_administrator_sees_what_waits_and_may_have_it_tried_at_once(
    sent: Assessment, with_mail: Offices, settings: Settings, client: Client
) -> None:
    settings.EMAIL_BACKEND = BROKEN
    assert health.mail(timezone.now()) == (True, "邮件都已发出")
    go(sent, "withdraw", with_mail.at("county", "leader"))
    jobs.run_pending()
    [job] = Job.objects.filter(kind=kinds.MAIL)
    assert health.mail(timezone.now())[0], "once may happen"
    Job.objects.update(times_put_off=2)
    assert not health.mail(timezone.now())[0]
    client.force_login(User.objects.create_superuser("root"))
    page = client.get("/admin/").content.decode()
    assert "等着自动重试的任务" in page and "no answer" in page
    chosen = {"action": "try_again", "_selected_action": [job.pk]}
    assert "1 个任务已重新排队" in client.post("/admin/operations/job/", chosen, follow=True).content.decode()
    assert jobs.run_pending() == 1


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
    assert set(Job.objects.filter(kind=kinds.MAIL).values_list("state", flat=True)) == {"done"}

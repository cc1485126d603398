"""A worker that lives keeps its job; one that lost it is told so."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from operations import attempts, jobs
from operations.heartbeat import Heartbeat
from operations.models import Job
from tests.factories import NOW
from tests.operations.conftest import until

pytestmark = pytest.mark.django_db(transaction=True)

LEASE = 0.4


@pytest.fixture
def attempt(settings: Settings) -> Job:
    settings.JOB_LEASE_SECONDS = LEASE
    job = jobs.enqueue(kind="tests.long", subject={}, scope="", actor="", at=NOW)
    claimed = attempts.claim(job.pk, at=timezone.now())
    assert claimed is not None
    return claimed


def to_be_had(job: Job) -> bool:
    return Job.objects.claimable(timezone.now()).filter(pk=job.pk).exists()


def test_the_lease_is_kept_while_the_handler_works_in_silence(attempt: Job) -> None:
    end = timezone.now() + timedelta(seconds=2 * LEASE)
    with Heartbeat(attempt):
        until(lambda: timezone.now() > end, within=5)
        assert not to_be_had(attempt)


def test_without_a_heartbeat_the_lease_runs_out(attempt: Job) -> None:
    until(lambda: to_be_had(attempt), within=5)


def test_progress_is_seen_by_others_while_the_handler_works(attempt: Job) -> None:
    def seen() -> bool:
        return Job.objects.filter(pk=attempt.pk, stage="校核", done=1, total=4).exists()

    with Heartbeat(attempt) as heartbeat:
        heartbeat.report("校核", 1, 4)
        until(seen, within=5)


def test_a_handler_that_lost_its_job_is_stopped_at_its_next_report(attempt: Job) -> None:
    def lost() -> bool:
        try:
            heartbeat.report("校核", 1, 4)
        except attempts.Lost:
            return True
        return False

    with Heartbeat(attempt) as heartbeat:
        assert not lost()
        Job.objects.update(state=Job.State.QUEUED, **attempts.FREE)
        until(lost, within=5)


def test_ending_does_not_wait_for_the_next_beat(attempt: Job, settings: Settings) -> None:
    settings.JOB_LEASE_SECONDS = 3600
    began = timezone.now()
    with Heartbeat(attempt):
        pass
    assert timezone.now() - began < timedelta(seconds=0.5)

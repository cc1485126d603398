"""Jobs are asked for once, run at least once, and end with a sentence."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from counties.models import Officer
from operations import attempts, jobs, waking
from operations.models import Job
from tests.factories import NOW

pytestmark = pytest.mark.django_db

KIND = "tests.count"


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Register a handler that notes which job it ran."""
    seen: list[int] = []
    handle(monkeypatch, lambda job, progress: seen.append(job.pk))
    return seen


def handle(monkeypatch: pytest.MonkeyPatch, handler: jobs.Handler) -> None:
    monkeypatch.setattr(jobs, "handlers", lambda: {KIND: handler})


def enqueue(number: int = 1, *, again: bool = False, scope: str = "990101") -> Job:
    return jobs.enqueue(
        kind=KIND, subject={"number": number}, scope=scope, actor="clerk", at=NOW, again=again
    )


def test_asked_for_twice_it_is_one_job(runs: list[int]) -> None:
    assert enqueue() == enqueue()
    assert enqueue() != enqueue(2)
    assert jobs.run_pending() == 2


def test_the_order_of_the_subject_does_not_matter() -> None:
    one, other = (
        jobs.enqueue(kind=KIND, subject=subject, scope="", actor="", at=NOW)
        for subject in ({"a": 1, "b": "乙"}, {"b": "乙", "a": 1})
    )
    assert one == other


def test_a_job_is_run_and_done(runs: list[int]) -> None:
    job = enqueue()
    assert jobs.run_pending() == 1
    job.refresh_from_db()
    assert (runs, job.state, job.attempt, job.error) == ([job.pk], Job.State.DONE, 1, "")
    assert job.claim is None and job.lease_until is None and job.finished_at is not None


def test_jobs_run_in_the_order_they_were_asked_for(runs: list[int]) -> None:
    asked = [enqueue(number).pk for number in (3, 1, 2)]
    jobs.run_pending()
    assert runs == asked


def test_redelivery_is_harmless(runs: list[int]) -> None:
    job = enqueue()
    assert jobs.run(job.pk)
    assert not jobs.run(job.pk)
    assert runs == [job.pk]


def test_a_job_done_is_run_again_only_when_asked_so(runs: list[int]) -> None:
    enqueue()
    jobs.run_pending()
    enqueue()
    assert jobs.run_pending() == 0
    enqueue(again=True)
    assert jobs.run_pending() == 1


def test_a_job_that_runs_is_not_queued_again(runs: list[int]) -> None:
    job = enqueue()
    assert attempts.claim(job.pk, at=timezone.now())
    assert enqueue(again=True).state == Job.State.RUNNING
    assert jobs.run_pending() == 0


def test_what_cannot_be_done_fails_at_once_with_its_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(job: Job, progress: jobs.Progress) -> None:
        raise jobs.Failed("台账已被新版取代，请刷新页面。")

    handle(monkeypatch, refuse)
    job = enqueue()
    assert jobs.run_pending() == 1
    job.refresh_from_db()
    assert (job.state, job.error) == (Job.State.FAILED, "台账已被新版取代，请刷新页面。")


def test_an_error_is_tried_three_times_and_told_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def err(job: Job, progress: jobs.Progress) -> None:
        raise KeyError("secret detail")

    handle(monkeypatch, err)
    job = enqueue()
    assert jobs.run_pending() == 3
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert "已试 3 次" in job.error and str(job.pk) in job.error
    assert "secret" not in job.error and "secret" in caplog.text


def test_an_error_that_passes_leaves_no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    def err_once(job: Job, progress: jobs.Progress) -> None:
        if job.attempt == 1:
            raise OSError

    handle(monkeypatch, err_once)
    job = enqueue()
    assert jobs.run_pending() == 2
    job.refresh_from_db()
    assert (job.state, job.error) == (Job.State.DONE, "")


def test_a_failed_job_asked_for_again_has_three_attempts_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def err(job: Job, progress: jobs.Progress) -> None:
        raise OSError

    handle(monkeypatch, err)
    enqueue()
    assert jobs.run_pending() == 3
    assert enqueue().error == ""
    assert jobs.run_pending() == 3


def test_an_unknown_kind_fails_and_does_not_stop_the_queue(runs: list[int]) -> None:
    unknown = jobs.enqueue(kind="tests.unknown", subject={}, scope="", actor="", at=NOW)
    known = enqueue()
    jobs.run_pending()
    unknown.refresh_from_db()
    assert unknown.state == Job.State.FAILED
    assert runs == [known.pk]


def test_progress_is_on_the_row_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    handle(monkeypatch, lambda job, progress: progress("读取表格", 3, 4))
    job = enqueue()
    jobs.run_pending()
    job.refresh_from_db()
    assert (job.stage, job.percent) == ("读取表格", 75)


def test_a_dead_workers_job_is_taken_over_when_its_lease_has_run_out(runs: list[int]) -> None:
    job = enqueue()
    attempts.claim(job.pk, at=timezone.now())
    assert jobs.run_pending() == 0
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert jobs.run_pending() == 1
    job.refresh_from_db()
    assert (job.state, job.attempt) == (Job.State.DONE, 2)


def test_a_job_that_kills_its_workers_fails_after_three(runs: list[int]) -> None:
    job = enqueue()
    for hours in (3, 2, 1):
        assert attempts.claim(job.pk, at=timezone.now() - timedelta(hours=hours))
    assert not attempts.claim(job.pk, at=timezone.now())
    assert jobs.run_pending() == 0
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert "中断" in job.error and runs == []


def lose(job: Job) -> Job:
    """Let the lease run out and another attempt take the job; return that attempt."""
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    other = attempts.claim(job.pk, at=timezone.now())
    assert other is not None
    return other


@pytest.mark.parametrize(
    "speak",
    [
        attempts.finish,
        attempts.give_back,
        lambda job: attempts.fail(job, "原因"),
        lambda job: attempts.extend(job, at=timezone.now()),
    ],
)
def test_an_attempt_given_up_for_dead_cannot_speak_for_the_job(speak: Callable[[Job], None]) -> None:
    late = attempts.claim(enqueue().pk, at=timezone.now())
    assert late is not None
    other = lose(late)
    with pytest.raises(attempts.Lost):
        speak(late)
    speak(other)


def test_what_an_attempt_stored_is_undone_if_it_was_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    def store(job: Job, progress: jobs.Progress) -> None:
        if job.attempt == 1:
            lose(job)
        with transaction.atomic():
            Job.objects.filter(pk=job.pk).update(stage=f"第 {job.attempt} 次")
            jobs.finish(job)

    handle(monkeypatch, store)
    job = enqueue()
    assert jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.stage) == (Job.State.RUNNING, "")


def test_a_result_and_its_mark_are_stored_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    handle(monkeypatch, lambda job, progress: jobs.finish(job))
    job = enqueue()
    assert jobs.run_pending() == 1
    job.refresh_from_db()
    assert job.state == Job.State.DONE


class Bell:
    """A way of waking that counts, or is out of order."""

    def __init__(self, broken: bool = False) -> None:
        self.rung: list[int] = []
        self.broken = broken

    def wake(self, job: Job) -> None:
        self.rung.append(job.pk)
        if self.broken:
            raise ConnectionError("the broker is away")

    def ensure_running(self) -> None:
        if self.broken:
            raise OSError("no process can be started")


def test_a_worker_is_woken_after_the_commit_and_not_before(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    bell = Bell()
    monkeypatch.setattr(waking, "way", lambda: bell)
    with django_capture_on_commit_callbacks(execute=True):
        job = enqueue()
        assert bell.rung == []
    assert bell.rung == [job.pk]


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_away_does_not_fail_the_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    bell = Bell(broken=True)
    monkeypatch.setattr(waking, "way", lambda: bell)
    job = enqueue()
    jobs.ensure_running()
    assert bell.rung == [job.pk]
    assert Job.objects.get().state == Job.State.QUEUED
    with pytest.raises(ConnectionError):  # the control: unprotected, it does fail
        waking.way().wake(job)


def test_the_sweep_wakes_for_what_was_overlooked_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    bell = Bell()
    monkeypatch.setattr(waking, "way", lambda: bell)
    old, orphan, running, done = (enqueue(number).pk for number in range(4))
    at = NOW + timedelta(minutes=2)
    attempts.claim(orphan, at=NOW - timedelta(hours=1))
    attempts.claim(running, at=at)
    finished = attempts.claim(done, at=at)
    assert finished is not None
    attempts.finish(finished)
    jobs.enqueue(kind=KIND, subject={"number": "new"}, scope="", actor="", at=at)
    assert jobs.sweep(at=at) == 2
    assert sorted(bell.rung) == [old, orphan]


def test_a_long_queue_is_not_announced_anew_at_every_sweep(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "WOKEN_AT_ONCE", 3)
    for number in range(5):
        enqueue(number)
    assert jobs.sweep(at=NOW + timedelta(hours=1)) == 3


def test_an_officer_watches_the_jobs_of_his_divisions_only(
    clerk: Officer, neighbours_clerk: Officer, city_inspector: Officer, nation_viewer: Officer
) -> None:
    countys, citys, nations = enqueue(1), enqueue(2, scope="9901"), enqueue(3, scope="")
    assert list(Job.objects.visible_to(clerk)) == [countys]
    assert list(Job.objects.visible_to(neighbours_clerk)) == []
    assert set(Job.objects.visible_to(city_inspector)) == {countys, citys}
    assert set(Job.objects.visible_to(nation_viewer)) == {countys, citys, nations}

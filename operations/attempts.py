"""One attempt at a job, from claim to end. Only here does a job change its state.

Each step is one conditional UPDATE, which decides by itself who wins on SQLite and on PostgreSQL.
Whoever claims a job leaves a mark on the row; what an attempt writes later holds only while its
mark is still there, so a worker that was given up for dead cannot speak for the job.
"""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from operations.models import ATTEMPTS, Job

FREE: dict[str, Any] = {"claim": None, "lease_until": None}


class Lost(Exception):
    """The job is no longer this attempt's: its lease ran out and another took it, or it has ended."""


def claim(job_id: int, *, at: datetime) -> Job | None:
    """Take the job if it waits, or if whoever ran it has not been heard of; otherwise return None."""
    mark = uuid.uuid4()
    taken = (
        Job.objects.claimable(at)
        .filter(pk=job_id)
        .update(
            state=Job.State.RUNNING,
            attempt=F("attempt") + 1,
            claim=mark,
            lease_until=_lease(at),
            stage="",
            done=0,
            total=0,
        )
    )
    return Job.objects.get(pk=job_id) if taken else None


def extend(job: Job, *, at: datetime) -> None:
    """Say that the attempt is alive, and how far it has come. Raise ``Lost``."""
    _write(job, lease_until=_lease(at))


def finish(job: Job) -> None:
    """Mark the job done, in the caller's transaction where there is one. Raise ``Lost``.

    A handler that calls this last inside the transaction that stores its result has stored it
    exactly once: if the attempt was lost meanwhile, the result is rolled back with the mark.
    """
    _write(job, state=Job.State.DONE, finished_at=timezone.now(), error="", not_before=None, **FREE)
    job.state = Job.State.DONE


def fail(job: Job, reason: str) -> None:
    """End the job for good, with a sentence for the officer who waits for it. Raise ``Lost``."""
    _write(job, state=Job.State.FAILED, finished_at=timezone.now(), error=reason, **FREE)
    job.state = Job.State.FAILED


def put_off(job: Job, reason: str, *, until: datetime) -> None:
    """Queue the job again, to be tried after *until* with all its attempts before it. Raise ``Lost``."""
    again = {"attempt": 0, "times_put_off": job.times_put_off + 1, "not_before": until, "error": reason}
    _write(job, state=Job.State.QUEUED, **again, **FREE)
    job.state = Job.State.QUEUED


def give_back(job: Job) -> None:
    """Queue the job again after an error; after the last attempt it has failed. Raise ``Lost``."""
    if job.attempt >= ATTEMPTS:
        fail(job, _sentence(job, "系统处理时连续出错"))
    else:
        _write(job, state=Job.State.QUEUED, **FREE)
        job.state = Job.State.QUEUED


def bury(*, at: datetime) -> int:
    """Fail the jobs whose every attempt took its worker with it, and return how many there were."""
    buried = 0
    for job in Job.objects.orphaned(at).filter(attempt__gte=ATTEMPTS):
        reason = _sentence(job, "处理程序多次意外中断（可能是文件过大，或服务器内存不足）")
        buried += (
            Job.objects.orphaned(at)
            .filter(pk=job.pk, claim=job.claim)
            .update(state=Job.State.FAILED, finished_at=at, error=reason, **FREE)
        )
    return buried


def _write(job: Job, **values: Any) -> None:
    """Set *values* and the progress known so far, if the job is still this attempt's."""
    held = Job.objects.filter(pk=job.pk, claim=job.claim, state=Job.State.RUNNING)
    if not held.update(stage=job.stage, done=job.done, total=job.total, **values):
        raise Lost(f"{job} attempt {job.attempt}")


def _lease(at: datetime) -> datetime:
    return at + timedelta(seconds=settings.JOB_LEASE_SECONDS)


def _sentence(job: Job, what: str) -> str:
    return (
        f"{what}，已试 {job.attempt} 次，未能完成。请稍后重新提交；"
        f"如再次出现，请把任务编号 {job.pk} 告诉系统管理员。"
    )

"""What the system itself does: jobs to run, and the trail of what was done."""

from datetime import datetime
from typing import Protocol, Self

from django.db import models
from django.db.models import Q

from operations import kinds

ATTEMPTS = 3


class Watcher(Protocol):
    """Whoever answers for the divisions whose codes begin with *prefix*."""

    @property
    def prefix(self) -> str: ...


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, officer: Watcher) -> Self:
        return self.filter(scope__startswith=officer.prefix)

    def unfinished(self) -> Self:
        return self.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING])

    def orphaned(self, at: datetime) -> Self:
        """Running, they say, but whoever ran them has not been heard of in time."""
        return self.filter(state=Job.State.RUNNING, lease_until__lt=at)

    def claimable(self, at: datetime) -> Self:
        return self.filter(Q(state=Job.State.QUEUED) | Q(state=Job.State.RUNNING, lease_until__lt=at)).filter(
            attempt__lt=ATTEMPTS
        )


class Job(models.Model):
    """Work that happens later. The row is the truth; a message only wakes somebody up.

    *key* makes a job idempotent: asking for the same work twice gives the same row. *scope* is
    the code prefix of the division whose officers may watch it. *claim* is the mark of the one
    attempt that holds the lease; whatever another attempt writes is turned away by it.
    """

    changeable = "a job is claimed, reports, ends and is queued again; what it did is kept elsewhere"

    class State(models.TextChoices):
        QUEUED = "queued", "排队中"
        RUNNING = "running", "进行中"
        DONE = "done", "已完成"
        FAILED = "failed", "未完成"

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=64, unique=True)
    payload = models.JSONField(default=dict)
    scope = models.CharField(max_length=6, blank=True)
    actor = models.CharField(max_length=150)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    stage = models.CharField(max_length=60, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    attempt = models.PositiveSmallIntegerField(default=0)
    claim = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "created_at"], name="job_queue")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="running", lease_until__isnull=False, claim__isnull=False)
                | (~Q(state="running") & Q(lease_until__isnull=True, claim__isnull=True)),
                name="job_is_leased_while_it_runs",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["done", "failed"], finished_at__isnull=False)
                | (~Q(state__in=["done", "failed"]) & Q(finished_at__isnull=True)),
                name="job_is_finished_at_some_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{kinds.label(self.kind)} {self.pk}"

    @property
    def ended(self) -> bool:
        return self.state in {self.State.DONE, self.State.FAILED}

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 0


class AuditEvent(models.Model):
    """One thing that was done or refused; appended, never changed, each hashed with the one before.

    *format* says which fields the hash is over, so that events keep theirs when more are added:
    those of format 1 have nothing from *office* on. *before*, *after* and *snapshot* are digests.
    """

    append_only = True

    stream = models.CharField(max_length=40)
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    action = models.CharField(max_length=60)
    object = models.CharField(max_length=100)
    detail = models.JSONField(default=dict)
    refused = models.BooleanField(default=False)
    format = models.PositiveSmallIntegerField(default=1)
    office = models.CharField(max_length=100, blank=True, default="")
    role = models.CharField(max_length=20, blank=True, default="")
    reason = models.TextField(blank=True, default="")
    request = models.CharField(max_length=32, blank=True, default="")
    ip = models.CharField(max_length=45, blank=True, default="")
    before = models.CharField(max_length=64, blank=True, default="")
    after = models.CharField(max_length=64, blank=True, default="")
    snapshot = models.CharField(max_length=64, blank=True, default="")
    algorithm = models.CharField(max_length=10, default="sha256")
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stream", "seq"], name="one_event_per_place_in_stream")
        ]

    def __str__(self) -> str:
        return f"{self.stream} {self.seq} {self.action}"


class Anchor(models.Model):
    """The head of a stream at a moment that matters, signed with a key outside the database.

    Anchors are numbered and chained among themselves; each stands in the file of heads as well, and
    on the receipt (回执) that both sides keep.
    """

    append_only = True

    number = models.PositiveIntegerField(unique=True)
    stream = models.CharField(max_length=40)
    seq = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)
    snapshot = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()
    previous = models.CharField(max_length=64, blank=True)
    key = models.CharField(max_length=16)
    signature = models.CharField(max_length=88)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.stream} {self.seq}"

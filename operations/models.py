"""What the system itself does: jobs to run, and the trail of what was done."""

from collections.abc import Iterable
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Protocol, Self

from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.db.models.lookups import In

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
        waits = Q(state=Job.State.QUEUED) & (Q(not_before__isnull=True) | Q(not_before__lte=at))
        orphaned = Q(state=Job.State.RUNNING, lease_until__lt=at)
        return self.filter(waits | orphaned, attempt__lt=ATTEMPTS)

    def put_off(self, at: datetime) -> Self:
        """Waiting to be tried again later; *error* says why it was not done."""
        return self.filter(state=Job.State.QUEUED, not_before__gt=at)


class Job(models.Model):
    """Work that happens later. The row is the truth; a message only wakes somebody up.

    *key* makes a job idempotent: asking for the same work twice gives the same row. *scope* is
    the code prefix of the division whose officers may watch it. *claim* is the mark of the one
    attempt that holds the lease; whatever another attempt writes is turned away by it. What was in
    nobody's hands here is put off (``times_put_off``) and waits until *not_before*.
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
    times_put_off = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True, blank=True)
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


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def visible_to(self, office: Watcher) -> Self:
        """What concerns the office and those below; of an office above only what it did to one of these."""
        return self.within([office.prefix])

    def within(self, prefixes: Iterable[str]) -> Self:
        """What concerns divisions whose codes begin with one of *prefixes*; all begin with nothing.

        Asked for as ranges, which an index answers however the database sorts texts: every code has six
        digits. What is no beginning of a code, as of who sees no division's rows, is of nothing.
        """
        begun = list(prefixes)
        if "" in begun:
            return self
        ranges = [(each.ljust(6, "0"), each.ljust(6, "9")) for each in begun if each.isdecimal()]
        if not ranges:
            return self.none()
        return self.filter(reduce(or_, (Q(scope__range=each) for each in ranges)))

    def newest_first(self) -> Self:
        return self.order_by("-at", "-pk")


def _whom_it_concerns() -> Case:
    """The county whose stream it is, or else the office of who acted; the hash is over both."""
    of_a_county = In(_beginning("stream", 1), [Value(digit) for digit in "0123456789"])
    return Case(When(of_a_county, then=_beginning("stream", 6)), default=_beginning("office", 6))


def _beginning(field: str, length: int) -> Func:
    # Without blanks after its commas, which Django takes for the ends of columns when it looks at a table
    # of SQLite.
    return Func(F(field), template=f"SUBSTR(%(expressions)s,1,{length})", output_field=models.CharField())


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
    scope = models.GeneratedField(
        expression=_whom_it_concerns(), output_field=models.CharField(max_length=6), db_persist=True
    )

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stream", "seq"], name="one_event_per_place_in_stream")
        ]
        # Each for one way to ask for the newest of a long trail; they end in what it is sorted by.
        indexes = [
            models.Index(fields=["at", "id"], name="event_by_time"),
            models.Index(fields=["scope", "at"], name="event_by_scope"),
            models.Index(fields=["action", "at", "id"], name="event_by_action"),
            models.Index(fields=["actor", "at", "id"], name="event_by_actor"),
            models.Index(fields=["object", "at", "id"], name="event_by_object"),
            models.Index(fields=["at", "id"], condition=Q(refused=True), name="event_refused"),
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
        indexes = [models.Index(fields=["stream", "seq"], name="anchor_by_place")]

    def __str__(self) -> str:
        return f"{self.number} {self.stream} {self.seq}"

"""The assessment (督导评估) of a county's year, its rounds, and what was frozen and decided in each."""

import zlib
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from assessments.evidence.models import Evidence, Placement  # noqa: F401  # Django looks for tables here
from assessments.inbox.models import Message, Reading  # noqa: F401  # Django looks for tables here
from assessments.recheck.models import Recheck, RecheckChange  # noqa: F401  # Django looks for tables here
from assessments.review.models import Mark, Milestone, Reply  # noqa: F401  # Django looks for tables here
from assessments.roadmap.models import CountyPlan  # noqa: F401  # Django looks for tables here
from assessments.workflow import BY_NAME, CLOSED, Step, Transition
from counties.levels import Level
from counties.models import Division, Officer, User
from operations.written import ALWAYS, Written

STEPS = [(step.value, step.label) for step in Step]
LEVELS = [(level.value, level.label) for level in Level]


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def visible_to(self, officer: Officer) -> Self:
        return self.filter(county__code__startswith=officer.prefix)

    def of_year(self, year: int) -> Self:
        return self.filter(year=year)

    def open(self) -> Self:
        return self.exclude(step__in=CLOSED)

    def held_by(self, officer: Officer) -> Self:
        return self.open().visible_to(officer).filter(held_by=officer.level)


class Assessment(models.Model):
    """A county's year under one standard. Only ``actions.advance`` moves it; *version* counts its moves.

    *held_by* is the level whose office has it in hand: the province's, where a county has no city.
    """

    written = Written(changes=dict.fromkeys(("step", "round", "version", "held_by", "moved_at"), ALWAYS))

    county = models.ForeignKey(Division, models.PROTECT, related_name="assessments", verbose_name="县")
    year = models.PositiveSmallIntegerField("学年")
    standard = models.CharField("标准", max_length=40)
    step = models.CharField("环节", max_length=24, choices=STEPS, default=Step.DRAFT)
    round = models.PositiveSmallIntegerField("轮次", default=1)
    version = models.PositiveIntegerField(default=1)
    held_by = models.CharField("在哪一级", max_length=8, choices=LEVELS, default=Level.COUNTY)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    moved_at = models.DateTimeField()

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "督导评估"
        ordering = ["-year", "county__code", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "year", "standard"],
                condition=~Q(step__in=sorted(CLOSED)),
                name="one_open_assessment_per_county_year_and_standard",
            ),
            models.CheckConstraint(condition=Q(step__in=sorted(Step)), name="assessment_is_at_a_known_step"),
            models.CheckConstraint(
                condition=Q(round__gte=1, version__gte=1), name="assessment_counts_from_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.county} {self.year} 学年督导评估"

    def get_absolute_url(self) -> str:
        return reverse("assessment", args=[self.pk])

    @property
    def at_step(self) -> Step:
        return Step(self.step)

    @property
    def is_open(self) -> bool:
        return not self.at_step.is_closed

    @property
    def holder_label(self) -> str:
        return Level(self.held_by).label


class Round(models.Model):
    """One submission, from the county's beginning to its end or return; the first needs no reason."""

    append_only = True

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "number"], name="one_round_per_number"),
            models.CheckConstraint(condition=Q(number=1) | ~Q(reason=""), name="later_round_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.assessment} 第 {self.number} 轮"


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    def visible_to(self, officer: Officer) -> Self:
        return self.filter(round__assessment__county__code__startswith=officer.prefix)


class Snapshot(models.Model):
    """What was submitted in a round: canonical bytes, compressed. *sha256* is of the bytes themselves."""

    append_only = True

    round = models.OneToOneField(Round, models.PROTECT, related_name="snapshot")
    sha256 = models.CharField(max_length=64, unique=True)
    content = models.BinaryField()
    made_at = models.DateTimeField()

    objects = SnapshotQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.round} {self.sha256[:12]}"

    @property
    def bytes(self) -> bytes:
        return zlib.decompress(bytes(self.content))


class StatusChange(models.Model):
    """A move: by whom, when, and what was said. *by_proxy*: the province for a city that is not there;
    *decision_of*: the level whose one decision of the round it is; *digest*: of what was signed."""

    append_only = True

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="changes")
    round = models.ForeignKey(Round, models.PROTECT, related_name="changes")
    version = models.PositiveIntegerField()
    transition = models.CharField(max_length=40)
    source = models.CharField(max_length=24, choices=STEPS)
    target = models.CharField(max_length=24, choices=STEPS)
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    comment = models.TextField(blank=True)
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, null=True, blank=True, related_name="changes")
    by_proxy = models.BooleanField(default=False)
    decision_of = models.CharField(max_length=8, choices=LEVELS, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "version"], name="one_status_change_per_version"),
            models.UniqueConstraint(
                fields=["round", "decision_of"], condition=~Q(decision_of=""), name="one_decision_per_round"
            ),
            models.CheckConstraint(condition=~Q(source=F("target")), name="status_change_changes_the_status"),
        ]

    def __str__(self) -> str:
        return f"{self.assessment} {self.label}"

    @property
    def way(self) -> Transition | None:
        return BY_NAME.get(self.transition)

    @property
    def label(self) -> str:
        return self.way.label if self.way else self.transition


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    def visible_to(self, officer: Officer) -> Self:
        """Those set below the officer's office, and those that are set for it from above."""
        above = [officer.prefix[:length] for length in range(0, len(officer.prefix), 2)]
        return self.filter(Q(division__code__startswith=officer.prefix) | Q(prefix__in=above))


class Deadline(models.Model):
    """Until when a step is to be done in a year, for all counties of *division*. A later row takes the
    place of an earlier, a nearer division's that of a wider; an extension (延期) says why."""

    append_only = True

    division = models.ForeignKey(Division, models.PROTECT, related_name="+")
    prefix = models.CharField(max_length=6, blank=True)
    year = models.PositiveSmallIntegerField("学年")
    step = models.CharField("环节", max_length=24, choices=STEPS)
    due_on = models.DateField("截止")
    reason = models.TextField("理由", blank=True)
    set_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["year", "step"], name="deadlines_of_a_step")]

    def __str__(self) -> str:
        return f"{self.division} {self.year} {self.get_step_display()} {self.due_on}"


class PublicNotice(models.Model):
    """公示 of what is about to be recommended or recognised, from the first day to the last, both counted."""

    append_only = True

    round = models.ForeignKey(Round, models.PROTECT, related_name="notices")
    step = models.CharField(max_length=24, choices=STEPS)
    began_on = models.DateField()
    ends_on = models.DateField()
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "step"], name="one_notice_per_round_and_step"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("began_on")), name="notice_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} 公示 {self.began_on} 至 {self.ends_on}"

    def is_over(self, on: date) -> bool:
        return on > self.ends_on


class Inspection(models.Model):
    """实地核查: the schools drawn for a step of a round; *seed* draws the same from the snapshot again."""

    append_only = True

    round = models.ForeignKey(Round, models.PROTECT, related_name="inspections")
    step = models.CharField(max_length=24, choices=STEPS)
    seed = models.CharField(max_length=64)
    schools = models.JSONField()
    drawn_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "step"], name="one_draw_per_round_and_step")]

    def __str__(self) -> str:
        return f"{self.round} 抽取 {len(self.schools)} 所学校"


class InspectionRecord(models.Model):
    """What inspectors found at a school that was drawn (核查记录)."""

    append_only = True

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="records")
    school_code = models.CharField(max_length=10)
    agrees = models.BooleanField("与台账相符")
    found = models.TextField("核查情况")
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.inspection} {self.school_code}"


class SurveyRecord(models.Model):
    """社会认可度调查 as the nation held it: how many answered, and how many were satisfied."""

    append_only = True

    round = models.OneToOneField(Round, models.PROTECT, related_name="survey")
    valid = models.PositiveIntegerField("有效答卷")
    satisfied = models.PositiveIntegerField("满意答卷")
    held = models.TextField("调查方式")
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid__gte=1, satisfied__lte=F("valid")), name="satisfied_are_among_the_valid"
            )
        ]

    def __str__(self) -> str:
        return f"{self.round} 认可度调查"

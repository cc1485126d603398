"""A review (复查), the problems it names (问题清单), what the county did about each (整改措施), what the
province found of it (核查记录), and every move. Once decided, nothing of it is changed or added."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse

from assessments.evidence.models import Evidence
from assessments.recheck.table import BEGIN, BY_NAME, CLOSED, RecheckWay, Step
from counties.levels import Level
from counties.models import Division, Officer
from indicators.models import STAGES, Calculation
from operations.written import Written
from schools.models import School

LONGEST_TEXT, LONGEST_PROBLEM = 2000, 300
STEPS = [(step.value, step.label) for step in Step]
LEVELS = [(level.value, level.label) for level in Level]
_CLOSED = ", ".join(f"'{step}'" for step in sorted(CLOSED))
_WHILE_OPEN = f"{{row}}.step NOT IN ({_CLOSED})"
_OF_POINT = (
    "EXISTS (SELECT 1 FROM assessments_recheck its JOIN assessments_point point ON point.recheck_id = its.id"
    " WHERE point.id = {{row}}.point_id AND its.step = '{step}')"
)


class RecheckQuerySet(models.QuerySet["Recheck"]):
    def visible_to(self, officer: Officer) -> Self:
        return self.filter(assessment__county__code__startswith=officer.prefix)

    def open(self) -> Self:
        return self.exclude(step__in=CLOSED)

    def held_by(self, officer: Officer) -> Self:
        return self.open().visible_to(officer).filter(held_by=officer.level)

    def with_due(self) -> Self:
        """Annotate ``due_on``: until when the county has time, as was said last."""
        said = RecheckChange.objects.filter(recheck=OuterRef("pk"), due_on__isnull=False).order_by("-version")
        return self.annotate(due_on=Subquery(said.values("due_on")[:1]))


class Recheck(models.Model):
    """A review of the recognition that *assessment* ended with. *year* is the school year whose figures
    brought it about. Only ``actions.advance`` moves it; *version* counts its moves."""

    class Ground(models.TextChoices):
        MONITORING = "monitoring", "监测发现不再达标"
        SAMPLE = "sample", "抽查"
        REPORT = "report", "反映的问题（弄虚作假等）"

    written = Written(changes=dict.fromkeys(("step", "version", "held_by", "moved_at"), _WHILE_OPEN))

    assessment = models.ForeignKey("assessments.Assessment", models.PROTECT, related_name="rechecks")
    year = models.PositiveSmallIntegerField("学年")
    ground = models.CharField("起因", max_length=12, choices=Ground.choices)
    step = models.CharField("环节", max_length=12, choices=STEPS, default=Step.RECTIFYING)
    version = models.PositiveIntegerField(default=1)
    held_by = models.CharField("在哪一级", max_length=8, choices=LEVELS, default=Level.COUNTY)
    opened_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    moved_at = models.DateTimeField()

    objects = RecheckQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "复查"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment"],
                condition=~Q(step__in=sorted(CLOSED)),
                name="one_open_review_per_recognition",
            ),
            models.CheckConstraint(condition=Q(step__in=sorted(Step)), name="review_is_at_a_known_step"),
        ]

    def __str__(self) -> str:
        return f"{self.county} {self.year} 学年复查"

    def get_absolute_url(self) -> str:
        return reverse("recheck", args=[self.pk])

    @property
    def county(self) -> Division:
        return self.assessment.county

    @property
    def at_step(self) -> Step:
        return Step(self.step)

    @property
    def is_open(self) -> bool:
        return not self.at_step.is_closed

    @property
    def holder_label(self) -> str:
        return Level(self.held_by).label

    @property
    def due(self) -> date | None:
        """Until when the county has time; of the other steps nobody says. Needs ``with_due``."""
        found: date | None = vars(self)["due_on"]
        return found if self.at_step is Step.RECTIFYING else None

    def is_overdue(self, on: date) -> bool:
        return self.due is not None and on > self.due


class RecheckChange(models.Model):
    """A move, the beginning as the first: by whom, when, what was said, until when the county has time
    (*due_on*), and which figures lay beside: the *calculation*, and its school *year*."""

    written = Written(
        added_while="EXISTS (SELECT 1 FROM assessments_recheck its WHERE its.id = {row}.recheck_id"
        f" AND its.step NOT IN ({_CLOSED}))"
    )

    recheck = models.ForeignKey(Recheck, models.PROTECT, related_name="changes")
    version = models.PositiveIntegerField()
    way = models.CharField(max_length=24)
    source = models.CharField(max_length=12, choices=STEPS, blank=True)
    target = models.CharField(max_length=12, choices=STEPS)
    comment = models.TextField("意见或理由", blank=True)
    due_on = models.DateField("整改期限", null=True, blank=True)
    year = models.PositiveSmallIntegerField("学年")
    calculation = models.ForeignKey(Calculation, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["recheck", "version"], name="one_move_per_version_of_a_review")
        ]

    def __str__(self) -> str:
        return f"{self.recheck} {self.label}"

    @property
    def taken(self) -> RecheckWay | None:
        return BY_NAME.get(self.way)

    @property
    def label(self) -> str:
        if self.way == BEGIN:
            return "发起复查"
        return self.taken.label if self.taken else self.way


class Point(models.Model):
    """A problem (问题) that the review names: an indicator of a stage, a school, or words alone (*what*)."""

    written = Written(
        added_while="EXISTS (SELECT 1 FROM assessments_recheck its WHERE its.id = {row}.recheck_id"
        " AND its.version = 1)"
    )

    recheck = models.ForeignKey(Recheck, models.PROTECT, related_name="points")
    number = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=8, choices=STAGES, blank=True)
    indicator = models.CharField(max_length=40, blank=True)
    school = models.ForeignKey(School, models.PROTECT, null=True, blank=True, related_name="+")
    what = models.CharField("问题", max_length=LONGEST_PROBLEM)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["recheck", "number"], name="one_problem_per_number"),
            models.CheckConstraint(condition=~Q(what=""), name="problem_says_what"),
            models.CheckConstraint(
                condition=Q(indicator="", school=None) | ~Q(stage=""), name="problem_of_figures_has_a_stage"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recheck} 问题 {self.number}"


class Measure(models.Model):
    """What the county did about a problem (整改措施), or why not; the last counts."""

    written = Written(added_while=_OF_POINT.format(step=Step.RECTIFYING))

    point = models.ForeignKey(Point, models.PROTECT, related_name="measures")
    text = models.TextField("整改措施")
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="measure_says_something")]

    def __str__(self) -> str:
        return f"{self.point} 整改"


class MeasureEvidence(models.Model):
    """A file of the county's that shows a measure (佐证材料)."""

    written = Written(
        added_while="EXISTS (SELECT 1 FROM assessments_recheck its JOIN assessments_point point ON"
        " point.recheck_id = its.id JOIN assessments_measure measure ON measure.point_id = point.id"
        f" WHERE measure.id = {{row}}.measure_id AND its.step = '{Step.RECTIFYING}')"
    )

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="shown")
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="measures")
    title = models.CharField(max_length=100)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "evidence"], name="a_file_shows_a_measure_once")
        ]

    def __str__(self) -> str:
        return self.title


class Check(models.Model):
    """What the province found of a problem that was reported as put right (核查记录); the last counts."""

    written = Written(added_while=_OF_POINT.format(step=Step.REPORTED))

    point = models.ForeignKey(Point, models.PROTECT, related_name="checks")
    done = models.BooleanField("整改到位")
    found = models.TextField("核查情况")
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(found=""), name="check_says_what_was_found")]

    def __str__(self) -> str:
        return f"{self.point} {'到位' if self.done else '未到位'}"

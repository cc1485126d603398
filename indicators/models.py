"""Calculations (测算) as rows: appended when made, never changed."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from counties.models import Division, Officer, User
from indicators import published
from indicators.calculation.facts import JUDGED
from indicators.calculation.outcomes import Outcome
from indicators.calculation.standard import Standard
from indicators.calculation.whole import WAITING
from schools.models import Ledger, School

OUTCOMES = [(outcome.value, outcome.label) for outcome in Outcome]
STAGES = [(stage.value, stage.label) for stage in JUDGED]


class CalculationQuerySet(models.QuerySet["Calculation"]):
    def visible_to(self, officer: Officer) -> Self:
        return self.filter(ledger__county__code__startswith=officer.prefix)

    def in_force(self) -> Self:
        """Those made of accepted ledgers; of a county's year the newest of them holds."""
        accepted = Ledger.State.ACCEPTED
        figures = Q(county_ledger=None) | Q(county_ledger__state=accepted)
        return self.filter(figures, ledger__state=accepted)


class Calculation(models.Model):
    """One accepted ledger judged by one standard, with what else was known then.

    *inputs* is the digest of everything it was made from (``indicators.inputs``): made again from
    the same it is the same row. *outcome* is of resource allocation, which ledgers answer;
    *whole_outcome* of everything the standard asks.
    """

    append_only = True

    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="calculations")
    county_ledger = models.ForeignKey(Ledger, models.PROTECT, null=True, blank=True, related_name="+")
    inputs = models.CharField(max_length=64, unique=True)
    standard_code = models.CharField(max_length=40)
    standard_digest = models.CharField(max_length=64)
    outcome = models.CharField(max_length=12, choices=OUTCOMES)
    reasons = models.JSONField(default=list)
    left_out = models.JSONField(default=list)
    whole_outcome = models.CharField(max_length=12, choices=OUTCOMES)
    whole_reasons = models.JSONField(default=list)
    made_at = models.DateTimeField()

    objects = CalculationQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.ledger} {self.standard_code}"

    @property
    def standard(self) -> Standard:
        return published.load(self.standard_code)

    @property
    def told_reasons(self) -> list[str]:
        """What keeps the county from the whole standard; items that only wait to be filled in are counted."""
        waiting = {end: [each for each in self.whole_reasons if each.endswith(end)] for end in WAITING}
        told = [each for each in self.whole_reasons if not each.endswith(WAITING)]
        return told + [f"还有 {len(items)} 项{end}" for end, items in waiting.items() if items]


class ItemFigure(models.Model):
    """One item of the standard as it was judged: 政府保障, 教育质量, 17 项, 否决, 申报条件.

    *blanks* are the figures that the national form asks for; *used* and *missing* name fields of
    ledger and county figures.
    """

    append_only = True

    calculation = models.ForeignKey(Calculation, models.CASCADE, related_name="items")
    code = models.CharField(max_length=40)
    part = models.CharField(max_length=12)
    value = models.TextField()
    threshold = models.TextField()
    outcome = models.CharField(max_length=12, choices=OUTCOMES)
    reasons = models.JSONField(default=list)
    blanks = models.JSONField(default=dict)
    used = models.JSONField(default=list)
    missing = models.JSONField(default=list)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["calculation", "code"], name="one_figure_per_calculation_and_item"
            )
        ]

    def __str__(self) -> str:
        return f"{self.calculation} {self.code}"


class AllowanceUse(models.Model):
    """An allowance (宽限条款) that a school needed: with it comes the duty to reach the full value."""

    append_only = True

    calculation = models.ForeignKey(Calculation, models.CASCADE, related_name="allowances")
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    item = models.CharField(max_length=40)
    name = models.TextField()
    clause = models.TextField()
    until = models.DateField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["calculation", "school", "code"], name="one_use_per_school_and_allowance"
            )
        ]

    def __str__(self) -> str:
        return f"{self.school} {self.code}"


class AnswerQuerySet(models.QuerySet["Answer"]):
    def visible_to(self, officer: Officer) -> Self:
        return self.filter(county__code__startswith=officer.prefix)

    def in_force(self, county: Division, year: int, at: datetime) -> dict[str, "Answer"]:
        """Return the county's answers of a year by item code, the last given of each until *at*."""
        return {answer.item: answer for answer in self.given(county, year, at)}

    def given(self, county: Division, year: int, at: datetime) -> Self:
        """All of them, in the order in which they were written down."""
        return self.filter(county=county, year=year, given_at__lte=at).order_by("pk")


class Answer(models.Model):
    """A county's conclusion (简要结论) on an item that no figure answers; a new one is a new row."""

    append_only = True

    county = models.ForeignKey(Division, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("学年")
    item = models.CharField(max_length=40)
    met = models.BooleanField("是否达标", null=True)
    conclusion = models.TextField("简要结论", blank=True)
    score = models.DecimalField("得分", max_digits=6, decimal_places=2, null=True, blank=True)
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["county", "year"], name="answers_of_a_year")]

    def __str__(self) -> str:
        return f"{self.county} {self.year} {self.item}"


class StageFigure(models.Model):
    """A stage of the county: how many units and pupils, and its verdict."""

    append_only = True

    calculation = models.ForeignKey(Calculation, models.CASCADE, related_name="stages")
    stage = models.CharField(max_length=8, choices=STAGES)
    units = models.PositiveIntegerField()
    pupils = models.PositiveIntegerField()
    composite_cv = models.CharField(max_length=40, blank=True)
    composite_ceiling = models.CharField(max_length=40, blank=True)
    composite_outcome = models.CharField(max_length=12, choices=OUTCOMES, blank=True)
    outcome = models.CharField(max_length=12, choices=OUTCOMES)
    reasons = models.JSONField(default=list)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["calculation", "stage"], name="one_stage_figure_per_stage")
        ]

    def __str__(self) -> str:
        return f"{self.calculation} {self.stage}"


class CountyFigure(models.Model):
    """One indicator between the schools of a stage. Numbers are decimal texts, exact where they
    end and with 20 significant digits where not; empty where there is nothing to state."""

    append_only = True

    stage = models.ForeignKey(StageFigure, models.CASCADE, related_name="indicators")
    indicator = models.CharField(max_length=40)
    mean = models.CharField(max_length=60, blank=True)
    cv = models.CharField(max_length=40, blank=True)
    cv_ceiling = models.CharField(max_length=40, blank=True)
    outcome = models.CharField(max_length=12, choices=OUTCOMES, blank=True)
    missing = models.PositiveIntegerField()
    note = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["stage", "indicator"], name="one_county_figure_per_indicator")
        ]

    def __str__(self) -> str:
        return f"{self.stage} {self.indicator}"


class SchoolFigure(models.Model):
    """One unit: its values by indicator code, as exact decimal texts or fractions ``a/b``."""

    append_only = True

    stage = models.ForeignKey(StageFigure, models.CASCADE, related_name="schools")
    school = models.ForeignKey(School, models.PROTECT, related_name="figures")
    name = models.CharField(max_length=120)
    pupils = models.PositiveIntegerField(null=True)
    values = models.JSONField()
    below = models.JSONField(default=list)
    below_floor = models.JSONField(default=list)
    outcome = models.CharField(max_length=12, choices=OUTCOMES)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["stage", "school"], name="one_school_figure_per_unit")]

    def __str__(self) -> str:
        return f"{self.stage} {self.name}"

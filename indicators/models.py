"""Calculations (测算) as rows: appended when made, never changed."""

from typing import Self

from django.db import models

from counties.models import Officer
from indicators import published
from indicators.calculation.facts import JUDGED
from indicators.calculation.outcomes import Outcome
from indicators.calculation.standard import Standard
from schools.models import Ledger, School

OUTCOMES = [(outcome.value, outcome.label) for outcome in Outcome]
STAGES = [(stage.value, stage.label) for stage in JUDGED]


class CalculationQuerySet(models.QuerySet["Calculation"]):
    def visible_to(self, officer: Officer) -> Self:
        return self.filter(ledger__county__code__startswith=officer.prefix)


class Calculation(models.Model):
    """One accepted ledger judged by one standard. Made again, it is the same row."""

    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="calculations")
    standard_code = models.CharField(max_length=40)
    standard_digest = models.CharField(max_length=64)
    outcome = models.CharField(max_length=12, choices=OUTCOMES)
    reasons = models.JSONField(default=list)
    left_out = models.JSONField(default=list)
    made_at = models.DateTimeField()

    objects = CalculationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ledger", "standard_digest"], name="one_calculation_per_ledger_and_standard"
            )
        ]

    def __str__(self) -> str:
        return f"{self.ledger} {self.standard_code}"

    @property
    def standard(self) -> Standard:
        return published.load(self.standard_code)


class StageFigure(models.Model):
    """A stage of the county: how many units and pupils, and its verdict."""

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

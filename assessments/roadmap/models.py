"""The province's plan, county by county."""

from typing import Self

from django.db import models
from django.db.models import Q

from counties.models import Division, Officer, User

FIRST, LAST = 2017, 2060  # 教督〔2017〕6号 is the first standard by which a county could be recognised


class CountyPlanQuerySet(models.QuerySet["CountyPlan"]):
    def visible_to(self, officer: Officer) -> Self:
        return self.filter(county__code__startswith=officer.prefix)


class CountyPlan(models.Model):
    """By the assessment of which school year a county is to be recognised (规划学年). A later row takes the
    place of an earlier one; one without a year takes the county out of the plan. *basis* (依据): which
    document says so, or why it was changed."""

    append_only = True

    county = models.ForeignKey(Division, models.PROTECT, related_name="plans", verbose_name="县")
    year = models.PositiveSmallIntegerField("规划学年", null=True, blank=True)
    basis = models.CharField("依据", max_length=200, blank=True)
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="填报人")
    set_at = models.DateTimeField("填报时间")

    objects = CountyPlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "认定规划"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(year__isnull=True) | Q(year__gte=FIRST, year__lte=LAST),
                name="plan_is_of_a_year_that_can_be",
            )
        ]

    def __str__(self) -> str:
        return f"{self.county} {self.year or '未列入'}"

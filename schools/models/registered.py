"""Schools, the same through all their years."""

from typing import Self

from django.db import models

from counties.initials import InitialsField
from counties.models import Division, Officer
from operations.written import ALWAYS, Written


class SchoolQuerySet(models.QuerySet["School"]):
    def visible_to(self, officer: Officer) -> Self:
        # Who sees every county needs no list of them, by which a database would look for each.
        seen = Division.objects.visible_to(officer)
        return self.filter(county__in=seen) if officer.prefix else self.all()


class School(models.Model):
    """A school, the same through all its years under its ministry code (学校标识码)."""

    # Renamed, and transferred to another county (划转); each year's ledger keeps what it said.
    written = Written(changes=dict.fromkeys(("name", "initials", "county_id"), ALWAYS))

    code = models.CharField("学校标识码", max_length=10, unique=True)
    name = models.CharField("学校名称", max_length=100)
    initials = InitialsField("拼音首字母", max_length=100)
    county = models.ForeignKey(Division, models.PROTECT, related_name="schools", verbose_name="县")

    objects = SchoolQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "学校"

    def __str__(self) -> str:
        return self.name

"""The files that are evidence (佐证材料) of a county's year, and what each of them is for."""

from typing import Self

from django.db import models
from django.db.models import Q

from assessments.evidence.kinds import KINDS
from counties.models import Division, Officer, User


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, officer: Officer) -> Self:
        return self.filter(county__code__startswith=officer.prefix)

    def of(self, county: Division, year: int) -> Self:
        return self.filter(county__code=county.code, year=year)


class Evidence(models.Model):
    """A file of a county's year, kept under its digest. What it is for, its placements say."""

    append_only = True

    county = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="县")
    year = models.PositiveSmallIntegerField("学年")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    type = models.CharField(max_length=8, choices=[(kind.code, kind.label) for kind in KINDS.values()])
    filename = models.CharField(max_length=120)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "佐证材料"
        constraints = [
            models.UniqueConstraint(
                fields=["county", "year", "sha256"], name="same_evidence_is_kept_once_a_year"
            ),
            models.CheckConstraint(condition=Q(type__in=sorted(KINDS)), name="evidence_is_of_a_known_kind"),
            models.CheckConstraint(condition=Q(size__gte=1), name="evidence_is_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.county} {self.year} 学年佐证材料 {self.filename}"


class Placement(models.Model):
    """What a file is for (归属): its title, the items and schools it serves; or that it was removed.

    The newest of a file counts. *schools* are codes; none means the whole county.
    """

    append_only = True

    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="placements")
    title = models.CharField("名称", max_length=100)
    note = models.CharField("说明", max_length=500, blank=True)
    items = models.JSONField(default=list)
    schools = models.JSONField(default=list)
    removed = models.BooleanField(default=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="evidence_has_a_title")]

    def __str__(self) -> str:
        return self.title

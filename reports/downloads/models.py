"""Parcels of documents (下载包) as rows: what an office asked for, and what was put into it."""

from datetime import datetime
from typing import Self

from django.core.exceptions import ObjectDoesNotExist
from django.db import models

from counties.models import Division, Officer


class BundleQuerySet(models.QuerySet["Bundle"]):
    def visible_to(self, officer: Officer) -> Self:
        """Those that his own office asked for, of divisions that are still below it."""
        return self.filter(office=officer.division.code, area__code__startswith=officer.prefix)


class Bundle(models.Model):
    """What was asked for: the documents of all counties of *area* in *year*, of *kinds*, as *forms*."""

    append_only = True

    office = models.CharField(max_length=6)
    area = models.ForeignKey(Division, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    kinds = models.JSONField()
    forms = models.JSONField()
    asked_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    objects = BundleQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.area} {self.year}"

    @property
    def filename(self) -> str:
        return f"{self.area.name}{self.year}学年文书.zip"

    @property
    def held(self) -> "BundleContent | None":
        """What is in it, None until it is made."""
        try:
            return self.content
        except ObjectDoesNotExist:
            return None


class BundleContent(models.Model):
    """What a parcel holds: *members* are name, digest and size of each file, in their order; *missing* says
    which documents of which county are not there, and why. *sha256* and *size* are of the whole zip."""

    append_only = True

    bundle = models.OneToOneField(Bundle, models.PROTECT, related_name="content")
    members = models.JSONField()
    missing = models.JSONField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    made_at = models.DateTimeField()
    kept_until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.bundle} {self.sha256[:12]}"

    def is_kept(self, at: datetime) -> bool:
        return at < self.kept_until

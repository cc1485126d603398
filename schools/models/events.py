"""What became of schools (学校变动)."""

from django.db import models

from counties.models import Division, User
from schools.history.changes import Kind as Becoming
from schools.models.ledgers import Ledger


class SchoolEvent(models.Model):
    """What became of schools (学校变动), as the county confirmed it for a year; never changed."""

    append_only = True

    county = models.ForeignKey(Division, models.PROTECT, related_name="+")
    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.label) for kind in Becoming])
    on = models.DateField("自")
    note = models.CharField(max_length=500, blank=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.on} {self.get_kind_display()}"


class SchoolPart(models.Model):
    """A school's part in an event: one that was there before it, or one that is there after it."""

    append_only = True

    event = models.ForeignKey(SchoolEvent, models.PROTECT, related_name="parts")
    code = models.CharField(max_length=10, db_index=True)
    name = models.CharField(max_length=100)
    came_before = models.BooleanField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

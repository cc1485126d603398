"""What counties have answered about their own headings (记住的表头)."""

from typing import Self

from django.db import models

from counties.models import Division, Officer, User
from schools.figures.columns import BY_FIELD as FIGURES
from schools.ledger.columns import BY_FIELD as COLUMNS
from schools.models.ledgers import Ledger


class HeadingAnswerQuerySet(models.QuerySet["HeadingAnswer"]):
    def visible_to(self, officer: Officer) -> Self:
        return self.filter(county__code__startswith=officer.prefix)

    def of(self, county: Division) -> Self:
        return self.filter(county__code=county.code)

    def in_force(self, county: Division, kind: str) -> dict[str, str]:
        """Return by the heading's key the field it means in *county*, empty where it is none of ours."""
        rows = self.of(county).filter(kind=kind).order_by("pk")
        newest = {key: (field, withdrawn) for key, field, withdrawn in rows.values_list(*_ANSWER)}
        return {key: field for key, (field, withdrawn) in newest.items() if not withdrawn}


_ANSWER = ("key", "field", "withdrawn")


class HeadingAnswer(models.Model):
    """A county's word on one of its headings: which column it is, or, without *field*, that it is none of
    ours. The newest of a heading holds; one *withdrawn* takes back those before it."""

    append_only = True

    county = models.ForeignKey(Division, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Ledger.Kind.choices)
    key = models.CharField("表头的比对形式", max_length=80)
    text = models.CharField("表头", max_length=80)
    field = models.CharField("读作", max_length=60, blank=True)
    withdrawn = models.BooleanField("撤回", default=False)
    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="+", verbose_name="问于")
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    objects = HeadingAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["county", "kind"], name="headings_of_a_county")]

    def __str__(self) -> str:
        return f"{self.text} {self.field or '—'}"

    @property
    def meant(self) -> str:
        """The column's heading; empty where it is none of ours."""
        column = COLUMNS.get(self.field) or FIGURES.get(self.field)
        return column.title if column else ""

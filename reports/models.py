"""Documents (文书) as rows: what was rendered, under the digest of its bytes; never rendered twice."""

from typing import Self

from django.db import models

from counties.models import Officer
from indicators.models import Calculation
from operations.models import Job


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, officer: Officer) -> Self:
        return self.filter(calculation__ledger__county__code__startswith=officer.prefix)


class Document(models.Model):
    """One file made of a calculation; its bytes are kept under *sha256* and never change.

    *contents* is the digest of what it was made from: a 疑点 explained afterwards gives a new one.
    """

    class Kind(models.TextChoices):
        DOSSIER = "dossier", "自评报告"
        FORM_1 = "form-1", "表Ⅰ"
        FORM_2_1 = "form-2-1", "表Ⅱ-1"
        FORM_2_2 = "form-2-2", "表Ⅱ-2"
        FORM_3 = "form-3", "表Ⅲ"
        FORM_4 = "form-4", "表Ⅳ"
        FORM_5 = "form-5", "表Ⅴ"
        FORM_6 = "form-6", "表Ⅵ"
        FORM_7 = "form-7", "表Ⅶ"
        FORMS = "forms", "国家申报表"

        @property
        def filename(self) -> str:
            return f"{self.label}.pdf" if self == "dossier" else f"{self.label}.xlsx"

        @property
        def media_type(self) -> str:
            if self == "dossier":
                return "application/pdf"
            return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    calculation = models.ForeignKey(Calculation, models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    contents = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    job = models.ForeignKey(Job, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["calculation", "kind", "contents"], name="one_document_per_kind_and_contents"
            )
        ]

    def __str__(self) -> str:
        return self.filename

    @property
    def filename(self) -> str:
        """The name it is downloaded under: whose, of which year, what."""
        ledger = self.calculation.ledger
        return f"{ledger.county.name}{ledger.year}学年{self.Kind(self.kind).filename}"

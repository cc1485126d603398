"""Documents (文书) as rows: what was rendered, under the digest of its bytes; never rendered twice."""

from typing import Self

from django.db import models
from django.db.models import Q

from assessments.models import Snapshot
from counties.levels import Level
from counties.models import Officer
from indicators.models import Calculation
from operations.models import Job
from reports.downloads.models import Bundle, BundleContent  # noqa: F401  # Django looks for tables here


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, officer: Officer) -> Self:
        return self.filter(calculation__ledger__county__code__startswith=officer.prefix)


class Document(models.Model):
    """One file made of a calculation; its bytes are kept under *sha256* and never change.

    *contents* is the digest of what it was made from: a 疑点 explained afterwards gives a new one.
    """

    append_only = True

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


class PaperQuerySet(models.QuerySet["Paper"]):
    def visible_to(self, officer: Officer) -> Self:
        """Those of the counties below; a draft only for the office that issues it."""
        mine = Q(final=True) | Q(office=officer.level)
        return self.filter(mine, snapshot__round__assessment__county__code__startswith=officer.prefix)


class Paper(models.Model):
    """One official document of a round, made from its snapshot: its bytes, as PDF or Word.

    *subject* is which, where a round has several of a kind: a school's code, a move's number. *contents*
    is the digest of what it was made from, *code* what a stranger checks it by.
    """

    append_only = True

    class Form(models.TextChoices):
        PDF = "pdf", "PDF"
        WORD = "docx", "Word"

        @property
        def media_type(self) -> str:
            if self == "pdf":
                return "application/pdf"
            return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=10, blank=True)
    form = models.CharField(max_length=4, choices=Form.choices)
    office = models.CharField(max_length=8, choices=[(level.value, level.label) for level in Level])
    final = models.BooleanField()
    title = models.CharField(max_length=200)
    number = models.CharField(max_length=40)
    code = models.CharField(max_length=28, db_index=True)
    contents = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    job = models.ForeignKey(Job, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "kind", "subject", "form", "contents"], name="one_paper_per_contents"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.form}"

    @property
    def filename(self) -> str:
        """Named by its number first, or the papers of many counties would all be named alike."""
        draft = "" if self.final else "（草稿）"
        return f"{self.number} {self.title}{draft}.{self.form}"

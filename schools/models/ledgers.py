"""The versions of a county's ledgers, what stands in each and what is wrong with it."""

from typing import Self

from django.db import models
from django.db.models import Q

from counties.models import Division, Officer, User
from operations.models import Job
from operations.written import ALWAYS, Written
from schools.figures.columns import BY_FIELD, FIGURES
from schools.history.changes import Kind as Becoming
from schools.ledger.problems import Change, Severity

# While the ledger of a row is in a state.
OF_LEDGER = (
    "EXISTS (SELECT 1 FROM schools_ledger its WHERE its.id = {row}.ledger_id AND its.state = '{state}')"
)
_CHECKING = "{row}.state = 'checking'"
_BEING_CHECKED = OF_LEDGER.format(state="checking", row="{row}")


class LedgerQuerySet(models.QuerySet["Ledger"]):
    def visible_to(self, officer: Officer) -> Self:
        return self.filter(county__code__startswith=officer.prefix)

    def of_year(self, year: int) -> Self:
        return self.filter(year=year)

    def of_kind(self, kind: "Ledger.Kind") -> Self:
        return self.filter(kind=kind)

    def accepted(self) -> Self:
        return self.filter(state=Ledger.State.ACCEPTED)


class Ledger(models.Model):
    """One upload: one version of a county's ledger of its kind for a school year, kept byte for byte.

    Beside the ledger of the schools (学校台账) there is one of the county's own figures (县级数据),
    and what is done with the one is done with the other. *headings* are the answers with which it was
    last checked: with them it is read again, whatever was answered since; *near_headings*, as lists of
    ``Near``, those it is still asked about.
    """

    class Kind(models.TextChoices):
        SCHOOLS = "schools", "学校台账"
        COUNTY = "county", "县级数据"

    class State(models.TextChoices):
        CHECKING = "checking", "校核中"
        REFUSED = "refused", "已拒收"
        CHECKED = "checked", "已校核"
        ACCEPTED = "accepted", "已采用"
        REPLACED = "replaced", "已被新版取代"

    # What an upload is stays; what was read of it is written when it is checked.
    written = Written(
        changes={
            **dict.fromkeys(("schools", "figures", "notices", "alterations", "altered"), _CHECKING),
            **dict.fromkeys(("near_headings", "headings"), _CHECKING),
            "state": "{row}.state <> 'replaced'",
            "acceptance_id": ALWAYS,
            "accepted_by_id": "{row}.accepted_by_id IS NULL",
            "accepted_at": "{row}.accepted_at IS NULL",
        }
    )

    county = models.ForeignKey(Division, models.PROTECT, related_name="ledgers", verbose_name="县")
    year = models.PositiveSmallIntegerField("学年")
    kind = models.CharField("内容", max_length=10, choices=Kind.choices, default=Kind.SCHOOLS)
    version = models.PositiveSmallIntegerField("版本")
    standard = models.CharField("标准", max_length=40)
    filename = models.CharField("文件名", max_length=120)
    sha256 = models.CharField("摘要", max_length=64)
    size = models.PositiveIntegerField("字节数")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.CHECKING)
    schools = models.PositiveIntegerField("学校数", default=0)
    figures = models.PositiveIntegerField("已填项数", default=0)
    notices = models.JSONField("读取说明", default=list)
    alterations = models.JSONField("读取时的改动", default=list)
    altered = models.PositiveIntegerField("读取时改动的单元格数", default=0)
    near_headings = models.JSONField("近似的表头", default=list)
    headings = models.JSONField("按以前的确认读的表头", default=dict)
    job = models.ForeignKey(Job, models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    restored_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="恢复自"
    )
    acceptance = models.ForeignKey(
        Job, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="采用任务"
    )
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)

    objects = LedgerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "台账"
        ordering = ["-year", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "year", "kind", "version"], name="one_ledger_per_version"
            ),
            models.UniqueConstraint(
                fields=["county", "year", "kind", "standard", "sha256"],
                condition=Q(restored_from=None),
                name="same_bytes_are_the_same_version",
            ),
            models.UniqueConstraint(
                fields=["county", "year", "kind"],
                condition=Q(state="accepted"),
                name="one_accepted_ledger_per_kind",
            ),
            models.CheckConstraint(
                condition=Q(accepted_by__isnull=True, accepted_at__isnull=True)
                | Q(accepted_by__isnull=False, accepted_at__isnull=False),
                name="ledger_is_accepted_by_someone_at_some_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.county} {self.year} 学年{self.noun} 第 {self.version} 版"

    @property
    def is_being_accepted(self) -> bool:
        return self.acceptance is not None and not self.acceptance.ended

    @property
    def acceptance_failed(self) -> bool:
        """Was it asked to be accepted, in vain, and is it still to be?"""
        failed = self.acceptance is not None and self.acceptance.state == Job.State.FAILED
        return failed and self.state == self.State.CHECKED

    @property
    def is_of_schools(self) -> bool:
        return self.kind == self.Kind.SCHOOLS

    @property
    def noun(self) -> str:
        """What it is called in a sentence."""
        return "台账" if self.is_of_schools else "县级数据"

    @property
    def extent(self) -> str:
        """How much is in it; empty while that is not known."""
        if self.is_of_schools:
            return f"{self.schools} 所学校" if self.schools else ""
        return f"填了 {self.figures} 项，共 {len(FIGURES)} 项" if self.figures else ""


class LedgerContent(models.Model):
    """What stands in a version in short (``schools.contents``), written whenever it is checked."""

    written = Written(added_while=_BEING_CHECKED, deleted_while=_BEING_CHECKED)

    ledger = models.OneToOneField(Ledger, models.CASCADE, related_name="kept")
    content = models.BinaryField()

    def __str__(self) -> str:
        return str(self.ledger)


class LedgerProblem(models.Model):
    """A problem found in a ledger (错误、疑点), and the county's explanation of a 疑点."""

    written = Written(changes={"explanation": ALWAYS}, deleted_while=_BEING_CHECKED)

    ledger = models.ForeignKey(Ledger, models.CASCADE, related_name="problems")
    severity = models.CharField(max_length=5, choices=[(s.value, s.value) for s in Severity])
    code = models.CharField(max_length=60)
    message = models.TextField()
    remedy = models.TextField(blank=True)
    sheet = models.CharField(max_length=60, blank=True)
    cell = models.CharField(max_length=12, blank=True)
    school_code = models.CharField(max_length=40, blank=True)
    school = models.CharField(max_length=120, blank=True)
    field = models.CharField(max_length=60, blank=True)
    value = models.CharField(max_length=200, blank=True)
    expected = models.CharField(max_length=200, blank=True)
    changes = models.JSONField("建议值", default=list)
    explanation = models.TextField(blank=True)
    explained_in = models.PositiveSmallIntegerField("说明始于第几版", null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.code} {self.cell}"

    @property
    def about(self) -> str:
        """What it is about: a school, or a figure of the county; empty for the whole sheet."""
        figure = BY_FIELD.get(self.field)
        return figure.heading if figure else self.school

    @property
    def change_asked(self) -> str:
        """The change of schools it asks about, empty for every other problem."""
        kind = self.code.removeprefix("school_")
        return kind if kind != self.code and kind in set(Becoming) else ""

    @property
    def changes_of_schools(self) -> list[Becoming]:
        return list(Becoming)

    @property
    def suggested(self) -> list[Change]:
        """The likely values, where they are plain: of its own cell first."""
        found = [Change(*each) for each in self.changes]
        return sorted(found, key=lambda each: each.cell != self.cell)

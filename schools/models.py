"""Schools, and a county's yearly ledgers (台账): of its schools and of itself."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Self

from django.db import models
from django.db.models import Q

from counties.initials import InitialsField
from counties.models import Division, Officer, User
from operations.models import Job
from schools.figures.columns import BY_FIELD, FIGURES
from schools.history.changes import Kind as Becoming
from schools.ledger.columns import COLUMNS, Column, Kind, Value
from schools.ledger.problems import Change, Severity


class SchoolQuerySet(models.QuerySet["School"]):
    def visible_to(self, officer: Officer) -> Self:
        # Who sees every county needs no list of them, by which a database would look for each.
        seen = Division.objects.visible_to(officer)
        return self.filter(county__in=seen) if officer.prefix else self.all()


class School(models.Model):
    """A school, the same through all its years under its ministry code (学校标识码)."""

    code = models.CharField("学校标识码", max_length=10, unique=True)
    name = models.CharField("学校名称", max_length=100)
    initials = InitialsField("拼音首字母", max_length=100)
    county = models.ForeignKey(Division, models.PROTECT, related_name="schools", verbose_name="县")

    objects = SchoolQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "学校"

    def __str__(self) -> str:
        return self.name


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
    and what is done with the one is done with the other.
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
    job = models.ForeignKey(Job, models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    restored_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="恢复自"
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
    """What stands in a version in short (``schools.contents``), written once when it is checked."""

    ledger = models.OneToOneField(Ledger, models.CASCADE, related_name="kept")
    content = models.BinaryField()

    def __str__(self) -> str:
        return str(self.ledger)


class LedgerProblem(models.Model):
    """A problem found in a ledger (错误、疑点), and the county's explanation of a 疑点."""

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


class SchoolYear(models.Model):
    """One school's row of an accepted ledger: the contract's columns as real columns.

    The columns of ``schools.ledger.columns`` are added below, so that contract and table cannot
    drift apart; ``values`` gives them back by field name.
    """

    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="rows")
    school = models.ForeignKey(School, models.PROTECT, related_name="years")
    sheet = models.CharField(max_length=60)
    row = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ledger", "school"], name="one_row_per_school_and_ledger")
        ]

    def __str__(self) -> str:
        return f"{self.ledger} {self.school}"

    @property
    def values(self) -> dict[str, Value]:
        return {column.field: getattr(self, column.field) for column in COLUMNS}


class CountyYear(models.Model):
    """The county's figures of an accepted ledger of them: the contract's figures as real columns.

    *cells* says by field in which sheet and cell each stood: ``{"population": ["县级数据", "C5"]}``.
    """

    ledger = models.OneToOneField(Ledger, models.PROTECT, related_name="county_year")
    cells = models.JSONField(default=dict)

    def __str__(self) -> str:
        return str(self.ledger)

    @property
    def values(self) -> dict[str, Value]:
        return {figure.field: getattr(self, figure.field) for figure in FIGURES}


class SchoolEvent(models.Model):
    """What became of schools (学校变动), as the county confirmed it for a year; never changed."""

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

    event = models.ForeignKey(SchoolEvent, models.PROTECT, related_name="parts")
    code = models.CharField(max_length=10, db_index=True)
    name = models.CharField(max_length=100)
    came_before = models.BooleanField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


# One to three decimals are asked for; six are kept, so that nothing anybody wrote is rounded.
_EXACT = partial(models.DecimalField, max_digits=15, decimal_places=6)
_FIELDS: "dict[Kind, Callable[..., models.Field[Any, Any]]]" = {
    Kind.INT: models.PositiveIntegerField,
    Kind.DECIMAL1: _EXACT,
    Kind.DECIMAL2: _EXACT,
    Kind.DECIMAL3: _EXACT,
    Kind.BOOL: models.BooleanField,
    Kind.CODE: partial(models.CharField, max_length=10),
    Kind.TEXT: partial(models.CharField, max_length=100),
    Kind.CHOICE: partial(models.CharField, max_length=20),
}


def _add_columns(model: type[models.Model], columns: Sequence[Column]) -> None:
    for column in columns:
        field = _FIELDS[column.kind](column.heading, null=True, blank=True)
        model.add_to_class(column.field, field)


_add_columns(SchoolYear, COLUMNS)
_add_columns(CountyYear, FIGURES)

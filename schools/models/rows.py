"""The rows of accepted ledgers: the contracts' columns as real columns."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.db import models

from operations.written import Written
from schools.figures.columns import FIGURES
from schools.ledger.columns import COLUMNS, Column, Kind, Value
from schools.models.ledgers import OF_LEDGER, Ledger
from schools.models.registered import School


class SchoolYear(models.Model):
    """One school's row of an accepted ledger: the contract's columns as real columns.

    The columns of ``schools.ledger.columns`` are added below, so that contract and table cannot
    drift apart; ``values`` gives them back by field name.
    """

    written = Written(added_while=OF_LEDGER.format(state="checked", row="{row}"))

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

    written = Written(added_while=OF_LEDGER.format(state="checked", row="{row}"))

    ledger = models.OneToOneField(Ledger, models.PROTECT, related_name="county_year")
    cells = models.JSONField(default=dict)

    def __str__(self) -> str:
        return str(self.ledger)

    @property
    def values(self) -> dict[str, Value]:
        return {figure.field: getattr(self, figure.field) for figure in FIGURES}


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

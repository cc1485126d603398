"""The form of the county figures, made from their contract; it reads what is typed as a cell is read."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

from schools import figure_list
from schools.figures.columns import FIGURES, GROUPS, Figure
from schools.figures.reading import Reading
from schools.ledger import values
from schools.ledger.columns import Value
from schools.ledger.problems import Severity
from schools.ledger.xlsx.grid import Form as CellForm
from schools.ledger.xlsx.grid import StoredCell
from schools.models import LedgerProblem

LONGEST = 60


class FigureField(forms.CharField):
    """One figure. What a workbook's cell may hold may be typed here: full-width digits, a unit."""

    def __init__(self, figure: Figure) -> None:
        super().__init__(label=figure.heading, required=False, max_length=LONGEST)
        self.figure = figure

    def clean(self, value: Any) -> Value:
        text = super().clean(value)
        if not text:
            return None
        read, flaw = values.typed(self.figure, StoredCell(text, CellForm.TEXT, False))
        if flaw and flaw.severity is Severity.ERROR:
            raise ValidationError(flaw.message + flaw.remedy)
        return read


class Row(NamedTuple):
    """A figure, its field, and what was found wrong with it in the version it was filled from."""

    figure: Figure
    field: BoundField
    found: Sequence[LedgerProblem]


class Group(NamedTuple):
    """A form of the dossier and the rows that belong to it."""

    name: str
    rows: tuple[Row, ...]


class FiguresForm(forms.Form):
    """All figures of a school year. *basis* is the newest version when it was opened, 0 where there
    was none; *found* are its problems by field."""

    basis = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        standards: list[tuple[str, str]],
        found: Mapping[str, Sequence[LedgerProblem]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.found = found
        unknown = {"invalid_choice": "请从列表中选择。", "required": "请从列表中选择。"}
        self.fields["standard"] = forms.ChoiceField(label="标准", choices=standards, error_messages=unknown)
        for figure in FIGURES:
            self.fields[figure.field] = FigureField(figure)

    @property
    def groups(self) -> Iterator[Group]:
        for name, figures in GROUPS.items():
            yield Group(name, tuple(self._row(figure) for figure in figures))

    def _row(self, figure: Figure) -> Row:
        return Row(figure, self[figure.field], self.found.get(figure.field, ()))

    @property
    def figures(self) -> Mapping[str, Value]:
        """What was filled in, once the form is valid."""
        return {figure.field: self.cleaned_data[figure.field] for figure in FIGURES}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not any(cleaned[figure.field] is not None for figure in FIGURES):
            raise ValidationError("一项也没有填。请至少填一项再保存。")
        return cleaned


def initial(reading: Reading) -> Mapping[str, str]:
    """Return what to show in the fields: each figure as it was read, or as written where it was not."""
    shown = {}
    for figure in FIGURES:
        value, cell = reading.values[figure.field], reading.cells.get(figure.field)
        written = cell.text if cell else ""
        shown[figure.field] = written if value is None else figure_list.typed(figure, value)
    return shown

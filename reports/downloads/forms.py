"""What an officer chooses of: a division of his or below, a year, kinds of documents, formats."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.forms import CheckboxSelectMultiple, ChoiceField, Form, MultipleChoiceField, TypedChoiceField

from counties.levels import Level
from counties.models import Division, Officer
from reports.downloads import collecting, kept
from schools.models import Ledger


class AskForm(Form):
    """*offered* are the divisions in the list; a code in the address adds one that is not."""

    area = ChoiceField(label="地区")
    year = TypedChoiceField(label="学年", coerce=int)
    kinds = MultipleChoiceField(
        label="文书",
        choices=list(collecting.CHOICES.items()),
        widget=CheckboxSelectMultiple,
        error_messages={"required": "请至少选择一种文书。"},
    )
    forms = MultipleChoiceField(
        label="格式",
        choices=[(form.value, form.label) for form in kept.Form],
        widget=CheckboxSelectMultiple,
        error_messages={"required": "请至少选择一种格式。"},
    )

    def __init__(self, officer: Officer, *data: Any, also: str = "", at: datetime, **options: Any) -> None:
        super().__init__(*data, **options)
        self._divisions = {each.code: each for each in _offered(officer, also)}
        area, year = self.fields["area"], self.fields["year"]
        assert isinstance(area, ChoiceField) and isinstance(year, ChoiceField)
        area.choices = [(each.code, _named(each)) for each in self._divisions.values()]
        year.choices = [(each, f"{each} 学年") for each in _years(officer, at)]

    def division(self) -> Division:
        return self._divisions[self.cleaned_data["area"]]


def initial(officer: Officer, area: str) -> dict[str, object]:
    """Everything is chosen to begin with."""
    return {
        "area": area or officer.division.code,
        "kinds": list(collecting.CHOICES),
        "forms": [form.value for form in kept.Form],
    }


def _offered(officer: Officer, also: str) -> Iterator[Division]:
    """Yield his own division and all below it; of the nation, the provinces."""
    rows = Division.objects.visible_to(officer).current().exclude(level=Level.NATION).order_by("code")
    if officer.level is Level.NATION:
        rows = rows.filter(level=Level.PROVINCE)
    yield from rows.with_parents()
    if officer.level is Level.NATION and also:
        yield from Division.objects.visible_to(officer).current().filter(code=also).with_parents()


def _named(division: Division) -> str:
    indent = {Level.CITY: 1, Level.COUNTY: 2}.get(Level(division.level), 0)
    whole = "" if division.level == Level.COUNTY else "（全部县）"
    return f"{'　' * indent}{division.name}{whole}"


def _years(officer: Officer, at: datetime) -> list[int]:
    years = Ledger.objects.visible_to(officer).values_list("year", flat=True).order_by("-year").distinct()
    return list(years) or [at.year]

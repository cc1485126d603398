"""County figures as a table of many counties, taken out and brought in (django-import-export).

What comes in does not write over figures that a county has accepted: each row is read and checked as
the workbook that its county could have uploaded, and becomes its next version, for the county to accept.
"""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from import_export.fields import Field
from import_export.widgets import Widget
from tablib import Dataset

from counties.levels import Level
from counties.models import Division
from operations.exchange.resources import ImportedResource
from schools import actions, kinds, uploads
from schools.figure_form import FigureField
from schools.figures import needs
from schools.figures.columns import FIGURES, Figure
from schools.figures.reading import read_bytes
from schools.ledger.columns import Value
from schools.ledger.problems import Severity
from schools.models import CountyYear, Ledger

COUNTY, YEAR, STANDARD = "ledger__county__code", "ledger__year", "ledger__standard"
_YEAR = re.compile(r"20[0-9]{2}")
TOLD = (COUNTY, "ledger__county__name", YEAR, "ledger__version", STANDARD)


class FigureWidget(Widget):
    """One figure, read as a cell of the county's own workbook is read."""

    def __init__(self, figure: Figure) -> None:
        self._field = FigureField(figure)

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Value:
        return self._field.clean(value)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return value if kwargs.get("force_native_type") or value is None else str(value)


class CountyYearResource(ImportedResource):
    """The accepted figures of counties by county and year. Columns that are not there stay as accepted."""

    class Meta(ImportedResource.Meta):
        abstract = False
        model = CountyYear
        use_bulk = False
        clean_model_instances = False  # what is wrong is told by the checks of county figures
        fields = [*TOLD, *(figure.field for figure in FIGURES)]
        export_order = fields
        import_id_fields = [COUNTY, YEAR]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for name in TOLD:
            self.fields[name] = Field(attribute=name, column_name=name, readonly=True)
        for figure in FIGURES:
            self.fields[figure.field].widget = FigureWidget(figure)

    def get_queryset(self) -> "QuerySet[CountyYear]":
        rows = CountyYear.objects.filter(ledger__state=Ledger.State.ACCEPTED)
        return rows.select_related("ledger__county")

    def before_import(self, dataset: Dataset, **kwargs: Any) -> None:
        super().before_import(dataset, **kwargs)
        if odd := [
            year for year in dataset[YEAR] if not (year.isascii() and year.isdigit() and len(year) == 4)
        ]:
            raise ValueError(f"{YEAR} 应是四位的学年，例如 2025：{'、'.join(odd[:5])}。")

    def init_instance(self, row: Any = None) -> CountyYear:
        """The figures of a county's year that has none accepted yet."""
        county = Division.objects.current().filter(code=row[COUNTY], level=Level.COUNTY).first()
        if county is None:
            raise ValidationError(f"没有代码为“{row[COUNTY]}”的县级区划，请填现行的 6 位代码。")
        ledger = Ledger(county=county, year=int(row[YEAR]), kind=Ledger.Kind.COUNTY, version=0)
        return CountyYear(ledger=ledger)

    def save_instance(self, instance: CountyYear, is_create: bool, row: Any, **kwargs: Any) -> None:
        before = instance.ledger
        standard = str(row.get(STANDARD) or before.standard)
        _must_be_a_standard(standard)
        county, year = before.county, before.year
        file = uploads.of_figures(instance.values, county, year)
        series: dict[str, Any] = {"county": county, "year": year, "kind": Ledger.Kind.COUNTY}
        wanted = Ledger(**series, standard=standard, version=before.version + 1)
        found = kinds.figure_problems(wanted, read_bytes(file.read()))
        if errors := [each.message for each in found if each.severity is Severity.ERROR]:
            raise ValidationError(errors)
        if self.preview:
            return
        file.seek(0)
        actions.keep(**series, standard=standard, file=file, by=kwargs["user"], at=timezone.now())


def _must_be_a_standard(code: str) -> None:
    try:
        needs.of_standard(code)
    except KeyError as unknown:
        raise ValidationError(f"{STANDARD} 请填标准代码，例如 quality-2017：没有“{code}”。") from unknown

"""The plan as a table that administrators take out and bring in (django-import-export)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max, QuerySet
from django.utils import timezone
from import_export.fields import Field
from import_export.widgets import IntegerWidget

from assessments.actions.refusals import Refused
from assessments.roadmap import actions
from assessments.roadmap.models import CountyPlan
from counties.levels import Level
from counties.models import Division
from operations.exchange.resources import ImportedResource

COUNTY, NAME = "county__code", "county__name"


class PlanResource(ImportedResource):
    """Each county's plan that holds. What comes in does not write over it: it becomes a later row."""

    code = Field(attribute=COUNTY, column_name=COUNTY, readonly=True)
    name = Field(attribute=NAME, column_name=NAME, readonly=True)
    year = Field(attribute="year", column_name="year", widget=IntegerWidget())

    class Meta(ImportedResource.Meta):
        abstract = False
        model = CountyPlan
        use_bulk = False
        fields = ["code", "name", "year", "basis"]
        export_order = fields
        import_id_fields = ["code"]

    def get_queryset(self) -> "QuerySet[CountyPlan]":
        newest = CountyPlan.objects.order_by().values("county__code").annotate(last=Max("pk")).values("last")
        return CountyPlan.objects.filter(pk__in=newest).select_related("county")

    def init_instance(self, row: Any = None) -> CountyPlan:
        county = Division.objects.current().filter(code=row[COUNTY], level=Level.COUNTY).first()
        if county is None:
            raise ValidationError(f"没有代码为“{row[COUNTY]}”的县级区划，请填现行的 6 位代码。")
        return CountyPlan(county=county)

    def validate_instance(
        self, instance: CountyPlan, import_validation_errors: Any = None, validate_unique: bool = False
    ) -> None:
        """What an action refuses, ``save_instance`` says; who and when is not in the file."""

    def save_instance(self, instance: CountyPlan, is_create: bool, row: Any, **kwargs: Any) -> None:
        if self.preview:
            return
        year, basis = instance.year, instance.basis or "系统管理员导入"
        try:
            actions.keep(county=instance.county, year=year, basis=basis, by=kwargs["user"], at=timezone.now())
        except Refused as refusal:
            raise ValidationError(str(refusal)) from refusal

"""Schools as a table that administrators take out and bring in (django-import-export)."""

from typing import Any

from django.core.exceptions import ValidationError
from import_export.fields import Field
from import_export.widgets import Widget

from counties.initials import initials
from counties.levels import Level
from counties.models import Division
from operations.exchange.resources import ImportedResource
from schools.ledger.texts import visible
from schools.models import School

CODE_DIGITS = 10


class County(Widget):
    """The county of today under its code; each is looked for once in a file."""

    def __init__(self) -> None:
        self._found: dict[str, Division] = {}

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Division:
        code = str(value or "").strip()
        if code not in self._found:
            county = Division.objects.current().filter(code=code, level=Level.COUNTY).first()
            if county is None:
                raise ValueError(f"没有代码为“{code}”的县级区划，请填现行的 6 位代码。")
            self._found[code] = county
        return self._found[code]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return value.code if value else ""


class SchoolResource(ImportedResource):
    """The register of schools: a new one, another name, or another county (划转). What counties have
    accepted of a school in their ledgers stays with these ledgers."""

    county = Field(attribute="county", column_name="county__code")

    class Meta(ImportedResource.Meta):
        abstract = False
        model = School
        fields = ["code", "name", "county"]
        export_order = fields
        import_id_fields = ["code"]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fields["county"].widget = County()

    def get_bulk_update_fields(self) -> list[str]:
        return [*super().get_bulk_update_fields(), "initials"]

    def import_instance(self, instance: School, row: Any, **kwargs: Any) -> None:
        if not visible(str(row.get("name") or "")):
            raise ValidationError({"name": f"学校标识码 {row.get('code')} 没有学校名称。"})
        super().import_instance(instance, row, **kwargs)

    def before_save_instance(self, instance: School, row: Any, **kwargs: Any) -> None:
        code = instance.code
        if not (code.isascii() and code.isdigit() and len(code) == CODE_DIGITS):
            raise ValidationError(f"学校标识码“{code}”应是 10 位数字；单元格请设成文本，免得丢掉前面的 0。")
        instance.name = visible(instance.name)
        instance.initials = initials(instance.name)  # which writing in batches would leave as it was

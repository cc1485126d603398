"""Accounts and divisions as tables that administrators take out and bring in (django-import-export)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from import_export.fields import Field
from import_export.widgets import IntegerWidget, Widget
from tablib import Dataset

from counties.levels import Level, level_of
from counties.models import Division, User
from operations.exchange.resources import ImportedResource, YesNo

CODE_DIGITS = 6


class AccountResource(ImportedResource):
    """Who somebody is and whether he may log in; never his password, rights or posts."""

    is_active = Field(attribute="is_active", column_name="is_active", widget=YesNo())

    class Meta(ImportedResource.Meta):
        abstract = False
        model = User
        fields = ["username", "first_name", "email", "is_active"]
        export_order = fields
        import_id_fields = ["username"]

    def before_import(self, dataset: Dataset, **kwargs: Any) -> None:
        super().before_import(dataset, **kwargs)
        if odd := [each for each in dataset["username"] if User.normalize_username(each) != each]:
            raise ValueError(f"用户名请用半角字母和数字：{'、'.join(odd[:5])}。")

    def after_init_instance(self, instance: User, new: bool, row: Any, **kwargs: Any) -> None:
        """A new account can be entered once the administrator has set its password."""
        super().after_init_instance(instance, new, row, **kwargs)
        if new:
            instance.set_unusable_password()

    def before_save_instance(self, instance: User, row: Any, **kwargs: Any) -> None:
        if instance.is_staff or instance.is_superuser:
            raise ValidationError(f"“{instance.username}”是系统管理员的账号，不能用导入修改。")


class Year(IntegerWidget):
    """A calendar year of four digits, or nothing."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int | None:
        text = str(value or "").strip()
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) == len("2024")):
            raise ValueError(f"“{text}”不是年份，请填四位数字，例如 2024。")
        return int(text)


class Related(Widget):
    """Another division by its code: of several in time, the last that had begun by the row's first year."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Division | None:
        code = str(value or "").strip()
        if not code:
            return None
        began = Year().clean((row or {}).get("valid_from"))
        rows = Division.objects.filter(code=code, valid_from__lte=began or 0)
        found = rows.order_by("-valid_from").first()
        if found is None:
            raise ValueError(f"没有代码为 {code}、在这一行的起始年以前设立的区划，请先导入它。")
        return found

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return value.code if value else ""


class DivisionResource(ImportedResource):
    """A division for a span of years, told apart by code and first year. Written one after another, from
    the provinces down, so that what stands below finds what stands above in the same file."""

    valid_from = Field(attribute="valid_from", column_name="valid_from", widget=Year())
    valid_to = Field(attribute="valid_to", column_name="valid_to", widget=Year())
    parent = Field(attribute="parent", column_name="parent__code", widget=Related())
    predecessor = Field(attribute="predecessor", column_name="predecessor__code", widget=Related())

    class Meta(ImportedResource.Meta):
        abstract = False
        model = Division
        use_bulk = False
        fields = ["code", "name", "level", "parent", "valid_from", "valid_to", "predecessor"]
        export_order = fields
        import_id_fields = ["code", "valid_from"]

    def get_queryset(self) -> "QuerySet[Division]":
        return Division.objects.select_related("parent", "predecessor")

    def before_import(self, dataset: Dataset, **kwargs: Any) -> None:
        super().before_import(dataset, **kwargs)
        order = list(Level)[::-1]
        lines = sorted(dataset.dict, key=lambda row: (order.index(level_of(row["code"])), row["valid_from"]))
        dataset.dict = lines

    def before_save_instance(self, instance: Division, row: Any, **kwargs: Any) -> None:
        """What no constraint of the table says: the code tells the level, and what stands above."""
        code = instance.code
        if not (code.isascii() and code.isdigit() and len(code) == CODE_DIGITS):
            raise ValidationError(f"区划代码“{code}”应是 6 位数字（GB/T 2260）。")
        if instance.level != level_of(code):
            raise ValidationError(
                f"代码 {code} 是{level_of(code).label}的代码，level 应填 {level_of(code)}。"
            )
        above = instance.parent
        if above is None and instance.level != Level.NATION:
            raise ValidationError(f"{code} 没有上级，请填 parent__code。")
        if above is not None and (not code.startswith(above.prefix) or above.code == code):
            raise ValidationError(f"{above.code} {above} 不是 {code} 的上级，请核对 parent__code。")

"""What a clerk sends in."""

from typing import Any

from django import forms
from django.utils import timezone

from schools import uploads, years
from schools.models import Ledger


class UploadForm(forms.Form):
    """A workbook, and what it is a ledger of. *standards* are pairs of code and title."""

    field_order = ["kind", "year", "standard", "file"]

    kind = forms.TypedChoiceField(
        label="内容",
        choices=Ledger.Kind.choices,
        coerce=Ledger.Kind,
        empty_value=Ledger.Kind.SCHOOLS,
        required=False,
        error_messages={"invalid_choice": "请从列表中选择。"},
    )

    file = forms.FileField(
        label="文件",
        max_length=1000,  # a longer name is cut to a label, not refused
        error_messages={
            "required": f"请选择文件（.xlsx、.xls 或 .csv，不超过 {uploads.LIMIT // uploads.MEGABYTE} MB）。",
            "empty": "文件是空的。请打开原文件核对，保存后重新选择。",
        },
    )

    def __init__(self, *args: Any, standards: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(year, f"{year} 学年") for year in years.choices(timezone.localdate())]
        unknown = {"invalid_choice": "请从列表中选择。", "required": "请从列表中选择。"}
        self.fields["year"] = forms.TypedChoiceField(
            label="学年", choices=choices, coerce=int, error_messages=unknown
        )
        self.fields["standard"] = forms.ChoiceField(label="标准", choices=standards, error_messages=unknown)
        self.order_fields(self.field_order)

"""What a county fills in about a file of evidence."""

from collections.abc import Mapping
from typing import Any

from django import forms

from assessments.evidence.actions import LONGEST_NOTE, LONGEST_TITLE, Purpose
from indicators.calculation.standard import Standard

UNKNOWN = {"invalid_choice": "请从列表中选择；列表可能已变，请重新打开页面。"}


class PurposeForm(forms.Form):
    """What a file is for. *names* are the county's schools by code."""

    title = forms.CharField(
        label="名称",
        required=False,
        max_length=LONGEST_TITLE,
        error_messages={"max_length": f"名称最多 {LONGEST_TITLE} 字，请缩短。"},
    )
    note = forms.CharField(
        label="说明",
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": f"说明最多 {LONGEST_NOTE} 字，请缩短。"},
    )

    def __init__(self, *args: Any, standard: Standard, names: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items = [(item.code, item.name) for item in standard.items]
        for name, label, choices in (("items", "条目", items), ("schools", "学校", list(names.items()))):
            self.fields[name] = forms.MultipleChoiceField(
                label=label, required=False, choices=choices, error_messages=UNKNOWN
            )
        for name in ("title", "note"):
            self.fields[name].widget.attrs["class"] = "form-control"

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not given.get("items") and not given.get("schools"):
            raise forms.ValidationError("请至少选一个条目或者一所学校，评审的人才知道它证明什么。")
        return given

    @property
    def purpose(self) -> Purpose:
        return Purpose(**self.cleaned_data)

    @property
    def chosen(self) -> frozenset[str]:
        """The codes of items and schools that are ticked, as the form was sent in or begins."""
        return frozenset(str(code) for name in ("items", "schools") for code in self[name].value() or ())

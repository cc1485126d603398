"""What reviewers fill in: a mark with its remark, and a reply from below."""

from typing import Any

from django import forms

from assessments.review.actions import LONGEST_REMARK
from assessments.review.models import Mark

CHOOSE = "请选择属实、存疑或不属实。"
WHY = "标为“{}”请写明意见：哪里不对，要县里说明什么。"


class MarkForm(forms.Form):
    kind = forms.ChoiceField(
        choices=Mark.Kind.choices, error_messages=dict.fromkeys(["required", "invalid_choice"], CHOOSE)
    )
    remark = forms.CharField(required=False, max_length=LONGEST_REMARK)
    school = forms.CharField(required=False, max_length=10)
    field = forms.CharField(required=False, max_length=60)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        kind = given.get("kind")
        if kind and kind != Mark.Kind.TRUE and not given.get("remark") and "remark" not in self.errors:
            self.add_error("remark", WHY.format(Mark.Kind(kind).label))
        return given

    @property
    def problem(self) -> str:
        return " ".join(str(message) for messages in self.errors.values() for message in messages)


class ReplyForm(forms.Form):
    mark = forms.IntegerField()
    text = forms.CharField(max_length=LONGEST_REMARK, error_messages={"required": "请写明答复。"})

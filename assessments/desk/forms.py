"""What officers fill in when they move an assessment or record what they found."""

from typing import Any

from django import forms

from assessments.actions.asking import LONGEST_COMMENT
from assessments.actions.inspecting import LARGEST_DRAW
from assessments.workflow import Step


class AdvanceForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    comment = forms.CharField(
        label="意见或理由",
        required=False,
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 4, "class": "form-control"}),
    )


class DrawForm(forms.Form):
    count = forms.IntegerField(
        label="抽取学校数",
        min_value=1,
        max_value=LARGEST_DRAW,
        initial=6,
        widget=forms.NumberInput(attrs={"class": "form-control"}),
    )


class RecordForm(forms.Form):
    school = forms.CharField(max_length=10, widget=forms.HiddenInput)
    agrees = forms.ChoiceField(label="与台账", choices=[("yes", "相符"), ("no", "不符")])
    found = forms.CharField(
        label="核查情况", max_length=2000, widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"})
    )


class SurveyForm(forms.Form):
    valid = forms.IntegerField(label="有效答卷", min_value=1)
    satisfied = forms.IntegerField(label="满意答卷", min_value=0)
    held = forms.CharField(label="调查方式", max_length=500)


class DeadlineForm(forms.Form):
    """Until when a step is to be done, for all counties below or for one of them."""

    year = forms.TypedChoiceField(
        label="学年", coerce=int, widget=forms.Select(attrs={"class": "form-select"})
    )
    step = forms.ChoiceField(
        label="环节",
        choices=[(step.value, step.label) for step in Step if not step.is_closed],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    due_on = forms.DateField(
        label="截止", widget=forms.DateInput(attrs={"type": "date", "class": "form-control"})
    )
    county = forms.CharField(
        label="只给一个县（六位代码，可不填）",
        max_length=6,
        required=False,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )
    reason = forms.CharField(
        label="理由（改期、延期时必填）",
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year = self.fields["year"]
        assert isinstance(year, forms.TypedChoiceField)
        year.choices = [(each, f"{each} 学年") for each in years]

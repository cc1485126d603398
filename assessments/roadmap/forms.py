"""What a province's leader fills in about the plan."""

from django import forms

from assessments.roadmap.models import FIRST, LAST


class PlanForm(forms.Form):
    year = forms.IntegerField(
        label="规划学年（不填就是不列入规划）",
        required=False,
        min_value=FIRST,
        max_value=LAST,
        widget=forms.NumberInput(attrs={"class": "form-control"}),
        error_messages={"invalid": "请填四位的学年，例如 2027。"},
    )
    basis = forms.CharField(
        label="依据（文件名称、文号；改动时写明理由）",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )

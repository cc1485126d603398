"""What officers fill in to begin a review, to answer it, to look at what was done, and to move it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from assessments.actions.asking import LONGEST_COMMENT
from assessments.recheck.actions import Named
from assessments.recheck.models import LONGEST_PROBLEM, LONGEST_TEXT, Recheck
from assessments.recheck.table import RecheckWay

DATE = {"required": "请填整改期限。", "invalid": "请填整改期限，例如 2027-06-30。"}


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "class": "form-control"})


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date", "class": "form-control"})


def _ahead(due: date, today: date) -> date:
    if due <= today:
        raise forms.ValidationError("整改期限请填今天以后的日期。")
    return due


class BeginForm(forms.Form):
    """*proposed* are the problems that monitoring found, by key: ticked at first."""

    ground = forms.ChoiceField(label="起因", choices=Recheck.Ground.choices, widget=forms.RadioSelect)
    problems = forms.MultipleChoiceField(
        label="监测发现的问题", required=False, widget=forms.CheckboxSelectMultiple
    )
    others = forms.CharField(
        label="其他问题（一行一个）", required=False, max_length=LONGEST_TEXT, widget=_area(3)
    )
    reason = forms.CharField(
        label="发起复查的理由",
        max_length=LONGEST_TEXT,
        widget=_area(3),
        error_messages={"required": "请写明发起复查的理由。"},
    )
    due_on = forms.DateField(label="整改期限", widget=_day(), error_messages=DATE)

    def __init__(self, *args: Any, proposed: Mapping[str, Named], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._proposed, self._today = proposed, today
        problems = self.fields["problems"]
        assert isinstance(problems, forms.MultipleChoiceField)
        problems.choices = [(key, each.what) for key, each in proposed.items()]
        problems.initial = list(proposed)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if not given.get("problems") and not given.get("others") and "others" not in self.errors:
            self.add_error("others", "请勾选或写明至少一个问题。")
        return given

    def clean_due_on(self) -> date:
        return _ahead(self.cleaned_data["due_on"], self._today)

    def clean_others(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["others"].splitlines() if line.strip()]
        if any(len(line) > LONGEST_PROBLEM for line in lines):
            raise forms.ValidationError(f"每个问题最多 {LONGEST_PROBLEM} 字，请缩短或分成两行。")
        return lines

    @property
    def points(self) -> list[Named]:
        chosen = [self._proposed[key] for key in self.cleaned_data["problems"]]
        return [*chosen, *(Named(what=line) for line in self.cleaned_data["others"])]


class MeasureForm(forms.Form):
    """*files* are the titles of the county's evidence by key."""

    text = forms.CharField(
        label="整改措施，或者不能整改的原因",
        max_length=LONGEST_TEXT,
        widget=_area(5),
        error_messages={"required": "请写明整改措施，或者不能整改的原因。"},
    )
    shown = forms.TypedMultipleChoiceField(
        label="佐证材料", required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, files: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = self.fields["shown"]
        assert isinstance(shown, forms.TypedMultipleChoiceField)
        shown.choices = list(files.items())


class CheckForm(forms.Form):
    done = forms.ChoiceField(
        label="核查结果",
        choices=[("yes", "到位"), ("no", "未到位")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择到位或未到位。"},
    )
    found = forms.CharField(
        label="核查情况",
        max_length=LONGEST_TEXT,
        widget=_area(4),
        error_messages={"required": "请写明核查情况。"},
    )


class MoveForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    comment = forms.CharField(
        label="意见或理由",
        max_length=LONGEST_COMMENT,
        widget=_area(4),
        error_messages={"required": "请写明意见或理由。"},
    )
    due_on = forms.DateField(label="整改期限", required=False, widget=_day(), error_messages=DATE)

    def __init__(self, *args: Any, way: RecheckWay, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        self.fields["comment"].required = way.needs_reason
        self.fields["due_on"].required = way.sets_deadline

    def clean_due_on(self) -> date | None:
        due: date | None = self.cleaned_data["due_on"]
        return _ahead(due, self._today) if due else None

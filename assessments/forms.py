"""What a county's clerk fills in by hand."""

from fractions import Fraction
from typing import Any

from django import forms

from indicators.calculation.items.item import Item
from indicators.calculation.items.reading import Answer

MET = {"yes": True, "no": False, "open": None}
CHOOSE = "请选择达标、不达标或尚未。"
SCORE = "得分请填不小于 0 的数字，最多两位小数。"
WRONG_SCORES = ("invalid", "min_value", "max_digits", "max_decimal_places", "max_whole_digits")


class AnswerForm(forms.Form):
    """A conclusion (简要结论) on one item, with a score of its own where the item has points (2012)."""

    met = forms.ChoiceField(
        choices=[(value, value) for value in MET],
        error_messages=dict.fromkeys(["required", "invalid_choice"], CHOOSE),
    )
    conclusion = forms.CharField(required=False)

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if item.points is not None:
            self.fields["score"] = forms.DecimalField(
                required=False,
                min_value=0,
                max_digits=6,
                decimal_places=2,
                error_messages=dict.fromkeys(WRONG_SCORES, SCORE),
            )

    @property
    def problem(self) -> str:
        """Say what must be put right; empty where nothing must."""
        return " ".join(str(message) for messages in self.errors.values() for message in messages)

    @property
    def answer(self) -> Answer:
        score = self.cleaned_data.get("score")
        return Answer(
            met=MET[self.cleaned_data["met"]],
            conclusion=self.cleaned_data["conclusion"],
            score=None if score is None else Fraction(score),
        )

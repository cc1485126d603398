"""What is filled in to appoint and to transfer."""

from django import forms

from counties.models import Officer

ROLES = Officer.Role.choices
TEXT = {"class": "form-control"}
CHOICE = {"class": "form-select"}


class PlaceForm(forms.Form):
    """An office, by its code, and a post in it."""

    division = forms.RegexField(
        r"^\d{6}$",
        label="单位（六位区划代码）",
        widget=forms.TextInput(attrs=TEXT),
        error_messages={"invalid": "区划代码是六位数字。"},
    )
    role = forms.ChoiceField(label="岗位", choices=ROLES, widget=forms.Select(attrs=CHOICE))


class AppointForm(PlaceForm):
    username = forms.CharField(label="用户名", max_length=150, widget=forms.TextInput(attrs=TEXT))
    name = forms.CharField(
        label="姓名（新开账号时填）", max_length=60, required=False, widget=forms.TextInput(attrs=TEXT)
    )
    password = forms.CharField(
        label="初始密码（新开账号时填）",
        max_length=128,
        required=False,
        widget=forms.PasswordInput(attrs={**TEXT, "autocomplete": "new-password"}),
    )

"""Administrators take tables out and in: no formula goes out, nothing hostile or too powerful comes in."""

import csv
import io
import re
import zipfile
from typing import Any

import pytest
import tablib
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from counties.models import Division, Officer, User
from operations.exchange.formats import Sheet, Text, armed, defused, told
from operations.models import AuditEvent
from schools.models import School
from tests.factories import client_of
from tests.operations.tables import book, exported

pytestmark = pytest.mark.django_db

PAYLOADS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://a.example","x")',
    "=WEBSERVICE(A1)",
    "+1+1",
    "+cmd|' /C calc'!A0",
    "-1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "@x",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "  @x",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "|x",
    "%0A=1",
    "=",
    "==1",
    "'=1+1",
    '="1"',
]
IMPORT, CONFIRM = "admin:counties_user_import", "admin:counties_user_process_import"
HEADINGS = ["username", "first_name", "email", "is_active"]
FIELDS = {f"accountresource_{name}": "on" for name in HEADINGS}


def preview(client: Client, content: bytes, name: str = "users.xlsx") -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post(reverse(IMPORT), {"format": "0", "resource": "0", "import_file": file})


def confirm(client: Client, page: Any) -> Any:
    return client.post(reverse(CONFIRM), page.context["confirm_form"].initial)


def cells(content: bytes) -> list[Any]:
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    return [cell for row in sheet.iter_rows() for cell in row]


def test_each_box_of_the_columns_has_its_label_and_no_script_of_its_own(root: Client) -> None:
    page = root.get(reverse("admin:schools_school_export")).content.decode()
    boxes = re.findall(r'<input type="checkbox"[^>]* id="(\w+)"', page)
    assert len(boxes) == 3
    assert {box for box in boxes if f'for="{box}"' not in page} == set()
    assert page.count('type="checkbox"') == len(boxes)
    assert "onchange=" not in page


def test_no_text_goes_out_as_a_formula(root: Client, county: Division) -> None:
    assert len(PAYLOADS) == 25
    for number, name in enumerate(PAYLOADS):
        School.objects.create(code=f"{number:010}", name=name, county=county)
    fields = {"schoolresource_code": "on", "schoolresource_name": "on"}
    out = cells(exported(root, "schools_school", 1, fields))
    assert len(out) == 52 and {cell.data_type for cell in out} <= {"s", "n"}
    assert [cell.value for cell in out if cell.data_type == "n"] == []
    text = exported(root, "schools_school", 0, fields).decode("utf-8-sig")
    names = [line[1] for line in list(csv.reader(io.StringIO(text, newline="")))[1:]]
    assert all(name.startswith("'") for name in names)
    assert sorted(armed(name) for name in names) == sorted(PAYLOADS)


def test_numbers_go_out_as_numbers() -> None:
    data = tablib.Dataset([-5, 2.5, "-5", "0101"], headers=["a", "b", "c", "d"])
    assert [cell.data_type for cell in cells(Sheet().export_data(data))[4:]] == ["n", "n", "s", "s"]
    assert Text().export_data(data).decode("utf-8-sig").splitlines()[1] == "-5,2.5,'-5,0101"
    assert told(True) == "是" and defused("一小") == "一小"


@pytest.mark.parametrize("form", [0, 1])
def test_accounts_go_out_and_come_in_again(root: Client, clerk: Officer, form: int) -> None:
    content = exported(root, "counties_user", form, FIELDS)
    page = preview(root, content, "users.csv")
    assert page.context["result"].totals["skip"] == 2
    before = User.objects.get(pk=clerk.user.pk)
    assert confirm(root, page).status_code == 302
    after = User.objects.get(pk=clerk.user.pk)
    assert (after.password, after.epoch, after.is_active) == (before.password, before.epoch, True)


def test_differences_are_shown_and_nothing_is_written_before_it_is_confirmed(root: Client) -> None:
    User.objects.create_user("zhang", first_name="张三")
    content = book(HEADINGS, ["zhang", "张山", "", "是"], ["li", "李四", "", "是"])
    page = preview(root, content)
    assert "<ins" in page.content.decode() and User.objects.count() == 2
    assert confirm(root, page).status_code == 302
    assert User.objects.get(username="zhang").first_name == "张山"
    made = User.objects.get(username="li")
    assert not made.has_usable_password() and not made.is_staff and not made.is_superuser
    event = AuditEvent.objects.get(stream="exchange")
    assert (event.action, event.object, event.actor) == ("table.imported", "counties.user", "root")
    assert event.detail == {"file": "users.xlsx", "new": "1", "update": "1", "skip": "0"}


@pytest.mark.parametrize(
    "column", ["password", "is_superuser", "is_staff", "groups", "user_permissions", "posts", "id", "epoch"]
)
def test_no_right_comes_in_by_a_file(root: Client, column: str) -> None:
    page = preview(root, book([*HEADINGS, column], ["li", "李四", "", "是", "1"]))
    assert "这些列不能导入" in page.content.decode() and "confirm_form" not in page.context
    assert not User.objects.filter(username="li").exists()


def test_an_administrators_account_is_not_changed_by_a_file(root: Client) -> None:
    page = preview(root, book(HEADINGS, ["root", "", "a@b.example", "否"]))
    assert "不能用导入修改" in page.content.decode() and "confirm_form" not in page.context


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 30_000_000)
    return out.getvalue()


HOSTILE = {
    "old": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "这里只收 .xlsx 和 .csv"),
    "bomb": (bomb(), "请"),
    "half": (book(HEADINGS, ["li", "李四", "", "是"])[:900], "请"),
    "page": (b"<html><table><tr><td>username</td></tr></table></html>", "请"),
    "formula": (book(HEADINGS, ["=1+1", "李四", "", "是"]), "是公式或错误值"),
    "twice": (book(["username", "username"], ["li", "li"]), "不能重复"),
    "empty": (book(HEADINGS), "没有一行内容"),
    "json": (b'[{"username": "li"}]', "请"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_refused_with_a_sentence(root: Client, kind: str) -> None:
    content, sentence = HOSTILE[kind]
    page = preview(root, content)
    assert page.status_code == 200 and "confirm_form" not in page.context
    [error] = page.context["form"].errors["import_file"]
    assert sentence in error and "Error" not in error


def test_only_ones_own_preview_is_confirmed(root: Client) -> None:
    page = preview(root, book(HEADINGS, ["li", "李四", "", "是"]))
    other = Client()
    other.force_login(User.objects.create_superuser("other"))
    assert confirm(other, page).status_code == 200
    forged = {**page.context["confirm_form"].initial, "import_file_name": "passwd"}
    assert root.post(reverse(CONFIRM), forged).status_code == 200
    assert not User.objects.filter(username="li").exists()
    assert confirm(root, page).status_code == 302 and confirm(root, page).status_code == 302
    assert User.objects.filter(username="li").count() == 1


def test_who_may_only_look_takes_out_and_brings_nothing_in(clerk: Officer) -> None:
    assert client_of(clerk).get(reverse(IMPORT)).status_code == 302
    User.objects.filter(pk=clerk.user.pk).update(is_staff=True)
    assert client_of(clerk).get(reverse(IMPORT)).status_code == 403
    assert client_of(clerk).get(reverse("admin:schools_school_export")).status_code == 403


def test_every_export_is_in_the_trail(root: Client, county: Division) -> None:
    exported(root, "counties_division", 1, {"divisionresource_code": "on"})
    event = AuditEvent.objects.get(stream="exchange")
    assert (event.action, event.object, event.actor) == ("table.exported", "counties.division", "root")

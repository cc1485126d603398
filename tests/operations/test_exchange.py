"""Administrators take tables out and in: no formula goes out, nothing hostile or too powerful comes in."""

import csv
import io
import zipfile
from typing import Any

import pytest
import tablib
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from counties.models import Division, Officer, User
from operations.exchange import Sheet, Text, armed, defused, told
from operations.models import AuditEvent
from schools.models import School
from tests.factories import client_of

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


@pytest.fixture
def root() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    return client


def book(*lines: list[Any]) -> bytes:
    made, out = Workbook(), io.BytesIO()
    assert made.active is not None
    for line in lines:
        made.active.append(line)
    made.save(out)
    return out.getvalue()


def preview(client: Client, content: bytes, name: str = "users.xlsx") -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post(reverse(IMPORT), {"format": "0", "resource": "0", "import_file": file})


def confirm(client: Client, page: Any) -> Any:
    return client.post(reverse(CONFIRM), page.context["confirm_form"].initial)


def exported(client: Client, model: str, form: int, fields: dict[str, str]) -> bytes:
    sent = {"format": str(form), "resource": "0", **fields}
    answer = client.post(reverse(f"admin:{model}_export"), sent)
    assert answer.status_code == 200 and "attachment" in answer["Content-Disposition"]
    return bytes(answer.content)


def cells(content: bytes) -> list[Any]:
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    return [cell for row in sheet.iter_rows() for cell in row]


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


def brought_in(client: Client, model: str, content: bytes) -> Any:
    """Preview and confirm a file of *model*; return the preview where there is nothing to confirm."""
    file = SimpleUploadedFile("rows.xlsx", content)
    address = reverse(f"admin:{model}_import")
    page = client.post(address, {"format": "0", "resource": "0", "import_file": file})
    if "confirm_form" not in (page.context or {}):
        return page
    return client.post(reverse(f"admin:{model}_process_import"), page.context["confirm_form"].initial)


SCHOOL = ["code", "name", "county__code"]


def test_schools_come_in_are_renamed_and_moved(root: Client, county: Division, neighbour: Division) -> None:
    School.objects.create(code="0000000001", name="一小", county=county)
    School.objects.create(code="0000000002", name="二小", county=county)
    lines = [
        ["0000000001", "第一小学", "990101"],
        ["0000000002", "二小", "990102"],
        ["0000000003", "三小", "990101"],
    ]
    assert brought_in(root, "schools_school", book(SCHOOL, *lines)).status_code == 302
    found = School.objects.order_by("code").values_list("code", "name", "initials", "county__code")
    assert list(found) == [
        ("0000000001", "第一小学", "dyxx", "990101"),
        ("0000000002", "二小", "ex", "990102"),
        ("0000000003", "三小", "sx", "990101"),
    ]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (["123", "一小", "990101"], "应是 10 位数字"),
        (["0000000001", "", "990101"], "没有学校名称"),
        (["0000000001", "一小", "990100"], "没有代码为“990100”的县级区划"),
        (["0000000001", "一小", "123456"], "没有代码为“123456”的县级区划"),
    ],
)
def test_a_school_that_cannot_be_is_told_and_not_brought_in(
    root: Client, county: Division, line: list[str], sentence: str
) -> None:
    page = brought_in(root, "schools_school", book(SCHOOL, line, ["0000000009", "九小", "990101"]))
    assert sentence in page.content.decode() and not School.objects.exists()


DIVISION = ["code", "name", "level", "parent__code", "valid_from", "valid_to", "predecessor__code"]


def test_divisions_come_in_whatever_their_order(root: Client, county: Division) -> None:
    lines = [
        ["990302", "新县", "county", "990300", 2026, "", "990101"],
        ["990300", "新市", "city", "990000", 2026, "", ""],
        ["990101", "示例县", "county", "990100", county.valid_from, 2025, ""],
    ]
    assert brought_in(root, "counties_division", book(DIVISION, *lines)).status_code == 302
    made = Division.objects.get(code="990302")
    assert (made.parent and made.parent.name, made.predecessor, made.initials) == ("新市", county, "xx")
    assert Division.objects.get(code="990101").valid_to == 2025


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (["99030", "新县", "county", "990100", 2026], "应是 6 位数字"),
        (["990302", "新县", "city", "990100", 2026], "level 应填 county"),
        (["990302", "新县", "county", "", 2026], "没有上级"),
        (["990302", "新县", "county", "990100", 2026], "不是 990302 的上级"),
        (["990102", "新县", "county", "990900", 2026], "没有代码为 990900"),
        (["990102", "新县", "county", "990100", "今年"], "不是年份"),
    ],
)
def test_a_division_that_cannot_be_is_told_and_not_brought_in(
    root: Client, county: Division, line: list[Any], sentence: str
) -> None:
    before = Division.objects.count()
    page = brought_in(root, "counties_division", book(DIVISION[:5], line))
    assert sentence in page.content.decode() and Division.objects.count() == before


def test_what_goes_out_comes_in_again_without_a_change(root: Client, county: Division) -> None:
    School.objects.create(code="0000000001", name="一小", county=county)
    for model, prefix, names in (
        ("schools_school", "schoolresource", ["code", "name", "county"]),
        ("counties_division", "divisionresource", ["code", "name", "level", "parent", "valid_from"]),
    ):
        content = exported(root, model, 1, {f"{prefix}_{name}": "on" for name in names})
        assert brought_in(root, model, content).status_code == 302
        event = AuditEvent.objects.filter(action="table.imported").latest("pk")
        assert (event.object.split(".")[1], event.detail["new"], event.detail["update"]) == (
            model.split("_")[1],
            "0",
            "0",
        )


@pytest.mark.parametrize("model", ["schools_countyyear"])
def test_what_changes_by_its_actions_alone_is_only_taken_out(root: Client, model: str) -> None:
    assert root.get(reverse(f"admin:{model}_export")).status_code == 200
    app, name = model.split("_")
    assert root.get(f"/admin/{app}/{name}/import/").status_code in (302, 404)

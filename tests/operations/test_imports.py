"""Schools and divisions come in by a file: new, renamed, moved, and never half or impossible."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from counties.models import Division
from operations.models import AuditEvent
from schools.models import School
from tests.operations.tables import book, exported

pytestmark = pytest.mark.django_db


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

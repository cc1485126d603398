"""Schools, divisions and county figures come in by a file: new, renamed, moved, and never by halves."""

import html
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from counties.models import Division, Officer
from operations.models import AuditEvent
from schools import actions
from schools.figure_resource import COUNTY, STANDARD, YEAR
from schools.figures.reading import Reading
from schools.models import Ledger, School
from tests.operations.tables import book, exported
from tests.steps import figures_accepted

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


FIGURE = [COUNTY, YEAR, STANDARD, "population", "villages"]


def test_county_figures_come_in_as_the_next_version(root: Client, clerk: Officer) -> None:
    before = figures_accepted(clerk)
    line = ["990101", str(before.year), "", "35.2万人", "144"]
    assert brought_in(root, "schools_countyyear", book(FIGURE, line)).status_code == 302
    made = Ledger.objects.get(version=before.version + 1, kind=Ledger.Kind.COUNTY)
    assert (made.state, made.standard, str(made.uploaded_by)) == ("checking", before.standard, "root")
    before.refresh_from_db()
    assert before.state == Ledger.State.ACCEPTED and before.county_year.values["villages"] == 143
    reading = actions.read_again(made)
    assert isinstance(reading, Reading)
    assert (reading.values["villages"], reading.values["townships"]) == (144, 12)


def test_unchanged_county_figures_make_no_version(root: Client, clerk: Officer) -> None:
    before = figures_accepted(clerk)
    content = exported(root, "schools_countyyear", 1, {f"countyyearresource_{name}": "on" for name in FIGURE})
    assert brought_in(root, "schools_countyyear", content).status_code == 302
    assert Ledger.objects.latest("pk") == before


def test_a_county_without_figures_gets_its_first_version(root: Client, county: Division) -> None:
    page = brought_in(root, "schools_countyyear", book(FIGURE, ["990101", "2025", "none", "35.2", "143"]))
    assert "没有“none”" in html.unescape(page.content.decode())
    line = ["990101", "2025", "quality-2017", "35.2", "143"]
    assert brought_in(root, "schools_countyyear", book(FIGURE, line)).status_code == 302
    assert Ledger.objects.get().version == 1


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (["990101", "2025", "quality-2017", "很多", "143"], "很多"),
        (["990101", "2025", "quality-2017", "35.2", "-3"], "是负数"),
        (["990199", "2025", "quality-2017", "35.2", "143"], "没有代码为“990199”的县级区划"),
        (["990101", "今年", "quality-2017", "35.2", "143"], "应是四位的学年"),
    ],
)
def test_figures_that_cannot_be_are_told_and_not_brought_in(
    root: Client, county: Division, line: list[str], sentence: str
) -> None:
    page = brought_in(root, "schools_countyyear", book(FIGURE, line))
    assert sentence in page.content.decode() and not Ledger.objects.exists()

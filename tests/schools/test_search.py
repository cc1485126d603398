"""Finding by name, code or first letters; only among what one may see."""

import pytest
from django.test import Client

from counties.initials import initials
from counties.models import Division, Officer
from schools import search
from schools.models import School
from tests.factories import client_of, division
from tests.ledgers.rows import county_rows
from tests.steps import accepted, renumbered, workbook

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("重庆市", "cqs"),
        ("长春市", "ccs"),
        ("厦门市", "xms"),
        ("六安市", "las"),
        ("单县", "sx"),
        ("第8小学", "d8xx"),
    ],
)
def test_initials_are_those_of_the_name_as_it_is_said(name: str, letters: str) -> None:
    assert initials(name) == letters


@pytest.mark.parametrize("text", ["示例县", "例县", "990101", "9901", "slx", "SLX"])
def test_a_county_is_found_by_name_code_or_initials(nation_viewer: Officer, text: str) -> None:
    assert "示例县" in [each.name for each in search.find(nation_viewer, text).divisions]


@pytest.mark.parametrize("text", ["示例990000 例县", "示例9901　示例", "990000 990100 县"])
def test_a_county_is_found_by_its_name_behind_those_above(nation_viewer: Officer, text: str) -> None:
    assert "示例县" in [each.name for each in search.find(nation_viewer, text).divisions]
    assert search.find(nation_viewer, f"别处 {text}").is_empty


def test_a_school_is_found_by_its_name_behind_its_countys(clerk: Officer) -> None:
    accepted(clerk)
    school = School.objects.all()[0]
    assert school in search.find(clerk, f"示例县 {school.name}").schools
    assert search.find(clerk, f"邻县 {school.name}").is_empty


def test_a_new_name_is_found_by_its_new_initials(county: Division, nation_viewer: Officer) -> None:
    county.name = "重庆县"
    county.save()
    assert [each.code for each in search.find(nation_viewer, "cqx").divisions] == ["990101"]
    assert not search.find(nation_viewer, "slx").divisions


def test_schools_of_a_ledger_are_found_and_follow_its_names(clerk: Officer) -> None:
    accepted(clerk)
    school = School.objects.all()[0]
    assert school.initials == initials(school.name)
    for text in (school.name[1:4], school.code, school.code[:8], school.initials[:4]):
        assert school in search.find(clerk, text).schools
    rows = county_rows()
    rows[0] = {**rows[0], "name": "长春学校"}
    accepted(clerk, workbook(rows))
    assert [each.name for each in search.find(clerk, "ccxx").schools] == ["长春学校"]


def test_one_finds_only_what_one_answers_for(
    clerk: Officer, neighbours_clerk: Officer, city_inspector: Officer
) -> None:
    accepted(neighbours_clerk, workbook(renumbered(county_rows(), "990102")))
    theirs = School.objects.all()[0]
    assert search.find(clerk, theirs.name).is_empty
    assert search.find(clerk, "邻县").is_empty
    assert theirs in search.find(city_inspector, theirs.code).schools
    page = client_of(clerk).get(f"/search/?q={theirs.code}").content.decode()
    assert theirs.name not in page
    assert "没有找到" in page


def test_what_there_is_more_of_is_said(nation_viewer: Officer, nation_viewer_client: Client) -> None:
    for number in range(search.SHOWN + 3):
        division(f"9902{number + 1:02d}", f"河东{number}区")
    found = search.find(nation_viewer, "河东")
    assert (len(found.divisions), found.more) == (search.SHOWN, True)
    assert "还有更多" in nation_viewer_client.get("/search/?q=河东").content.decode()


def test_nothing_looked_for_says_how(clerk_client: Client) -> None:
    assert "要找什么" in clerk_client.get("/search/").content.decode()

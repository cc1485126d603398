"""Filters are kept for the officer who named them, wherever he logs in."""

import pytest
from django.test import Client

from assessments.workflow import Step
from counties import filters
from counties.models import Officer, SavedFilter
from tests.assessments.standing_at import standing_at
from tests.factories import client_of, division

pytestmark = pytest.mark.django_db

ADDRESS = "/?year=2025&search=x"


def keep(client: Client, name: str = "我的", address: str = ADDRESS) -> str:
    response = client.post("/filters/keep/", {"name": name, "address": address})
    assert response.status_code == 302
    return response["Location"]


def names(client: Client, page: str = "/?year=2025") -> list[str]:
    text = client.get(page).content.decode()
    return [name for name in ("我的", "别的") if f">{name}</a>" in text]


def test_a_filter_is_kept_opened_anywhere_and_dropped(
    city_inspector: Officer, city_inspector_client: Client
) -> None:
    assert keep(city_inspector_client) == ADDRESS
    elsewhere = client_of(city_inspector)
    assert names(elsewhere) == ["我的"]
    assert "year=2025&amp;search=x" in elsewhere.get("/").content.decode()
    mine = SavedFilter.objects.get()
    assert elsewhere.post("/filters/drop/", {"filter": mine.pk, "back": "/"}).status_code == 302
    assert names(city_inspector_client) == []


def test_the_same_name_on_the_same_page_is_replaced_and_the_oldest_give_way(
    city_inspector_client: Client,
) -> None:
    keep(city_inspector_client)
    keep(city_inspector_client, address="/?year=2024")
    page = city_inspector_client.get("/?year=2025").content.decode()
    assert page.count(">我的</a>") == 1
    for number in range(filters.MOST):
        keep(city_inspector_client, name=f"第{number}", address=f"/?page={number}")
    assert names(city_inspector_client) == []
    assert SavedFilter.objects.count() == filters.MOST


def test_nobody_sees_or_drops_anothers(city_inspector_client: Client, nation_viewer: Officer) -> None:
    keep(city_inspector_client)
    other = client_of(nation_viewer)
    assert names(other) == []
    other.post("/filters/drop/", {"filter": SavedFilter.objects.get().pk, "back": "/"})
    other.post("/filters/drop/", {"filter": "x", "back": "/"})
    assert names(city_inspector_client) == ["我的"]


def test_a_filter_is_of_its_page(city_inspector_client: Client) -> None:
    keep(city_inspector_client, address="/assessments/?step=city_review")
    assert names(city_inspector_client) == []
    assert names(city_inspector_client, "/assessments/") == ["我的"]


@pytest.mark.parametrize(
    "address", ["//evil.example/", "https://evil.example/", "javascript:alert(1)", "x", "/?" + "x" * 600]
)
def test_what_is_not_an_address_of_ours_is_not_kept(city_inspector_client: Client, address: str) -> None:
    assert "evil" not in keep(city_inspector_client, address=address)
    assert SavedFilter.objects.count() == 0


def test_a_filter_without_a_name_is_not_kept(city_inspector_client: Client) -> None:
    keep(city_inspector_client, name="  ")
    assert "没有保存" in city_inspector_client.get("/").content.decode()


def test_the_queue_is_narrowed_down_by_year_step_and_county(
    clerk: Officer, city_inspector_client: Client
) -> None:
    standing_at(Step.CITY_REVIEW, clerk.division, clerk)
    standing_at(Step.SUBMITTED, division("990103", "丙县"), clerk, year=2024)

    def found(query: str) -> list[str]:
        text = city_inspector_client.get(f"/assessments/?{query}").content.decode().partition("<tbody>")[2]
        return [name for name in ("示例县", "丙县") if name in text]

    assert found("") == ["示例县", "丙县"]
    assert found("year=2024") == found("step=submitted") == found("search=990103") == ["丙县"]
    assert found("year=2024&step=city_review") == []
    assert found("year=abc&step=nowhere") == ["示例县", "丙县"]

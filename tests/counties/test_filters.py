"""Filters are kept in the browser of whoever named them."""

import pytest
from django.test import Client

from counties import filters
from counties.models import Officer
from tests.factories import client_of

pytestmark = pytest.mark.django_db

ADDRESS = "/?year=2025&search=x"


def keep(client: Client, name: str = "我的", address: str = ADDRESS) -> str:
    response = client.post("/filters/keep/", {"name": name, "address": address})
    assert response.status_code == 302
    return response["Location"]


def names(client: Client) -> list[str]:
    page = client.get("/?year=2025").content.decode()
    return [name for name in ("我的", "别的") if f">{name}</a>" in page]


def test_a_filter_is_kept_opened_and_dropped(city_inspector_client: Client) -> None:
    assert keep(city_inspector_client) == ADDRESS
    assert names(city_inspector_client) == ["我的"]
    assert "year=2025&amp;search=x" in city_inspector_client.get("/").content.decode()
    dropped = city_inspector_client.post("/filters/drop/", {"address": ADDRESS, "back": "/"})
    assert dropped.status_code == 302
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


def test_another_person_at_the_same_machine_does_not_see_them(
    city_inspector_client: Client, nation_viewer: Officer
) -> None:
    keep(city_inspector_client)
    other = client_of(nation_viewer)
    other.cookies[filters.COOKIE] = city_inspector_client.cookies[filters.COOKIE].value
    assert names(other) == []


@pytest.mark.parametrize(
    "address", ["//evil.example/", "https://evil.example/", "javascript:alert(1)", "x", "/?" + "x" * 300]
)
def test_what_is_not_an_address_of_ours_is_not_kept(city_inspector_client: Client, address: str) -> None:
    assert "evil" not in keep(city_inspector_client, address=address)
    assert names(city_inspector_client) == []


def test_a_filter_without_a_name_is_not_kept(city_inspector_client: Client) -> None:
    keep(city_inspector_client, name="  ")
    assert "没有保存" in city_inspector_client.get("/").content.decode()


def test_a_cookie_that_somebody_changed_is_nothing(city_inspector_client: Client) -> None:
    keep(city_inspector_client)
    changed = city_inspector_client.cookies[filters.COOKIE].value.replace("year", "yeah")
    city_inspector_client.cookies[filters.COOKIE] = changed + "x"
    assert names(city_inspector_client) == []

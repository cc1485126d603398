"""A login that has run out: nothing typed is lost, and one comes back to a page that can be opened."""

import pytest
from django.test import Client


@pytest.mark.django_db
def test_a_page_comes_back_after_the_login(client: Client) -> None:
    assert client.get("/ledgers/?year=2025")["Location"] == "/login/?next=/ledgers/%3Fyear%3D2025"


@pytest.mark.django_db
def test_a_form_comes_back_to_the_page_that_sent_it(client: Client) -> None:
    answer = client.post(
        "/ledgers/1/problems/2/", headers={"Referer": "http://testserver/ledgers/1/problems/"}
    )
    assert answer["Location"] == "/login/?next=/ledgers/1/problems/"


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["https://evil.example/", "//evil.example/", ""])
def test_a_form_from_elsewhere_comes_back_to_the_first_page(client: Client, page: str) -> None:
    assert client.post("/ledgers/1/accept/", headers={"Referer": page})["Location"] == "/login/?next=/"


@pytest.mark.django_db
def test_a_part_of_a_page_is_told_above_the_page_which_stays(client: Client) -> None:
    answer = client.post("/ledgers/1/problems/2/", headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer["HX-Retarget"] == "#notices"
    told = answer.content.decode()
    assert "登录已过期" in told and "<html" not in told


def test_an_address_that_only_takes_forms_says_so(clerk_client: Client) -> None:
    answer = clerk_client.get("/logout/")
    assert answer.status_code == 405
    assert answer["Allow"]
    assert "这个地址不能直接打开" in answer.content.decode()


def test_head_is_answered_like_get(clerk_client: Client) -> None:
    assert clerk_client.head("/ledgers/").status_code == 200

"""What holds of every page: what it tells the browser, and that nothing in it runs or needs to run."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from django.views import defaults

from counties.models import Officer, User
from tests.factories import whole
from tests.steps import judged

pytestmark = pytest.mark.django_db

TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
# What is set as PDF carries its style with it and meets no browser.
PAPERS = settings.BASE_DIR / "templates" / "reports" / "papers"
PAGES = [path for path in TEMPLATES if not path.is_relative_to(PAPERS)]
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:|hx-on|hx-vals=.js:", re.IGNORECASE
)


def test_every_answer_is_for_one_reader_only_and_runs_nothing_but_our_own(
    clerk: Officer, clerk_client: Client
) -> None:
    results = f"/results/{judged(clerk).pk}/"
    for address in ("/", "/ledgers/", "/ledgers/template/", results, "/nowhere/", "/login/"):
        response = clerk_client.get(address)
        whole(response)
        assert {"private", "no-store"} <= set(response["Cache-Control"].split(", ")), address
        assert "script-src 'self'" in response["Content-Security-Policy"]
        assert "unsafe" not in response["Content-Security-Policy"]
        assert response["X-Frame-Options"] == "DENY"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_page_has_a_script_or_a_style_of_its_own(path: Path) -> None:
    assert INLINE.search('<p style="color: red">')
    markup = re.sub("{%.*?%}", "", path.read_text(encoding="utf-8"))
    assert not INLINE.search(markup)


@pytest.mark.parametrize(
    "name",
    [
        "theme.css",
        "tables.css",
        "figures.css",
        "items.css",
        "mark.svg",
        "appearance.js",
        "keys.js",
        "verify.js",
    ],
)
def test_our_own_files_are_served(client: Client, name: str) -> None:
    response = client.get(f"/static/{name}")
    whole(response)
    assert response.status_code == 200


@pytest.mark.parametrize("name", ["bootstrap/css/bootstrap.min.css", "django_htmx/htmx-2.min.js"])
def test_the_files_of_others_are_served_from_here(client: Client, name: str) -> None:
    response = client.get(f"/static/{name}")
    whole(response)
    assert response.status_code == 200


def test_what_is_not_there_says_so_in_plain_words(client: Client) -> None:
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert "没有您可以查看的内容" in response.content.decode()


def test_a_login_without_a_post_is_told_whom_to_ask(client: Client) -> None:
    client.force_login(User.objects.create_user("nobody"))
    response = client.get("/")
    assert response.status_code == 403
    assert "没有岗位" in response.content.decode()


def test_the_wrong_post_is_told_so(city_inspector_client: Client) -> None:
    response = city_inspector_client.get("/ledgers/upload/")
    assert response.status_code == 403
    assert "只有县级填报员" in response.content.decode()


def test_an_error_of_ours_says_what_became_of_ones_work(rf: RequestFactory) -> None:
    response = defaults.server_error(rf.get("/"))
    assert response.status_code == 500
    assert "以前保存的内容都还在" in response.content.decode()


def test_a_request_that_cannot_be_read_says_so(rf: RequestFactory) -> None:
    response = defaults.bad_request(rf.get("/"), ValueError())
    assert response.status_code == 400
    assert "没有做任何改动" in response.content.decode()


def test_one_logs_in_and_out(clerk: Officer, client: Client) -> None:
    page = client.get("/", follow=True)
    assert "登录" in page.content.decode()
    wrong = client.post("/login/", {"username": "clerk", "password": "wrong"})
    assert "notice error" in wrong.content.decode()
    home = client.post(
        "/login/", {"username": "clerk", "password": "correct horse 1949", "next": "/"}, follow=True
    )
    assert clerk.division.name in home.content.decode()
    client.post("/logout/")
    assert client.get("/").status_code == 302


def test_a_login_leads_to_no_foreign_site(clerk: Officer, client: Client) -> None:
    login = {"username": "clerk", "password": "correct horse 1949", "next": "//evil.example/"}
    assert client.post("/login/", login)["Location"] == "/"

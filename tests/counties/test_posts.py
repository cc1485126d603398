"""Posts begin and end by whoever answers for the office, and with them what one may see."""

import pytest
from django.test import Client
from django.utils import timezone

from counties.actions import Refused
from counties.models import Division, Officer, User
from counties.posts import actions
from operations import audit
from operations.models import AuditEvent
from tests.factories import client_of, officer

pytestmark = pytest.mark.django_db
Role = Officer.Role


@pytest.fixture
def leader(city: Division) -> Officer:
    return officer("city_leader", city, Role.LEADER)


def appoint(
    by: Officer, division: Division, role: Officer.Role = Role.CLERK, username: str = "new"
) -> Officer:
    return actions.appoint(
        username=username,
        name="新人",
        password="correct horse 1949",
        division=division,
        role=role,
        by=by,
        at=timezone.now(),
    )


def test_a_leader_appoints_in_his_office_and_below_and_nowhere_else(
    leader: Officer, county: Division, city: Division, clerk: Officer
) -> None:
    assert appoint(leader, county).division == county
    assert appoint(leader, city, Role.INSPECTOR, "second").division == city
    assert city.parent is not None
    for by, place in ((leader, city.parent), (clerk, county)):
        with pytest.raises(Refused):
            appoint(by, place, username="third")
    assert not User.objects.filter(username="third").exists()
    assert AuditEvent.objects.filter(action="post.begun").count() == 2
    assert audit.verify() == []


def test_a_sibling_office_is_out_of_reach(leader: Officer, city: Division) -> None:
    peer = Division.objects.create(
        code="990200", name="他市", level="city", parent=city.parent, valid_from=1980
    )
    for role in (Role.CLERK, Role.VIEWER):
        with pytest.raises(Refused):
            appoint(leader, peer, role)


def test_a_transfer_ends_one_post_begins_another_and_ends_the_sessions(
    leader: Officer, clerk: Officer, neighbour: Division, clerk_client: Client
) -> None:
    assert clerk_client.get("/").status_code == 200
    made = actions.transfer(post=clerk, division=neighbour, role=Role.CLERK, by=leader, at=timezone.now())
    clerk.refresh_from_db()
    assert clerk.ended_on is not None
    assert (made.user, made.division, made.ended_on) == (clerk.user, neighbour, None)
    assert clerk_client.get("/")["Location"].startswith("/login/")
    again = client_of(made)
    assert neighbour.name in again.get("/").content.decode()
    assert clerk.division.name not in again.get("/").content.decode()


def test_an_ended_post_lets_nobody_in(leader: Officer, clerk: Officer, clerk_client: Client) -> None:
    page = client_of(leader).post(f"/posts/{clerk.pk}/", {"do": "end"})
    assert page.status_code == 302
    assert clerk_client.get("/").status_code == 302
    assert client_of(Officer.objects.get(pk=clerk.pk)).get("/").status_code == 403
    with pytest.raises(Refused, match="离任"):
        actions.end_post(post=clerk, by=leader, at=timezone.now())


def test_nobody_ends_his_own_post(leader: Officer) -> None:
    page = client_of(leader).post(f"/posts/{leader.pk}/", {"do": "end"})
    assert page.status_code == 409
    assert "不能任免自己" in page.content.decode()


def test_a_leader_appoints_on_the_page(leader: Officer, county: Division) -> None:
    browser = client_of(leader)
    form = {
        "division": county.code,
        "role": "leader",
        "username": "boss",
        "name": "某",
        "password": "Long1949word",
    }
    assert browser.post("/posts/", form).status_code == 302
    assert "某" in browser.get("/posts/").content.decode()
    refused = browser.post("/posts/", {**form, "username": "boss"})
    assert refused.status_code == 422
    assert "现任" in refused.content.decode()
    assert browser.post("/posts/", {**form, "division": "110000"}).status_code == 422


@pytest.mark.parametrize("role", [Role.ACCOUNTS, Role.SECURITY, Role.AUDITOR])
def test_who_looks_after_the_system_sees_nothing_of_the_business(
    role: Officer.Role, city: Division, clerk: Officer
) -> None:
    browser = client_of(officer("keeper", city, role))
    assert browser.get("/")["Location"] == "/posts/"
    assert browser.get(f"/counties/{clerk.division.code}/").status_code == 404
    assert clerk.division.name not in browser.get("/assessments/?all=1").content.decode()


def test_the_administrator_changes_no_post_behind_the_trail(clerk: Officer, client: Client) -> None:
    client.force_login(User.objects.create_superuser("root"))
    address = f"/admin/counties/officer/{clerk.pk}/change/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"role": "leader"}).status_code == 403
    assert client.get("/admin/counties/officer/add/").status_code == 403
    clerk.refresh_from_db()
    assert clerk.role == Role.CLERK

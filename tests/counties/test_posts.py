"""Posts begin and end by whoever answers for the office, and with them what one may see."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from counties.actions import Refused
from counties.models import Division, Officer, User
from counties.posts import actions
from operations import audit
from operations.models import AuditEvent
from tests import factories
from tests.factories import client_of, officer
from tests.steps import accepted

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
    assert AuditEvent.objects.filter(action="post.begun", refused=False).count() == 2
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


def test_whose_post_another_office_gave_is_told_no_more_of(
    leader: Officer, county: Division, neighbours_clerk: Officer
) -> None:
    """A leader who tries the names of other offices' accounts learns neither who it is nor where."""
    stranger = officer("stranger", factories.division("990300", "远市"), Role.INSPECTOR)
    with pytest.raises(Refused, match="另有岗位") as refused:
        appoint(leader, county, username=stranger.user.username)
    assert "远市" not in str(refused.value)
    assert Role.INSPECTOR.label not in str(refused.value)
    with pytest.raises(Refused, match="邻县"):
        appoint(leader, county, username=neighbours_clerk.user.username)


def test_nobody_is_transferred_to_inspect_at_a_county(
    leader: Officer, city_inspector: Officer, county: Division
) -> None:
    with pytest.raises(Refused, match="县级不设督学"):
        actions.transfer(
            post=city_inspector, division=county, role=Role.INSPECTOR, by=leader, at=timezone.now()
        )


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
    assert browser.get("/")["Location"] == ("/trail/" if role == Role.AUDITOR else "/posts/")
    assert browser.get(f"/counties/{clerk.division.code}/").status_code == 404
    assert clerk.division.name not in browser.get("/assessments/?all=1").content.decode()
    page = browser.get("/posts/").content.decode()
    assert 'href="/posts/" aria-current="page"' in page
    assert not any(business in page for business in ('href="/roadmap/"', 'href="/inbox/"', 'id="search"'))
    assert ("任免由本级负责人或安全管理员办理" in page) == (role != Role.SECURITY)


def test_the_administrator_changes_no_post_behind_the_trail(clerk: Officer, client: Client) -> None:
    client.force_login(User.objects.create_superuser("root"))
    address = f"/admin/counties/officer/{clerk.pk}/change/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"role": "leader"}).status_code == 403
    assert client.get("/admin/counties/officer/add/").status_code == 403
    clerk.refresh_from_db()
    assert clerk.role == Role.CLERK


def test_what_was_refused_is_in_the_trail_with_who_asked_and_why(
    leader: Officer, clerk: Officer, county: Division, city: Division
) -> None:
    at = timezone.now()
    deeds: dict[str, Callable[[], object]] = {
        "post.begun": lambda: appoint(clerk, county),
        "post.ended": lambda: actions.end_post(post=leader, by=leader, at=at),
        "post.transferred": lambda: actions.transfer(
            post=leader, division=county, role=Role.LEADER, by=clerk, at=at
        ),
        "conflict.entered": lambda: actions.enter_conflict(
            user=clerk.user, division=county, reason="亲属", by=clerk, at=at
        ),
        "post.asked": lambda: actions.office(code="110000", by=leader, at=at),
    }
    for action, deed in deeds.items():
        with pytest.raises(Refused) as refused:
            deed()
        event = AuditEvent.objects.get(action=action)
        assert (event.refused, event.reason) == (True, str(refused.value))
        assert event.office
        assert event.role
    assert Officer.objects.filter(ended_on=None).count() == 2
    assert audit.verify() == []


@pytest.mark.parametrize(
    ("role", "appoints"), [(Role.ACCOUNTS, False), (Role.SECURITY, True), (Role.AUDITOR, False)]
)
def test_of_the_three_only_the_security_officer_appoints_in_his_office_and_below(
    role: Officer.Role, appoints: bool, city: Division, county: Division, clerk: Officer
) -> None:
    browser = client_of(officer("keeper", city, role))
    for address in ("/", "/posts/", "/inbox/", "/manual/", "/assessments/"):
        assert browser.get(address, follow=True).status_code == 200, address
    form = {"role": "viewer", "username": "new", "name": "某", "password": "Long1949word"}
    for number, place in enumerate((city, county)):
        answer = browser.post("/posts/", {**form, "division": place.code, "username": f"new{number}"})
        assert answer.status_code == (302 if appoints else 403)
    page = browser.post(f"/posts/{clerk.pk}/", {"division": city.code, "role": "viewer"})
    assert page.status_code == (302 if appoints else 403)
    ending = Officer.objects.filter(ended_on=None, user__username="clerk").get()
    assert browser.post(f"/posts/{ending.pk}/", {"do": "end"}).status_code == (302 if appoints else 403)
    assert browser.post("/posts/", {**form, "division": "110000"}).status_code == (422 if appoints else 403)


@pytest.mark.parametrize("role", [Role.ACCOUNTS, Role.SECURITY, Role.AUDITOR])
def test_none_of_the_three_does_anything_of_the_countys_business(
    role: Officer.Role, county: Division, clerk: Officer
) -> None:
    ledger = accepted(clerk)
    browser = client_of(officer("keeper", county, role))
    for address in (f"/ledgers/{ledger.pk}/", f"/ledgers/{ledger.pk}/file/", f"/ledgers/{ledger.pk}/rows/"):
        assert browser.get(address).status_code == 404
    assert browser.post("/ledgers/upload/", {}).status_code == 403
    assert browser.post(f"/ledgers/{ledger.pk}/accept/").status_code in {403, 404}

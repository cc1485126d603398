"""What is refused at the door, what leaves by it, and who comes and goes, is in the trail."""

import pytest
from django.contrib import admin
from django.contrib.admin import autodiscover
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import Settings

from counties.models import Officer, User
from operations import audit, origin
from operations.administration import Noted
from operations.models import AuditEvent
from schools.admin import ReadOnlyAdmin
from schools.models import Ledger
from tests.factories import whole
from tests.steps import checked

NO_POSTS = {"posts-TOTAL_FORMS": "0", "posts-INITIAL_FORMS": "0"}
pytestmark = pytest.mark.django_db


def events(action: str) -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(action=action).order_by("pk"))


@pytest.fixture
def ledger(clerk: Officer) -> Ledger:
    return checked(clerk)


def test_a_row_of_another_county_asked_for_is_noted(
    ledger: Ledger, neighbours_clerk: Officer, neighbours_clerk_client: Client
) -> None:
    response = neighbours_clerk_client.get(reverse("ledger", args=[ledger.pk]), REMOTE_ADDR="192.0.2.7")
    assert response.status_code == 404
    (event,) = events("access.refused")
    assert event.refused
    assert (event.actor, event.role, event.ip) == ("neighbours_clerk", "clerk", "192.0.2.7")
    assert event.office == f"{neighbours_clerk.division.code} 邻县"
    assert event.object == f"route:ledger:{ledger.pk}"
    assert event.detail == {"method": "GET", "status": "404", "arguments": {"pk": str(ledger.pk)}}
    assert event.request == response["X-Request-Id"]
    assert audit.verify() == []


@pytest.mark.parametrize(
    ("route", "method", "status"), [("ledger-accept", "post", 403), ("form-download", "get", 404)]
)
def test_what_a_post_does_not_allow_is_noted(
    route: str, method: str, status: int, ledger: Ledger, city_inspector_client: Client
) -> None:
    arguments = {"pk": ledger.pk} | ({"kind": "forms"} if route == "form-download" else {})
    address = reverse(route, kwargs=arguments)
    assert getattr(city_inspector_client, method)(address).status_code == status
    assert [event.detail["status"] for event in events("access.refused")] == [str(status)]


def test_a_step_that_comes_too_late_is_noted(ledger: Ledger, clerk_client: Client) -> None:
    Ledger.objects.update(state=Ledger.State.REFUSED)
    assert clerk_client.post(reverse("ledger-accept", args=[ledger.pk])).status_code == 409
    assert [event.detail["status"] for event in events("access.refused")] == ["409"]


def test_a_refusal_that_its_action_wrote_down_is_not_noted_twice(clerk_client: Client) -> None:
    asked = {"year": "2025", "kind": "schools", "standard": "quality-2017"}
    picture = SimpleUploadedFile("a.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(200))
    sent = clerk_client.post(reverse("ledger-upload"), {**asked, "file": picture})
    assert sent.status_code == 422
    assert len(events("ledger.refused")) == 1
    assert events("access.refused") == []
    assert events("ledger.refused")[0].request == sent["X-Request-Id"]
    assert events("ledger.refused")[0].role == "clerk"


def test_strangers_and_slips_of_the_pen_are_not_noted(ledger: Ledger, clerk_client: Client) -> None:
    Client().get(reverse("ledger", args=[ledger.pk]))
    assert clerk_client.get("/nowhere/").status_code == 404
    assert clerk_client.get(reverse("ledger", args=[ledger.pk])).status_code == 200
    assert events("access.refused") == []


def test_a_refusal_stays_one_where_the_trail_is_away(
    ledger: Ledger, neighbours_clerk_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(**event: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(audit, "append", away)
    assert neighbours_clerk_client.get(reverse("ledger", args=[ledger.pk])).status_code == 404


def test_no_file_leaves_without_its_event(
    ledger: Ledger, clerk_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = reverse("ledger-file", args=[ledger.pk])
    whole(clerk_client.get(address))
    (event,) = events("file.downloaded")
    assert (event.actor, event.object, event.refused) == ("clerk", f"route:ledger-file:{ledger.pk}", False)

    def away(**event: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(audit, "append", away)
    with pytest.raises(DatabaseError):
        clerk_client.get(address)


def test_who_comes_goes_and_fails_to_come_is_noted(clerk: Officer) -> None:
    clerk.user.set_password("right-and-long-1")
    clerk.user.save()
    client = Client()
    client.post(reverse("login"), {"username": "clerk", "password": "wrong"}, REMOTE_ADDR="192.0.2.8")
    client.post(reverse("login"), {"username": "clerk", "password": "right-and-long-1"})
    client.post(reverse("logout"))
    noted = [*events("account.login_refused"), *events("account.logged_in"), *events("account.logged_out")]
    assert [(event.actor, event.refused) for event in noted] == [
        ("clerk", True),
        ("clerk", False),
        ("clerk", False),
    ]
    assert noted[0].ip == "192.0.2.8"
    assert "wrong" not in str([vars(event) for event in noted])


def test_an_odd_name_at_the_door_is_noted_as_far_as_it_fits() -> None:
    Client().post(reverse("login"), {"username": "x" * 100_000, "password": "y"})
    Client().post(reverse("login"), {"username": "a\0\u202e', (1)--", "password": "y"})
    assert all(len(event.actor) <= 150 for event in events("account.login_refused"))
    assert audit.verify() == []


def test_what_an_administrator_changes_is_noted() -> None:
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    password = {"password1": "right-and-long-1", "password2": "right-and-long-1"}
    added = client.post(reverse("admin:counties_user_add"), {"username": "new", **password, **NO_POSTS})
    assert added.status_code == 302, added.context["errors"]
    user = User.objects.get(username="new")
    changed = client.post(f"/admin/counties/user/{user.pk}/password/", password)
    assert changed.status_code == 302
    deleted = client.post(reverse("admin:counties_user_delete", args=[user.pk]), {"post": "yes"})
    assert deleted.status_code == 302
    noted = [*events("admin.added"), *events("admin.changed"), *events("admin.deleted")]
    assert [event.actor for event in noted] == ["root"] * 3
    assert {event.object for event in noted} == {f"counties.user:{user.pk}"}
    assert len({event.after for event in noted[:2]}) == 2
    assert "right-and-long" not in str([vars(event) for event in noted])


def test_every_room_of_the_administrator_is_noted_or_changes_nothing() -> None:
    autodiscover()
    rooms = [room for room in admin.site._registry.values() if not isinstance(room, ReadOnlyAdmin | Noted)]
    request = RequestFactory().get("/")
    request.user = User.objects.create_superuser("root")
    may = [
        str(room)
        for room in rooms
        if room.has_change_permission(request)
        or room.has_add_permission(request)
        or room.has_delete_permission(request)
    ]
    assert may == []


def test_the_address_behind_a_proxy_is_the_one_that_the_proxy_saw(settings: Settings) -> None:
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR="6.6.6.6, 192.0.2.1", REMOTE_ADDR="127.0.0.1")
    settings.HTTPS = False
    assert origin.address(request) == "127.0.0.1"
    settings.HTTPS = True
    assert origin.address(request) == "192.0.2.1", "what a client writes in front is his own invention"


def test_outside_a_request_there_is_no_origin() -> None:
    origin.known(actor="x", office="y", role="z")
    assert origin.current() == origin.Origin()

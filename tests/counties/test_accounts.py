"""An account belongs to a named person, who comes and goes by the front door."""

from typing import cast

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from counties import actions
from counties.models import Division, Officer, User
from operations.models import AuditEvent
from tests.factories import NOW, client_of
from tests.factories import officer as make_officer

PASSWORD = "梧桐更兼细雨2025"


def open_account(division: Division, *, username: str = "zhang", password: str = PASSWORD) -> Officer:
    return actions.open_account(
        username=username,
        name="张三",
        password=password,
        division=division,
        role=Officer.Role.CLERK,
        by="admin",
        at=NOW,
    )


def test_an_opened_account_has_a_post_and_can_log_in(county: Division) -> None:
    officer = open_account(county)
    assert officer.may_fill and str(officer.user) == "张三"
    assert authenticate(username="zhang", password=PASSWORD) == officer.user
    event = AuditEvent.objects.get()
    assert (event.action, event.object, event.actor) == ("account.opened", "user:zhang", "admin")
    said = {"name": "张三", "division": "990101", "role": "clerk"}
    assert event.detail.items() >= said.items()


def test_a_username_is_given_once(county: Division) -> None:
    open_account(county)
    with pytest.raises(actions.Refused, match="zhang"):
        open_account(county)
    assert User.objects.count() == 1 and AuditEvent.objects.count() == 1


@pytest.mark.parametrize("password", ["short", "password123", "20252025202520"])
def test_a_weak_password_is_refused_and_nothing_is_made(county: Division, password: str) -> None:
    with pytest.raises(actions.Refused):
        open_account(county, password=password)
    assert not User.objects.exists() and not AuditEvent.objects.exists()


def test_a_person_holds_one_post_at_a_time(county: Division, neighbour: Division) -> None:
    officer = open_account(county)
    with pytest.raises(IntegrityError):
        Officer.objects.create(
            user=officer.user, division=neighbour, role=Officer.Role.VIEWER, began_on=officer.began_on
        )


def log_in(client: Client, password: str) -> HttpResponse:
    answer = {"username": "clerk", "password": password, "next": reverse("health")}
    return cast(HttpResponse, client.post(reverse("login"), answer))


def test_logging_in_and_out(client: Client, clerk: Officer) -> None:
    wrong = log_in(client, "wrong")
    assert wrong.status_code == 200 and "_auth_user_id" not in client.session
    right = log_in(client, "correct horse 1949")
    assert right.status_code == 302 and client.session["_auth_user_id"] == str(clerk.user.pk)
    assert client.get(reverse("logout")).status_code == 405
    assert client.post(reverse("logout")).status_code == 302
    assert "_auth_user_id" not in client.session


def test_the_session_changes_at_log_in(client: Client, clerk: Officer) -> None:
    client.session.save()
    before = client.session.session_key
    log_in(client, "correct horse 1949")
    assert client.session.session_key != before


@pytest.mark.parametrize("model", ["division", "officer", "user"])
def test_the_administrator_sees_the_lists_and_an_officer_does_not(model: str, clerk: Officer) -> None:
    address = reverse(f"admin:counties_{model}_changelist")
    assert client_of(clerk).get(address).status_code == 302
    User.objects.filter(pk=clerk.user.pk).update(is_staff=True, is_superuser=True)
    assert client_of(clerk).get(address).status_code == 200


def test_divisions_are_exported_and_not_edited_by_hand(county: Division) -> None:
    officer = make_officer("root", county, Officer.Role.VIEWER)
    User.objects.update(is_staff=True, is_superuser=True)
    client = client_of(officer)
    exported = client.post(
        reverse("admin:counties_division_export"),
        {"format": "0", "resource": "0", "divisionresource_code": "on", "divisionresource_name": "on"},
    )
    assert "990101,示例县" in exported.content.decode()
    assert client.get(reverse("admin:counties_division_add")).status_code == 403
    assert client.post(reverse("admin:counties_division_change", args=[county.pk])).status_code == 403

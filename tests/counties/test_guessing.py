"""Whoever guesses at passwords is stopped after a few, and nobody else is."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from counties import guessing
from counties.models import Officer
from operations.models import AuditEvent
from tests.factories import client_of
from tests.forging import forge

pytestmark = pytest.mark.django_db

RIGHT = "correct horse 1949"


def tried(name: str, password: str = "wrong", address: str = "10.0.0.1") -> bool:
    """Log in from *address*; did it work?"""
    response = Client(REMOTE_ADDR=address).post("/login/", {"username": name, "password": password})
    return response.status_code == 302


def guessed(name: str, times: int = guessing.OF_A_NAME, address: str = "10.0.0.1") -> None:
    for _ in range(times):
        assert not tried(name, address=address)


def later(minutes: int) -> None:
    for event in AuditEvent.objects.filter(action=guessing.FAILED):
        forge(AuditEvent.objects.filter(pk=event.pk), at=event.at - timedelta(minutes=minutes))


def test_after_five_wrong_passwords_not_even_the_right_one_opens(clerk: Officer) -> None:
    guessed("clerk", guessing.OF_A_NAME - 1)
    assert tried("clerk", RIGHT)
    guessed("clerk")
    assert not tried("clerk", RIGHT)
    assert not tried("clerk", RIGHT, address="10.9.9.9")
    assert AuditEvent.objects.filter(action=guessing.BARRED, object="user:clerk", refused=True).count() == 2


def test_after_half_an_hour_it_opens_again_and_trying_meanwhile_does_not_prolong_it(clerk: Officer) -> None:
    guessed("clerk")
    later(29)
    assert not tried("clerk", RIGHT)
    later(2)
    assert tried("clerk", RIGHT)


def test_a_colleague_behind_the_same_address_is_not_kept_out(
    clerk: Officer, neighbours_clerk: Officer
) -> None:
    guessed("clerk")
    assert tried("neighbours_clerk", RIGHT)


def test_who_tries_many_names_is_stopped_by_his_address(
    clerk: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guessing, "OF_AN_ADDRESS", 8)
    for number in range(8):
        assert not tried(f"somebody{number}")
    assert not tried("clerk", RIGHT)
    assert tried("clerk", RIGHT, address="10.9.9.9")


def test_a_proxy_on_this_machine_is_nobodys_address(clerk: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guessing, "OF_AN_ADDRESS", 2)
    for number in range(3):
        assert not tried(f"somebody{number}", address="127.0.0.1")
    assert tried("clerk", RIGHT, address="127.0.0.1")


def test_a_name_that_is_nobodys_is_answered_like_any_other(clerk: Officer) -> None:
    """Neither a wrong password nor the pause tells who has an account."""

    def answers(name: str) -> list[str]:
        forms = ({"username": name, "password": "wrong"} for _ in range(guessing.OF_A_NAME + 1))
        browser = Client(REMOTE_ADDR="10.0.0.1")
        browser.get("/login/")
        pages = [browser.post("/login/", form).content.decode() for form in forms]
        return [page.replace(name, "").split("<main")[1].split("csrfmiddleware")[0] for page in pages]

    of_clerk = answers("clerk")
    assert of_clerk == answers("nobody")
    assert guessing.TOO_OFTEN in of_clerk[-1]
    assert guessing.TOO_OFTEN not in of_clerk[0]


def test_who_is_in_stays_in_whoever_guesses_at_his_name(clerk: Officer) -> None:
    inside = client_of(clerk)
    guessed("clerk")
    assert inside.get("/").status_code == 200


def test_without_the_limit_the_right_password_is_found(
    clerk: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    monkeypatch.setattr(guessing, "OF_A_NAME", 1_000)
    guessed("clerk", 6)
    assert tried("clerk", RIGHT)


def test_old_events_are_not_read(clerk: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    guessed("clerk")
    monkeypatch.setattr(guessing, "LOOKED_AT", 2)
    assert not guessing.is_barred("clerk", "", at=timezone.now())

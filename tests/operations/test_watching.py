import pytest
from django.db import OperationalError, connection
from django.test import Client


@pytest.mark.django_db
def test_the_watching_machine_needs_no_login(client: Client) -> None:
    answer = client.get("/health")
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_it_is_told_when_the_database_is_away_and_nothing_more(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise OperationalError("no server at 10.0.0.1")

    monkeypatch.setattr(connection, "cursor", away)
    answer = client.get("/health")
    assert answer.status_code == 503
    assert "10.0.0.1" not in answer.content.decode()

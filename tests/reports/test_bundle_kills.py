"""Whoever is killed while a parcel is made, and whenever: nothing is lost, doubled or half made."""

import json
from pathlib import Path

import pytest

from tests.reports.bundle_kills import COUNTIES, KILLS
from tests.schools.test_crowd import manage
from tests.servers import on_postgresql

pytestmark = [pytest.mark.proof, pytest.mark.timeout(600)]
SEED = 20251125


def storm(var: Path, database_url: str) -> None:
    command = f"from tests.reports import bundle_kills; bundle_kills.storm({SEED})"
    found = json.loads(manage(var, database_url, "shell", "-v", "0", "-c", command))
    print(f"seed {SEED}: {KILLS} kills; {found}")
    assert found["midway"] >= KILLS // 5, "the kills met nobody at work"
    held = found["zip"]
    assert (held["whole"], held["names"], held["wrong"], held["digest"]) == (True, True, [], True)
    assert held["documents"] == found["documents"], "nothing is doubled, nothing left out"
    assert COUNTIES <= found["rendered"] <= COUNTIES + KILLS, "rendered again only where a kill undid it"
    assert found["same"], "asked for again it is the same, and nothing is rendered again"
    assert (found["missing"], found["unfinished"], found["faults"], found["strays"]) == ([], 0, [], [])


def test_no_kill_leaves_half_a_parcel_on_sqlite(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOB_LEASE_SECONDS", "1")
    manage(var, "", "migrate", "--verbosity", "0")
    storm(var, "")


@pytest.mark.broker
@pytest.mark.django_db(transaction=True)
def test_no_kill_leaves_half_a_parcel_on_postgresql(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOB_LEASE_SECONDS", "1")
    storm(var, on_postgresql())

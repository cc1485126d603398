"""Whoever is killed, and whenever: no ledger is lost, doubled or half done."""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from tests.schools.kills import COUNTIES, IN_ORDER, KILLS, SHORTER, WITH_ERRORS
from tests.schools.test_crowd import manage
from tests.servers import on_postgresql

pytestmark = [pytest.mark.proof, pytest.mark.timeout(180)]
SEED = 20251125


def storm(var: Path, database_url: str) -> None:
    command = f"from tests.schools import kills; kills.storm({SEED})"
    found = json.loads(manage(var, database_url, "shell", "-v", "0", "-c", command))
    ledgers = found.pop("ledgers")
    print(f"seed {SEED}: {KILLS} kills, {len(ledgers)} ledgers; {found}")
    assert found["midway"] >= KILLS // 5, "the kills met nobody at work"
    assert found["accepted_meanwhile"] >= 2, "nothing was accepted between the kills"
    assert (found["unfinished"], found["failed"], found["faults"]) == (0, [], [])
    assert found["integrity"] == "ok"
    assert found["told"] == [ledger["pk"] for ledger in ledgers]
    assert len(ledgers) == 3 * COUNTIES
    by_county = defaultdict(list)
    for ledger in ledgers:
        by_county[ledger["county"]].append(ledger)
    for of_county in by_county.values():
        in_order(of_county)
    alike(by_county)


def in_order(ledgers: list[dict[str, Any]]) -> None:
    """A county's three ledgers: two were accepted, one after the other; the third has errors."""
    assert [ledger["version"] for ledger in ledgers] == [1, 2, 3]
    assert [ledger["schools"] for ledger in ledgers] == [IN_ORDER, SHORTER, WITH_ERRORS]
    assert sorted(ledger["state"] for ledger in ledgers[:2]) == ["accepted", "replaced"]
    assert ledgers[2]["state"] == "checked"
    for ledger, rows in zip(ledgers, (IN_ORDER, SHORTER, 0), strict=True):
        once = {"ledger.received": 1, "ledger.checked": 1}
        assert ledger["events"] == once | ({"ledger.accepted": 1} if rows else {})
        assert len(ledger["rows"]) == len(set(ledger["rows"])) == rows
        assert ledger["contents"] == 1
        assert ledger["calculations"] <= 1
        assert ledger["calculations"] or ledger["state"] != "accepted"


def alike(by_county: dict[str, list[dict[str, Any]]]) -> None:
    """Every county sent the same, so that a row or a problem too few or too many would show."""
    first, *others = by_county.values()
    assert any(problem[0] == "error" for problem in first[2]["problems"])
    for other in others:
        for ours, theirs in zip(first, other, strict=True):
            assert ours["rows"] == theirs["rows"]
            assert ours["problems"] == theirs["problems"]


def test_no_kill_leaves_half_a_ledger_on_sqlite(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOB_LEASE_SECONDS", "1")
    manage(var, "", "migrate", "--verbosity", "0")
    storm(var, "")


@pytest.mark.broker
@pytest.mark.django_db(transaction=True)
def test_no_kill_leaves_half_a_ledger_on_postgresql(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOB_LEASE_SECONDS", "1")
    storm(var, on_postgresql())

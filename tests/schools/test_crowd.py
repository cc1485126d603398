"""A hundred uploads at the same moment: every one answered, no version lost, none given twice."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as project

from tests.schools import http_crowd
from tests.schools.crowd import ALIKE, CROWD
from tests.servers import on_postgresql

SLOWEST = 10  # seconds
MANAGE = [sys.executable, str(project.BASE_DIR / "manage.py")]


def manage(var: Path, database_url: str, *arguments: str) -> str:
    environ = os.environ | {"VAR_DIR": str(var), "DATABASE_URL": database_url, "JOBS_WAKE": "none"}
    environ |= {"SECRET_KEY": "a key for tests only, of more than fifty characters."}
    done = subprocess.run(
        [*MANAGE, *arguments],
        env=environ,
        cwd=project.BASE_DIR,
        check=False,
        capture_output=True,
        timeout=400,
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return done.stdout.decode()


def rush(var: Path, database_url: str) -> None:
    told = manage(
        var, database_url, "shell", "-v", "0", "-c", "from tests.schools import crowd; crowd.rush()"
    )
    found = json.loads(told)
    versions = CROWD - ALIKE + 1  # ten of them sent the same bytes
    assert len(found["told"]) == CROWD
    assert found["kept"] == list(range(1, versions + 1))
    assert set(found["told"][:ALIKE]) == {found["told"][0]}
    assert len(set(found["told"])) == versions
    assert found["done"] == [versions, versions]
    print(f"the slowest of {CROWD} took {found['slowest']:.2f} s")
    assert found["slowest"] <= SLOWEST


@pytest.mark.proof
@pytest.mark.timeout(180)
def test_a_hundred_uploads_at_once_on_sqlite(var: Path) -> None:
    manage(var, "", "migrate", "--verbosity", "0")
    rush(var, "")


@pytest.mark.proof
@pytest.mark.timeout(180)
@pytest.mark.broker
@pytest.mark.django_db(transaction=True)
def test_a_hundred_uploads_at_once_on_postgresql(var: Path) -> None:
    rush(var, on_postgresql())


def rush_over_http(var: Path, database_url: str) -> None:
    """Every clerk is answered, no page is an error, and every ledger is checked whole."""
    command = "from tests.schools import http_crowd; http_crowd.rush()"
    found = json.loads(manage(var, database_url, "shell", "-v", "0", "-c", command))
    crowd = http_crowd.CROWD
    print(
        f"{crowd} uploads over HTTP: the slowest answered after {found['slowest']:.1f} s, "
        f"all checked after {found['ended']:.1f} s"
    )
    assert found["statuses"] == [302] * crowd
    assert found["pages"] == ["已校核"] * crowd
    assert found["ledgers"] == [["checked", 1, 16]] * crowd
    assert found["jobs"] == ["done"] * crowd


@pytest.mark.proof
@pytest.mark.timeout(450)
def test_a_hundred_uploads_at_once_over_http_on_sqlite(var: Path) -> None:
    manage(var, "", "migrate", "--verbosity", "0")
    rush_over_http(var, "")


@pytest.mark.proof
@pytest.mark.timeout(450)
@pytest.mark.broker
@pytest.mark.django_db(transaction=True)
def test_a_hundred_uploads_at_once_over_http_on_postgresql(var: Path) -> None:
    rush_over_http(var, on_postgresql())

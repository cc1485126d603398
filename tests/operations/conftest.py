"""Databases and settings that other processes share with a test."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings as project
from django.test import Client

from counties.models import User
from tests.servers import on_postgresql

SLOW = "tests.operations.slow.settings"
MANAGE = [sys.executable, str(project.BASE_DIR / "manage.py")]
Environment = dict[str, str]


def environment(**changes: str) -> Environment:
    """The environment of a worker process: the slow app, a short lease, no servers but those named."""
    ours = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    return ours | {"DJANGO_SETTINGS_MODULE": SLOW, "JOB_LEASE_SECONDS": "1"} | changes


def manage(environ: Environment, *arguments: str) -> None:
    done = subprocess.run(
        [*MANAGE, *arguments], env=environ, cwd=project.BASE_DIR, check=False, capture_output=True, timeout=60
    )
    assert done.returncode == 0, done.stderr.decode()


def until(holds: Callable[[], bool], *, within: float) -> None:
    deadline = time.monotonic() + within
    while not holds():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    var = tmp_path_factory.mktemp("migrated")
    manage(environment(VAR_DIR=str(var)), "migrate", "--verbosity", "0", "--skip-checks")
    return var


@pytest.fixture
def sqlite(migrated: Path, var: Path) -> Environment:
    """A SQLite database of its own in the test's directory."""
    shutil.copytree(migrated, var, dirs_exist_ok=True)
    return environment(VAR_DIR=str(var))


@pytest.fixture
def postgresql(var: Path) -> Environment:
    """The database of a test that is marked ``django_db(transaction=True)``, shared."""
    return environment(VAR_DIR=str(var), DATABASE_URL=on_postgresql())


@pytest.fixture
def root() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    return client

"""The people of every test: a county's clerk, the neighbouring county's, their city's, the nation's."""

import functools
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as project
from django.core.cache import cache
from django.db.backends.base.operations import BaseDatabaseOperations
from django.test import Client
from hypothesis import settings as hypothesis
from pytest_django import Settings

from counties.models import Division, Officer
from operations import apart
from operations.heartbeat import Heartbeat
from tests import forging
from tests.factories import client_of, division, officer

# The same examples every time, and no clock on them: a busy machine is not a failure.
hypothesis.register_profile("repeatable", deadline=None, derandomize=True)
hypothesis.load_profile("repeatable")


def pytest_configure() -> None:
    project.JOBS_WAKE = "none"
    project.WHITENOISE_AUTOREFRESH = True  # or every browser of a test begins by listing all static files
    project.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def var(settings: Settings, tmp_path: Path) -> Path:
    """Every test has a directory for files of its own."""
    cache.clear()
    settings.VAR, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    settings.KEYS, settings.ANCHORS = tmp_path / "keys", tmp_path / "anchors"
    return tmp_path


@pytest.fixture(scope="session", autouse=True)
def only_tests_empty_guarded_tables() -> Iterator[None]:
    """After a test that commits, Django empties all tables, which the triggers refuse."""
    empty = BaseDatabaseOperations.execute_sql_flush

    def lift_and_empty(self: BaseDatabaseOperations, statements: list[str]) -> None:
        forging.unguard(self.connection)
        empty(self, statements)
        forging.guard(self.connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", lift_and_empty)
        yield


@pytest.fixture(scope="session", autouse=True)
def the_same_bytes_are_read_apart_once() -> Iterator[None]:
    """Hundreds of tests begin with the same workbook; what its reader said of it once, it would say again."""
    first = functools.cache(apart.run)

    def run(module: str, *arguments: str, data: bytes, wall: float) -> bytes:
        return first(module, *arguments, data=data, wall=wall)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(apart, "run", run)
        yield


@pytest.fixture(autouse=True)
def hearts_beat_where_others_see_the_job(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Within a test's own transaction nobody else sees its rows: a beat, which comes from another thread
    after a second, would find none there and give the job up for lost."""
    marker = request.node.get_closest_marker("django_db")
    commits = marker is not None and marker.kwargs.get("transaction", False)
    if not commits and "transactional_db" not in request.fixturenames:
        monkeypatch.setattr(Heartbeat, "_beat", lambda heartbeat: None)


@pytest.fixture
def county(db: None) -> Division:
    return division("990101", "示例县")


@pytest.fixture
def neighbour(county: Division) -> Division:
    return division("990102", "邻县")


@pytest.fixture
def city(county: Division) -> Division:
    assert county.parent is not None
    return county.parent


@pytest.fixture
def clerk(county: Division) -> Officer:
    return officer("clerk", county, Officer.Role.CLERK)


@pytest.fixture
def neighbours_clerk(neighbour: Division) -> Officer:
    return officer("neighbours_clerk", neighbour, Officer.Role.CLERK)


@pytest.fixture
def city_inspector(city: Division) -> Officer:
    return officer("city_inspector", city, Officer.Role.INSPECTOR)


@pytest.fixture
def nation_viewer(county: Division) -> Officer:
    return officer("nation_viewer", Division.objects.get(code="000000"), Officer.Role.VIEWER)


@pytest.fixture
def clerk_client(clerk: Officer) -> Client:
    return client_of(clerk)


@pytest.fixture
def neighbours_clerk_client(neighbours_clerk: Officer) -> Client:
    return client_of(neighbours_clerk)


@pytest.fixture
def city_inspector_client(city_inspector: Officer) -> Client:
    return client_of(city_inspector)


@pytest.fixture
def nation_viewer_client(nation_viewer: Officer) -> Client:
    return client_of(nation_viewer)

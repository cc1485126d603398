"""Celery's workers are woken by messages; lost or hostile ones do no harm."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from celery import Celery
from django.conf import settings as project
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoDbBlocker, Settings

from operations import broker, jobs
from operations.models import Job
from tests.operations.conftest import Environment, environment, until
from tests.operations.slow.tasks import KIND
from tests.servers import on_postgresql

needs_broker = pytest.mark.broker


@pytest.fixture
def celery(settings: Settings) -> None:
    settings.JOBS_WAKE = "celery"


def app_at(url: str) -> Celery:
    app = Celery("tests", set_as_current=False)
    app.config_from_object("django.conf:settings", namespace="CELERY")
    app.conf.update(broker_url=url)
    return app


def enqueue(pid_file: Path, *, ends_at: int = 1, at: datetime | None = None) -> Job:
    subject = {"pid_file": str(pid_file), "ends_at": ends_at}
    return jobs.enqueue(kind=KIND, subject=subject, scope="", actor="", at=at or timezone.now())


def ended(job: Job) -> bool:
    job.refresh_from_db()
    return job.ended


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_away_costs_a_moment_and_no_job(
    celery: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(broker, "app", app_at("redis://127.0.0.1:1/0"))
    began = time.monotonic()
    job = enqueue(tmp_path / "pid")
    assert time.monotonic() - began < 2
    assert Job.objects.get() == job and job.state == Job.State.QUEUED
    assert "Connection refused" in caplog.text


@pytest.fixture(scope="module")
def redis_url(worker_id: str) -> Iterator[str]:
    """One of the broker's databases for each process that runs tests."""
    number = 1 + int(worker_id.removeprefix("gw")) if worker_id.startswith("gw") else 1
    url = f"{os.environ['REDIS_URL'].rsplit('/', 1)[0]}/{number}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(broker, "app", app_at(url))
        yield url


@pytest.fixture(scope="module")
def worker(
    redis_url: str,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Path]:
    """A Celery worker on the test's own database, known by its log."""
    assert connection.vendor == "postgresql"
    var = tmp_path_factory.mktemp("celery")
    environ: Environment = environment(VAR_DIR=str(var), REDIS_URL=redis_url, DATABASE_URL=on_postgresql())
    with celery_worker(environ, var / "log"):
        yield var / "log"


@contextmanager
def celery_worker(environ: Environment, log: Path, *more: str) -> Iterator[None]:
    options = ["--concurrency", "1", "--without-gossip", "--without-mingle", "--loglevel", "info", *more]
    with log.open("wb") as file:
        celery = subprocess.Popen(
            [sys.executable, "-m", "celery", "--app", "config.celery:app", "worker", *options],
            env=environ,
            cwd=project.BASE_DIR,
            stdout=file,
            stderr=file,
        )
    yield
    celery.terminate()
    assert celery.wait(20) == 0, log.read_text()


@needs_broker
@pytest.mark.django_db(transaction=True)
def test_a_worker_does_what_was_asked(celery: None, worker: Path, tmp_path: Path) -> None:
    job = enqueue(tmp_path / "pid")
    until(lambda: ended(job), within=30)
    assert (job.state, job.attempt, job.percent) == (Job.State.DONE, 1, 50)


@needs_broker
@pytest.mark.django_db(transaction=True)
def test_the_sweep_finds_the_job_of_a_killed_worker(celery: None, worker: Path, tmp_path: Path) -> None:
    job = enqueue(tmp_path / "pid", ends_at=2)

    def running() -> bool:
        job.refresh_from_db()
        return job.stage == "第 1 次"

    until(running, within=30)
    os.kill(int((tmp_path / "pid").read_text()), signal.SIGKILL)

    def swept_and_done() -> bool:
        jobs.sweep(at=timezone.now())
        return ended(job)

    until(swept_and_done, within=15)
    assert (job.state, job.attempt) == (Job.State.DONE, 2)


class Exploit:
    """What a pickle does to whoever opens it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.path),)


@needs_broker
@pytest.mark.django_db(transaction=True)
def test_a_pickle_is_not_opened_and_the_worker_lives_on(celery: None, worker: Path, tmp_path: Path) -> None:
    broker.app.send_task(KIND, args=[Exploit(tmp_path / "owned")], serializer="pickle")
    job = enqueue(tmp_path / "pid")
    until(lambda: ended(job), within=30)
    assert job.state == Job.State.DONE
    assert "ContentDisallowed" in worker.read_text()
    assert not (tmp_path / "owned").exists()


@contextmanager
def redis_at(port: int) -> Iterator[None]:
    """A server that remembers nothing of the one before."""
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    server = subprocess.Popen(["redis-server", *options], stdout=subprocess.DEVNULL)

    def answers() -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
        return False

    try:
        until(answers, within=10)
        yield
    finally:
        server.kill()
        server.wait(10)


@pytest.mark.proof
@pytest.mark.timeout(180)
@needs_broker
@pytest.mark.django_db(transaction=True)
def test_the_broker_is_stopped_and_started_again_and_every_job_ends(
    celery: None, tmp_path: Path, var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What waited in it is lost with it, and what is asked for meanwhile cannot be announced."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"redis://127.0.0.1:{port}/0"
    long_ago = timezone.now() - jobs.OVERLOOKED  # or the sweep would not look for them for a minute
    monkeypatch.setattr(broker, "app", app_at(url))
    environ = environment(VAR_DIR=str(var), REDIS_URL=url, DATABASE_URL=on_postgresql())
    with ExitStack() as servers, ExitStack() as workers:
        servers.enter_context(redis_at(port))
        beat = ["--beat", "--schedule", str(tmp_path / "beat")]
        workers.enter_context(celery_worker(environ, tmp_path / "log", *beat))
        first = enqueue(tmp_path / "first")
        until(lambda: ended(first), within=40)
        for number in range(20):
            enqueue(tmp_path / f"before {number}", at=long_ago)
        servers.close()
        waiting = Job.objects.unfinished().count()
        longest = max(took(partial(enqueue, tmp_path / f"meanwhile {n}", at=long_ago)) for n in range(5))
        servers.enter_context(redis_at(port))
        until_ended = took(lambda: until(lambda: not Job.objects.unfinished().exists(), within=60))
    print(f"{waiting} waited; asking took at most {longest:.2f} s; all ended {until_ended:.1f} s later")
    assert longest < 3
    assert Job.objects.filter(state=Job.State.DONE).count() == 26


def took(act: Callable[[], object]) -> float:
    began = time.monotonic()
    act()
    return time.monotonic() - began

"""The worker beside the web server: at most one, none overlooked, replaced when killed."""

import io
import os
import signal
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from operations import embedded, jobs
from operations.models import Job
from tests.factories import NOW
from tests.operations.conftest import Environment, manage, until


def never() -> bool:
    return False


def enqueue() -> Job:
    return jobs.enqueue(kind="tests.count", subject={}, scope="", actor="", at=NOW)


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    seen: list[int] = []
    monkeypatch.setattr(jobs, "handlers", lambda: {"tests.count": lambda job, _: seen.append(job.pk)})
    return seen


@pytest.fixture
def spawned(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Processes are counted, not started."""

    class Process:
        def poll(self) -> None: ...

    seen: list[str] = []

    def spawn() -> Process:
        seen.append("process")
        return Process()

    monkeypatch.setattr(embedded, "_spawn", spawn)
    monkeypatch.setattr(embedded, "_children", [])
    return seen


def test_pages_go_before_what_works_beside_them() -> None:
    child = os.fork()
    if not child:
        os.setsid()  # as it is started: what follows is of its own session alone
        before = os.nice(0)
        embedded.stand_back()
        os._exit(os.nice(0) - before)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == embedded.BEHIND


@pytest.mark.django_db
def test_it_does_what_waits_and_goes_when_idle(ran: list[int]) -> None:
    job = enqueue()
    assert embedded.serve(idle_exit=0, stopped=never)
    assert ran == [job.pk]


@pytest.mark.django_db
def test_there_is_at_most_one(ran: list[int]) -> None:
    enqueue()
    with embedded._lock() as free:
        assert free
        assert not embedded.serve(idle_exit=0, stopped=never)
    assert ran == []


@pytest.mark.django_db
def test_a_job_queued_while_it_is_going_is_not_overlooked(
    ran: list[int], spawned: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The asker finds the lock taken and starts nobody; who held it looks once more."""
    serve = embedded._serve
    asked: list[Job] = []

    def idle_then_asked(*arguments: Any) -> None:
        serve(*arguments)
        if not asked:
            asked.append(enqueue())
            embedded.ensure_running()

    monkeypatch.setattr(embedded, "_serve", idle_then_asked)
    assert embedded.serve(idle_exit=0, stopped=never)
    assert spawned == []
    assert ran == [asked[0].pk]


@pytest.mark.django_db
def test_the_command_says_what_it_did(ran: list[int]) -> None:
    job = enqueue()
    out = io.StringIO()
    call_command("run_jobs", "--once", stdout=out)
    assert ran == [job.pk] and "1 次" in out.getvalue()


def test_one_is_started_if_there_is_none(spawned: list[str]) -> None:
    embedded.ensure_running()
    embedded.ensure_running()  # the first is about to take the lock
    assert len(spawned) == 1


def test_none_is_started_if_there_is_one(spawned: list[str]) -> None:
    with embedded._lock():
        embedded.ensure_running()
    assert spawned == []


def test_a_fork_does_not_keep_the_lock_of_its_parent() -> None:
    ours, childs = socket.socketpair()
    with embedded._lock() as free:
        assert free
        child = os.fork()
        if child == 0:
            childs.send(b"here")
            ours.close()
            childs.recv(1)  # until the test has closed its end
            os._exit(0)
    assert ours.recv(4) == b"here"
    with embedded._lock() as free:
        assert free
    ours.close()
    childs.close()
    os.waitpid(child, 0)


@pytest.fixture
def replacement(sqlite: Environment, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Workers that this process starts share the test's database, and end with the test."""
    for name in os.environ.keys() - sqlite.keys():
        monkeypatch.delenv(name)
    for name, value in sqlite.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(embedded, "_children", [])
    yield
    for child, _ in embedded._children:
        child.terminate()
        assert child.wait(10) == 0


def test_a_killed_worker_is_replaced_and_its_job_done(
    sqlite: Environment, replacement: None, var: Path
) -> None:
    pid_file = var / "pid"
    manage(sqlite, "ask", str(pid_file))  # which starts the first worker

    def job() -> tuple[Any, ...]:
        with closing(sqlite3.connect(var / "balance.sqlite3", timeout=5)) as database:
            row: tuple[Any, ...] = database.execute(
                "SELECT state, attempt, stage FROM operations_job"
            ).fetchone()
            return row

    until(lambda: job() == ("running", 1, "第 1 次"), within=15)
    killed = int(pid_file.read_text())
    os.kill(killed, signal.SIGKILL)

    def done() -> bool:
        embedded.ensure_running()  # as every look at the progress does
        return job()[:1] == ("done",)

    until(done, within=15)
    assert job() == ("done", 2, "第 2 次")
    assert int(pid_file.read_text()) == embedded._children[-1][0].pid != killed

"""Whoever keeps the installation running is told what is wrong, and a script by the exit status."""

import io
import shutil
from datetime import timedelta
from typing import NamedTuple

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from operations import append_only, health, jobs
from operations.models import AuditEvent

pytestmark = pytest.mark.django_db


def examine() -> str:
    out = io.StringIO()
    call_command("health", stdout=out)
    return out.getvalue()


def wrong() -> set[str]:
    return {finding.name for finding in health.examine(at=timezone.now()) if not finding.well}


def test_all_is_well() -> None:
    assert wrong() == set()
    assert examine().count("正常\t") == len(health.CHECKS)


def test_a_fault_is_named_and_the_command_fails() -> None:
    append_only.lift(connection, AuditEvent._meta.db_table)
    assert wrong() == {"审计保护"}
    with pytest.raises(CommandError):
        examine()


def test_a_job_that_nobody_takes_is_noticed() -> None:
    for minutes, expected in ((9, set()), (11, {"任务队列"})):
        at = timezone.now() - timedelta(minutes=minutes)
        jobs.enqueue(kind="tests.any", subject={"minutes": minutes}, scope="", actor="", at=at)
        assert wrong() == expected


def test_a_full_disk_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    class Usage(NamedTuple):
        free: int

    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(free=health.LEAST_DISK - 1))
    assert wrong() == {"磁盘"}


def test_a_broker_that_is_away_is_noticed(settings: Settings) -> None:
    settings.JOBS_WAKE, settings.CELERY_BROKER_URL = "celery", "redis://127.0.0.1:1/0"
    assert wrong() == {"消息服务"}


def test_a_broker_whose_address_is_none_is_noticed(settings: Settings) -> None:
    settings.JOBS_WAKE, settings.CELERY_BROKER_URL = "celery", "localhost:6379"
    assert wrong() == {"消息服务"}


@pytest.mark.broker
def test_a_broker_that_answers_is_well(settings: Settings) -> None:
    settings.JOBS_WAKE = "celery"
    assert wrong() == set()


def test_a_database_behind_its_code_is_noticed() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM django_migrations WHERE app = 'schools'")
        cursor.execute("DELETE FROM django_migrations WHERE id = %s", cursor.fetchone())
    assert wrong() == {"数据库"}

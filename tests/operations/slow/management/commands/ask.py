from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from operations import jobs
from tests.operations.slow.tasks import KIND


class Command(BaseCommand):
    """Ask for jobs that are done at the second attempt, as a view would."""

    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("pid_files", nargs="+")

    def handle(self, *, pid_files: list[str], **options: Any) -> None:
        for pid_file in pid_files:
            subject = {"pid_file": pid_file, "ends_at": 2}
            jobs.enqueue(kind=KIND, subject=subject, scope="", actor="", at=timezone.now())

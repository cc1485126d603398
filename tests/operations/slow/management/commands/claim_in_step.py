import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from operations import attempts
from operations.models import Job

RIVALS = 2


class Command(BaseCommand):
    """Claim every job at the same moment as a rival process, and print the ids it got.

    ``--naively`` looks first and writes then, as one must not.
    """

    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name")
        parser.add_argument("meeting_place", type=Path)
        parser.add_argument("--naively", action="store_true")

    def handle(self, *, name: str, meeting_place: Path, naively: bool, **options: Any) -> None:
        self.name, self.meeting_place = name, meeting_place
        claim = self.look_and_write if naively else self.claim
        for job_id in Job.objects.order_by("pk").values_list("pk", flat=True):
            self.meet(f"{job_id}")
            if claim(job_id):
                self.stdout.write(str(job_id))

    def claim(self, job_id: int) -> bool:
        return attempts.claim(job_id, at=timezone.now()) is not None

    def look_and_write(self, job_id: int) -> bool:
        job = Job.objects.get(pk=job_id)
        free = job.state == Job.State.QUEUED
        self.meet(f"{job_id} looked")
        Job.objects.filter(pk=job_id).update(state=Job.State.DONE, finished_at=timezone.now())
        return free

    def meet(self, where: str) -> None:
        """Wait here until all rivals are here."""
        (self.meeting_place / f"{where}.{self.name}").touch()
        deadline = time.monotonic() + 20
        while len(list(self.meeting_place.glob(f"{where}.*"))) < RIVALS:
            assert time.monotonic() < deadline, f"{self.name} is alone at {where}"
            time.sleep(0.0005)

"""A hundred uploads for one county at the same moment, over fifty connections, and then their checks.

``manage.py shell`` is given ``crowd.rush()`` on a migrated database; it prints what came of it.
"""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO, StringIO
from threading import Barrier

import xlsxwriter
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connections

from counties.models import Officer
from operations.models import Job
from schools import actions
from schools.models import Ledger
from tests.factories import NOW, division, officer

CROWD, ALIKE, AT_ONCE = 100, 10, 50


def workbook(text: str) -> bytes:
    content = BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    book.add_worksheet("台账").write(0, 0, text)
    book.close()
    return content.getvalue()


def rush() -> None:
    settings.JOBS_WAKE = "none"
    clerk = officer("clerk", division("990101", "示例县"), Officer.Role.CLERK)
    # Made once: a workbook carries the second in which it was made.
    files = ALIKE * [workbook("同一份")] + [workbook(f"第 {number} 份") for number in range(ALIKE, CROWD)]
    together = Barrier(AT_ONCE)

    def send(content: bytes) -> tuple[int, float]:
        together.wait(timeout=60)
        try:
            ledger = actions.receive(
                county=clerk.division,
                year=2025,
                kind=Ledger.Kind.SCHOOLS,
                standard="quality-2017",
                file=ContentFile(content, name="台账.xlsx"),
                by=clerk,
                at=NOW,
            )
            return ledger.version, time.monotonic() - began
        finally:
            connections.close_all()

    began = time.monotonic()  # for all of them: who waits for a connection waits for his answer
    with ThreadPoolExecutor(AT_ONCE) as clerks:
        versions, took = zip(*clerks.map(send, files), strict=True)
    call_command("run_jobs", idle_exit=0.0, stdout=StringIO())
    kept = list(Ledger.objects.order_by("version").values_list("version", flat=True))
    done = Job.objects.filter(state=Job.State.DONE).count()
    checked = Ledger.objects.exclude(state=Ledger.State.CHECKING).count()
    print(json.dumps({"told": versions, "kept": kept, "slowest": max(took), "done": [done, checked]}))

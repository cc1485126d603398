"""A hundred uploads for one county at the same moment, each over a connection of its own.

``manage.py shell`` is given ``crowd.rush()`` on a migrated database; it prints what came of it.
"""

import json
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from threading import Barrier

import xlsxwriter
from django.core.files.base import ContentFile
from django.db import connections

from counties.models import Officer
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
    clerk = officer("clerk", division("990101", "示例县"), Officer.Role.CLERK)
    # Made once: a workbook carries the second in which it was made.
    files = ALIKE * [workbook("同一份")] + [workbook(f"第 {number} 份") for number in range(ALIKE, CROWD)]
    together = Barrier(AT_ONCE)

    def send(content: bytes) -> int:
        together.wait(timeout=60)
        try:
            return actions.receive(
                county=clerk.division,
                year=2025,
                kind=Ledger.Kind.SCHOOLS,
                standard="quality-2017",
                file=ContentFile(content, name="台账.xlsx"),
                by=clerk,
                at=NOW,
            ).version
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as clerks:
        versions = list(clerks.map(send, files))
    kept = list(Ledger.objects.order_by("version").values_list("version", flat=True))
    print(json.dumps({"told": versions, "kept": kept}))

"""Processes killed at any moment while ledgers are sent, checked, accepted and judged.

``manage.py shell`` is given ``kills.storm(seed)`` on a migrated database; it prints what came of it.
A worker (``run_jobs``) and a clerk at his work run side by side; one or the other gets SIGKILL at
moments that the seed gives, and another takes its place. Like people, a clerk does again whatever he
was not told is done. At last a clerk and workers that nobody kills bring everything to its end.
"""

import json
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.utils import timezone

from assessments import actions as assessments
from counties.models import Officer
from indicators.models import Calculation
from operations import audit
from operations.models import AuditEvent, Job
from schools.ledger.problems import Severity
from schools.models import Ledger, LedgerContent, LedgerProblem, SchoolYear
from tests.factories import division, officer
from tests.ledgers.rows import county_rows
from tests.steps import renumbered, sent, workbook

KILLS, COUNTIES, CHECKED_BEFORE, LONGEST_WAIT = 50, 10, 5, 0.8
IN_ORDER, SHORTER, WITH_ERRORS = 16, 10, 9  # as many schools as each of a county's three ledgers has
Send = tuple[Officer, bytes]


def storm(seed: int) -> None:
    settings.JOBS_WAKE = "none"
    told = settings.VAR / "told"
    told.touch()
    sends = _county(990110)
    began = time.monotonic()
    _bring_to_an_end(sends, told)  # what nobody disturbs is what the others are compared with
    longest = min(LONGEST_WAIT, (time.monotonic() - began) / 3)  # a quick machine is given less time
    for number in range(1, COUNTIES):
        sends += _county(990110 + number)
        if number == CHECKED_BEFORE:  # so that there is something to accept from the first moment
            _send_some(sends, told, len(sends))
            _run_jobs()
    moments = random.Random(seed)
    works: list[Callable[[], None]] = [_worker, partial(_clerk, sends, told)]
    pids = [_fork(work) for work in works]
    midway = 0
    for _ in range(KILLS):
        time.sleep(moments.uniform(0, longest))
        victim = moments.randrange(len(works))
        _kill(pids[victim])
        midway += Job.objects.filter(state=Job.State.RUNNING).exists()
        pids[victim] = _fork(works[victim])
    for pid in pids:
        _kill(pid)
    accepted = Ledger.objects.filter(accepted_by__isnull=False).count() - 2
    buried = _bring_to_an_end(sends, told)
    found = {"midway": midway, "buried": buried, "accepted_meanwhile": accepted}
    print(json.dumps(found | _what_is_there(told)))


def _kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    assert os.WTERMSIG(os.waitpid(pid, 0)[1]) == signal.SIGKILL, "it had died of something else"


def _county(code: int) -> list[Send]:
    clerk = officer(f"clerk{code}", division(str(code), f"示例{code}县"), Officer.Role.CLERK)
    rows = renumbered(county_rows(), str(code))
    faulty = [{**row, "pupils_primary": None} for row in rows[:WITH_ERRORS]]
    return [(clerk, workbook(each)) for each in (rows, rows[:SHORTER], faulty)]


def _fork(work: Callable[[], None]) -> int:
    connections.close_all()
    pid = os.fork()
    if pid == 0:
        try:
            work()
        finally:
            os._exit(1)  # who is killed never comes here
    return pid


def _worker() -> None:
    call_command("run_jobs")


def _clerk(sends: list[Send], told: Path) -> None:
    """Send what he was not told is there, ask to accept what may be accepted."""
    while True:
        _accept_some(sends)
        _send_some(sends, told)
        time.sleep(0.01)


def _send_some(sends: list[Send], told: Path, at_most: int = 1) -> None:
    done = len(told.read_text().splitlines())
    for number in range(done, min(done + at_most, len(sends))):
        ledger = sent(sends[number][0], sends[number][1])
        with told.open("a") as file:
            file.write(f"{ledger.pk}\n")


def _accept_some(sends: list[Send], at_most: int = 1) -> None:
    clerks = {clerk.division_id: clerk for clerk, _ in sends}
    waiting = Ledger.objects.filter(state=Ledger.State.CHECKED).exclude(problems__severity=Severity.ERROR)
    for ledger in waiting.order_by("pk")[:at_most]:
        assessments.ask_to_accept(ledger=ledger, by=clerks[ledger.county_id], at=timezone.now())


def _bring_to_an_end(sends: list[Send], told: Path) -> int:
    """Let everybody finish; return how many jobs had lost three workers and were asked for again."""
    buried = 0
    for _ in range(3):  # checks, then what they let be accepted is judged, then nothing is left
        _send_some(sends, told, len(sends))
        _run_jobs()
        failed = list(Job.objects.filter(state=Job.State.FAILED))
        buried += len(failed)
        for clerk, content in sends if failed else []:
            sent(clerk, content)
        _run_jobs()
        _accept_some(sends, len(sends))
        _run_jobs()
        for ledger in Ledger.objects.accepted().select_related("county"):
            clerk = Officer.objects.get(division=ledger.county)
            assessments.evaluate(ledger=ledger, by=clerk, at=timezone.now())
    _run_jobs()
    return buried


def _run_jobs() -> None:
    call_command("run_jobs", idle_exit=0.0)


def _what_is_there(told: Path) -> dict[str, object]:
    asked = "ledger.acceptance_asked"  # again by whoever was not told that it is done
    events = Counter(AuditEvent.objects.exclude(action=asked).values_list("object", "action"))
    return {
        "told": sorted({int(line) for line in told.read_text().splitlines()}),
        "unfinished": Job.objects.unfinished().count(),
        "failed": list(_failed()),
        "faults": [str(fault) for fault in audit.verify()],
        "integrity": _integrity(),
        "ledgers": [_ledger(ledger, events) for ledger in Ledger.objects.order_by("pk")],
    }


def _failed() -> Iterator[tuple[str, str]]:
    """Jobs that lost three workers, but not those that nobody asks for again: their ledger is replaced."""
    replaced = set(Ledger.objects.filter(state=Ledger.State.REPLACED).values_list("pk", flat=True))
    for job in Job.objects.filter(state=Job.State.FAILED):
        if job.payload.get("ledger") not in replaced or "多次意外中断" not in job.error:
            yield job.kind, job.error


def _ledger(ledger: Ledger, events: Counter[tuple[str, str]]) -> dict[str, object]:
    problems = LedgerProblem.objects.filter(ledger=ledger).values_list("severity", "code", "cell")
    rows = SchoolYear.objects.filter(ledger=ledger).values_list("school__code", flat=True)
    return {
        "pk": ledger.pk,
        "county": ledger.county.code,
        "version": ledger.version,
        "state": ledger.state,
        "schools": ledger.schools,
        "problems": sorted(map(list, problems)),
        "rows": sorted(code[6:] for code in rows),
        "contents": LedgerContent.objects.filter(ledger=ledger).count(),
        "calculations": Calculation.objects.filter(ledger=ledger).count(),
        "events": {action: n for (about, action), n in events.items() if about == f"ledger:{ledger.pk}"},
    }


def _integrity() -> str:
    if connection.vendor != "sqlite":
        return "ok"  # PostgreSQL's own recovery is not in question: only its clients were killed
    with connection.cursor() as cursor:
        return str(cursor.execute("PRAGMA integrity_check").fetchone()[0])

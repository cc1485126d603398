"""Every page by itself, and many people at once, on the database of ``nation``."""

import itertools
import os
import statistics
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessments.models import Assessment
from benchmarks.nation import rows
from counties.levels import Level
from counties.models import User
from indicators.models import Calculation
from schools.models import School
from tests.steps import workbook

MOST_QUERIES, P95 = 12, 150  # milliseconds
RUNS, SECONDS, UPLOADERS, PORT = 7, 20, 5, 8399
READING = 2  # seconds between the pages that somebody opens
BETWEEN_UPLOADS = 8  # seconds that somebody takes to read what was found in his file
WARMING = 3  # seconds in which templates and standards are loaded for the first time
BOUNDARY = "upload-of-a-benchmark"


@dataclass
class Times:
    """How long answers took, in milliseconds, by kind of page; what was not answered well is an error."""

    taken: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    begun: float = field(default_factory=time.perf_counter)

    def add(self, page: str, milliseconds: float) -> None:
        self.taken.setdefault(page, []).append(milliseconds)

    @property
    def all(self) -> list[float]:
        return [each for taken in self.taken.values() for each in taken]


def pages(level: Level) -> dict[str, str]:
    """Name the pages that somebody of this level reads, with their addresses."""
    calculation = Calculation.objects.select_related("ledger__county").order_by("-pk")[0]
    county, results = calculation.ledger.county, f"/results/{calculation.pk}/"
    school = School.objects.filter(county=county).order_by("code")[0]
    assessment = f"/assessments/{Assessment.objects.get(county=county).pk}/"
    return {
        "home": "/" if level is Level.COUNTY else "/?year=2025",
        "compare": f"/compare/?year=2025&under={county.code[:2]}&sort=-over",
        "county": f"/counties/{county.code}/?year=2025",
        "ledgers": "/ledgers/",
        "ledger": f"/ledgers/{calculation.ledger.pk}/",
        "problems": f"/ledgers/{calculation.ledger.pk}/problems/",
        "results": results,
        "shortfalls": f"{results}?only=short&sort=-sports_area",
        "items": f"{results}items/",
        "dispersion": f"{results}primary/sports_area/",
        "value": f"{results}primary/{school.code}/sports_area/",
        "report": f"/reports/{calculation.pk}/",
        "school": f"/ledgers/schools/{school.code}/",
        "rows": f"/ledgers/{calculation.ledger.pk}/rows/",
        "evidence": f"/counties/{county.code}/evidence/?year=2025",
        "queue": "/assessments/",
        "queue-all": "/assessments/?all=1",
        "assessment": assessment,
        "review": f"{assessment}review/",
        "doubts": f"{assessment}doubts/",
        "papers": f"/reports{assessment}",
        "downloads": "/reports/downloads/",
        "posts": "/posts/",
        "search-name": "/search/?q=第3学校",
        "search-initials": "/search/?q=d3x",
        "search-code": f"/search/?q={county.code}",
        "standards": "/standards/quality-2017/",
        "manual": "/manual/",
    }


def people() -> dict[Level, User]:
    """One officer of each level, all above the county whose results are read."""
    county = Calculation.objects.order_by("-pk")[0].ledger.county
    codes = {
        Level.COUNTY: county.code,
        Level.CITY: f"{county.code[:4]}00",
        Level.PROVINCE: f"{county.code[:2]}0000",
        Level.NATION: "000000",
    }
    return {level: User.objects.get(username=f"{level}-{code}") for level, code in codes.items()}


def alone() -> list[str]:
    """Open every page in process, and say which asks too often or takes too long."""
    missed = []
    print(f"{'page':28}{'ms':>8}{'queries':>9}")
    for level, user in people().items():
        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(user)
        for name, address in pages(level).items():
            times = []
            for _ in range(RUNS):
                began = time.perf_counter()
                with CaptureQueriesContext(connection) as asked:
                    assert client.get(address).status_code == 200, address
                times.append((time.perf_counter() - began) * 1000)
            milliseconds = statistics.median(times)
            print(f"{level + ' ' + name:28}{milliseconds:8.1f}{len(asked):9}")
            if len(asked) > MOST_QUERIES or milliseconds > P95:
                missed.append(f"MISSED {level} {name}: {milliseconds:.0f} ms, {len(asked)} queries")
    return missed


def together(count: int) -> list[str]:
    """Serve by gunicorn to *count* people who read and some who upload; say which goal is missed."""
    sessions = {}
    for level, user in people().items():
        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(user)
        sessions[level] = client.cookies[settings.SESSION_COOKIE_NAME].value
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--log-level", "error"]
    server = subprocess.Popen(command, env={**os.environ, "PORT": str(PORT), "WEB_CONCURRENCY": "2"})
    try:
        _until_it_answers(server)
        read, uploads = _crowd(count, sessions)
    finally:
        server.terminate()
        server.wait(timeout=30)
    for page, taken in sorted(read.taken.items()):
        print(f"{page:28}{statistics.median(taken):8.1f} median{_p95(taken):9.1f} p95 {len(taken):6} times")
    p95, rate = _p95(read.all), len(read.all) / (SECONDS - WARMING)
    print(f"{count} people: {rate:.0f} pages/s, p95 {p95:.0f} ms; uploads p95 {_p95(uploads.all):.0f} ms")
    errors = [*read.errors, *uploads.errors]
    missed = [f"MISSED p95 {p95:.0f} ms at {count} people (goal {P95})"] if p95 > P95 else []
    return [*missed, f"ERRORS {len(errors)}: {errors[0]}"] if errors else missed


def _p95(taken: list[float]) -> float:
    return sorted(taken)[int(len(taken) * 0.95)] if taken else 0.0


def _until_it_answers(server: "subprocess.Popen[bytes]") -> None:
    for _ in range(100):
        assert server.poll() is None, "the server did not start"
        try:
            _ask("GET", "/health", "")
            return
        except OSError:
            time.sleep(0.2)


def _crowd(count: int, sessions: dict[Level, str]) -> tuple[Times, Times]:
    read, uploads, until = Times(), Times(), time.monotonic() + SECONDS
    levels = itertools.cycle(sessions)
    readers = [
        threading.Thread(target=_read, args=(next(levels), number, sessions, read, until))
        for number in range(count)
    ]
    content = workbook(rows())
    senders = [
        threading.Thread(target=_upload, args=(number, content, sessions[Level.COUNTY], uploads, until))
        for number in range(UPLOADERS)
    ]
    for thread in (*readers, *senders):
        thread.start()
    for thread in (*readers, *senders):
        thread.join()
    return read, uploads


def _read(level: Level, number: int, sessions: dict[Level, str], times: Times, until: float) -> None:
    addresses = list(pages(level).items())
    connection.close()
    begun = number * 5 % len(addresses)
    turns = itertools.cycle([*addresses[begun:], *addresses[:begun]])
    time.sleep(READING * (number * 37 % 100) / 100)
    for name, address in turns:
        if time.monotonic() > until:
            return
        began = time.perf_counter()
        status = _ask("GET", address, sessions[level])
        taken = time.perf_counter() - began
        if began > times.begun + WARMING:
            times.add(f"{level} {name}", taken * 1000)
        if status != 200:
            times.errors.append(f"{status} {address}")
        time.sleep(max(0.0, READING - taken))


def _upload(number: int, content: bytes, session: str, times: Times, until: float) -> None:
    for attempt in itertools.count():
        if time.monotonic() > until:
            return
        token, began = "x" * 32, time.perf_counter()
        different = content + f"{number}-{attempt}".encode()  # after the end of the zip: another file
        fields = {"csrfmiddlewaretoken": token, "kind": "schools", "year": "2025", "standard": "quality-2017"}
        status = _ask("POST", "/ledgers/upload/", session, _form(fields, different), token)
        times.add("upload", (time.perf_counter() - began) * 1000)
        if status not in {302, 422}:
            times.errors.append(f"{status} upload")
        time.sleep(BETWEEN_UPLOADS)


def _form(fields: dict[str, str], file: bytes) -> bytes:
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="x.xlsx"\r\n\r\n'
    return "".join([*parts, head]).encode() + file + f"\r\n--{BOUNDARY}--\r\n".encode()


def _ask(method: str, address: str, session: str, body: bytes | None = None, token: str = "") -> int:
    """Ask the server as a browser would, and read the answer to its end."""
    cookies = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={token}"
    headers = {"Cookie": cookies, "Accept-Encoding": "identity"}
    if body is not None:
        headers |= {
            "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
            "Referer": f"http://127.0.0.1:{PORT}/",
        }
    asked = HTTPConnection("127.0.0.1", PORT, timeout=30)
    try:
        asked.request(method, address.encode("ascii", "ignore").decode(), body, headers)
        answer = asked.getresponse()
        answer.read()
        return answer.status
    finally:
        asked.close()

"""A hundred clerks upload their ledgers at the same moment, over HTTP, to the product as it is served.

``manage.py shell`` is given ``http_crowd.rush()`` on a migrated database; it serves by gunicorn, as
``make serve`` does, with a worker beside it, and prints what came of it.
"""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection
from threading import Barrier

from django.conf import settings
from django.test import Client

from counties.models import Officer
from operations.models import Job
from schools.models import Ledger
from tests.factories import division, officer
from tests.ledgers.rows import county_rows
from tests.steps import renumbered, workbook

CROWD, STARTS_WITHIN, ENDS_WITHIN, LOOK_EVERY = 100, 60, 240, 0.5


@dataclass(frozen=True)
class Clerk:
    """A clerk at her browser: who she is, and the ledger she is about to send."""

    session: str
    content: bytes


def rush() -> None:
    codes = [code for code in range(990101, 990300) if code % 100][:CROWD]  # those in 00 are cities
    clerks = [_clerk(code) for code in codes]
    port = _free_port()
    environment = os.environ | {"PORT": str(port), "JOBS_WAKE": "none"}
    commands = (("-m", "gunicorn", "config.wsgi", "--log-level", "error"), ("manage.py", "run_jobs"))
    started = [
        subprocess.Popen([sys.executable, *each], env=environment, cwd=settings.BASE_DIR, stdout=sys.stderr)
        for each in commands
    ]
    try:
        _until_it_answers(port)
        together, began = Barrier(CROWD), time.monotonic()
        with ThreadPoolExecutor(CROWD) as threads:
            told = list(threads.map(lambda clerk: _sent(port, clerk, together), clerks))
        answered = time.monotonic() - began
        pages = [_end_of(port, clerk, place) for clerk, (_, place, _) in zip(clerks, told, strict=True)]
        ended = time.monotonic() - began
    finally:
        for process in started:
            process.send_signal(signal.SIGTERM)
        for process in started:
            process.wait(timeout=60)
    found = {
        "statuses": [status for status, _, _ in told],
        "slowest": max(taken for _, _, taken in told),
        "answered": answered,
        "ended": ended,
        "pages": pages,
        "ledgers": list(Ledger.objects.values_list("state", "version", "schools")),
        "jobs": list(Job.objects.values_list("state", flat=True)),
    }
    print(json.dumps(found))


def _clerk(code: int) -> Clerk:
    post = officer(f"clerk{code}", division(str(code), f"示例{code}县"), Officer.Role.CLERK)
    client = Client()
    client.force_login(post.user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return Clerk(session, workbook(renumbered(county_rows(), str(code))))


def _sent(port: int, clerk: Clerk, together: Barrier) -> tuple[int, str, float]:
    """Open the upload page, and send the ledger when all others do; return status, place and seconds."""
    _, page, cookies = _ask(port, clerk, "GET", "/ledgers/upload/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    year = re.search(r'<option value="(\d{4})"', page)
    if not token or not year:
        together.abort()
        raise AssertionError(page[:500])
    fields = {"csrfmiddlewaretoken": token[1], "year": year[1], "standard": "quality-2017", "kind": "schools"}
    boundary, parts = uuid.uuid4().hex, []
    for name, value in fields.items():
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
        parts.append(f"{head}{value}\r\n".encode())
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\n'
    parts += [head.encode(), clerk.content, f"\r\n--{boundary}--\r\n".encode()]
    headers = {"Content-Type": f"multipart/form-data; boundary={boundary}", "Cookie": cookies}
    together.wait(timeout=200)
    began = time.monotonic()
    status, place, _ = _ask(port, clerk, "POST", "/ledgers/upload/", b"".join(parts), headers)
    return status, place, time.monotonic() - began


def _end_of(port: int, clerk: Clerk, place: str) -> str:
    """Return to the ledger's page until its check has ended, and say in what state it is."""
    until = time.monotonic() + ENDS_WITHIN
    while time.monotonic() < until:
        status, page, _ = _ask(port, clerk, "GET", place)
        if status != 200 or "校核中" not in page:
            return "已校核" if status == 200 and "已校核" in page else f"{status}"
        time.sleep(LOOK_EVERY)
    return "late"


def _ask(
    port: int, clerk: Clerk, method: str, path: str, body: bytes = b"", more: dict[str, str] | None = None
) -> tuple[int, str, str]:
    """Return status, the page or where one is sent to, and the cookies to come back with."""
    session = f"{settings.SESSION_COOKIE_NAME}={clerk.session}"
    headers = {"Host": "127.0.0.1", "Cookie": session, **(more or {})}
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        page = answer.read().decode()
        given = [cookie.split(";", 1)[0] for cookie in answer.headers.get_all("Set-Cookie", [])]
        return answer.status, answer.headers.get("Location") or page, "; ".join([session, *given])
    finally:
        connection.close()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _until_it_answers(port: int) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until:
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", "/health")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise AssertionError("the server did not start")

"""Workers killed at any moment while a parcel of a city is made.

``manage.py shell`` is given ``bundle_kills.storm(seed)`` on a migrated database; it prints what came of it.
"""

import hashlib
import json
import os
import random
import signal
import time
import zipfile
from io import BytesIO

from django.conf import settings
from django.core.management import call_command
from django.db import connections

from counties.models import Division, Officer
from operations import audit
from operations.models import Job
from reports import rendering
from reports.downloads import zipping
from reports.downloads.models import Bundle, BundleContent
from reports.downloads.zipping import Member
from reports.models import Document
from schools import files
from tests.factories import division, officer
from tests.ledgers.rows import county_rows
from tests.reports.parcels import ask
from tests.steps import judged, renumbered, workbook

KILLS, COUNTIES, LONGEST = 30, 4, 0.6
RENDERING = 0.05  # seconds that the stand-in for the renderer takes


def storm(seed: int) -> None:
    settings.JOBS_WAKE = "none"
    rendering.render = _render
    city, inspector = _city()
    bundle = ask(city, inspector)
    moments, midway = random.Random(seed), 0
    for _ in range(KILLS):
        pid = _worker()
        time.sleep(moments.uniform(0, LONGEST))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        midway += Job.objects.filter(state=Job.State.RUNNING).exists()
        if Job.objects.filter(state=Job.State.FAILED).exists():
            bundle = ask(city, inspector)  # as people do who are told that it came to nothing
    content = _brought_to_an_end(bundle, city, inspector)
    rendered = _rendered()
    again = _brought_to_an_end(ask(city, inspector), city, inspector)
    print(
        json.dumps(
            {
                "midway": midway,
                "missing": content.missing,
                "same": (again.sha256, _rendered()) == (content.sha256, rendered),
                "zip": _what_is_in(content),
                "documents": Document.objects.count(),
                "digests": Document.objects.values("sha256").distinct().count(),
                "rendered": rendered,
                "unfinished": Job.objects.unfinished().count(),
                "faults": [str(fault) for fault in audit.verify()],
                "strays": [path.name for path in settings.MEDIA_ROOT.glob("*/*") if _is_half(path.name)],
            }
        )
    )


def _city() -> tuple[Division, Officer]:
    for number in range(COUNTIES):
        code = f"99{8101 + number}"
        clerk = officer(f"clerk{code}", division(code, f"示例{code}县"), Officer.Role.CLERK)
        judged(clerk, workbook(renumbered(county_rows(), code)))
    city = Division.objects.get(code="998100")
    return city, officer("inspector", city, Officer.Role.INSPECTOR)


def _render(html: str) -> bytes:
    with (settings.VAR / "rendered").open("a") as told:
        told.write("x")
    time.sleep(RENDERING)
    return b"%PDF of " + html.encode()


def _rendered() -> int:
    return (settings.VAR / "rendered").stat().st_size


def _worker() -> int:
    connections.close_all()
    pid = os.fork()
    if pid == 0:
        try:
            call_command("run_jobs")
        finally:
            os._exit(1)  # who is killed never comes here
    return pid


def _brought_to_an_end(bundle: Bundle, city: Division, by: Officer) -> BundleContent:
    """Ask until nothing is missing: what lost three workers is named, and made when asked again."""
    for _ in range(4):
        call_command("run_jobs", idle_exit=0.0)
        held = Bundle.objects.get(pk=bundle.pk).held
        if held is not None and not held.missing:
            return held
        time.sleep(float(os.environ["JOB_LEASE_SECONDS"]))
        bundle = ask(city, by)
    raise AssertionError("the parcel was never made")


def _what_is_in(content: BundleContent) -> dict[str, object]:
    written = b"".join(zipping.stream([Member(**each) for each in content.members]))
    with zipfile.ZipFile(BytesIO(written)) as archive:
        sums = [line.split("  ") for line in archive.read("SHA256SUMS").decode().splitlines()]
        wrong = [name for digest, name in sums if hashlib.sha256(archive.read(name)).hexdigest() != digest]
        return {
            "whole": archive.testzip() is None and len(written) == content.size,
            "names": len(archive.namelist()) == len(set(archive.namelist())),
            "documents": len([name for name in archive.namelist() if name.endswith((".pdf", ".xlsx"))]),
            "wrong": wrong,
            "digest": files.digest(written) == content.sha256,
        }


def _is_half(name: str) -> bool:
    return not name.startswith("incoming-") and len(name) != len(files.digest(b""))

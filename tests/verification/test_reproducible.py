"""One snapshot gives the same bytes: in any process, on any day, in any place and language."""

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest
from django.conf import settings as project

from assessments.models import Snapshot
from counties.models import Officer
from reports import rendering
from reports.verification import sealing
from tests.assessments.offices import filled_in, submitted
from tests.factories import officer

RUN = "import django; django.setup(); from tests.verification import elsewhere; elsewhere.main()"
PLACES = (
    ("2026-01-31T23:59:58+00:00", "Asia/Shanghai", {"LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"}),
    ("2031-07-01T04:00:00+00:00", "America/St_Johns", {"LC_ALL": "C", "PYTHONHASHSEED": "2"}),
)


def begun(
    snapshot: Path, seal: str, day: str, zone: str, environment: dict[str, str]
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", RUN, str(snapshot), seal, day, zone],
        cwd=project.BASE_DIR,
        env={
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
            "SECRET_KEY": "not used here: nothing is signed, and nobody logs in to it",
            "FONTCONFIG_FILE": str(rendering.FONTS),
            **environment,
        },
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.django_db
def test_two_processes_on_two_days_make_the_same_documents(clerk: Officer, tmp_path: Path) -> None:
    filled_in(clerk)
    submitted(clerk, officer("leader", clerk.division, Officer.Role.LEADER))
    snapshot = Snapshot.objects.get()
    file = tmp_path / "snapshot.json"
    file.write_bytes(snapshot.bytes)
    seal = json.dumps(asdict(sealing.seal_of(snapshot)))
    running = [begun(file, seal, *place) for place in PLACES]
    told = [json.loads(process.communicate(timeout=100)[0]) for process in running]
    assert [process.returncode for process in running] == [0, 0]
    days = [each["day"] for each in told]
    assert [day[:10] for day in days] == ["2026-02-01", "2031-07-01"]  # in Shanghai it is tomorrow already
    assert days[0][-6:] != days[1][-6:]
    assert told[0]["digests"] == told[1]["digests"]
    assert {"dossier", "forms", "form-3"} <= told[0]["digests"].keys()

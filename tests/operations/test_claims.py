"""Of two workers that claim a job at the same moment, one gets it, on either database."""

import subprocess
from pathlib import Path

import pytest
from django.conf import settings as project

from tests.operations.conftest import MANAGE, Environment, manage

JOBS = 25


BROKER = [pytest.mark.broker, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=BROKER)])
def environ(request: pytest.FixtureRequest, tmp_path: Path) -> Environment:
    shared: Environment = request.getfixturevalue(request.param)
    manage(shared | {"JOBS_WAKE": "none"}, "ask", *(str(number) for number in range(JOBS)))
    return shared


def race(environ: Environment, meeting_place: Path, *options: str) -> list[int]:
    """Return the jobs that the rivals got, one after the other."""
    meeting_place.mkdir()
    rivals = [
        subprocess.Popen(
            [*MANAGE, "claim_in_step", name, str(meeting_place), *options],
            env=environ,
            cwd=project.BASE_DIR,
            stdout=subprocess.PIPE,
        )
        for name in ("left", "right")
    ]
    got = [rival.communicate(timeout=60)[0].decode().split() for rival in rivals]
    assert [rival.returncode for rival in rivals] == [0, 0]
    return sorted(int(number) for each in got for number in each)


def test_two_claim_and_one_gets_it(environ: Environment, tmp_path: Path) -> None:
    got = race(environ, tmp_path / "meet")
    assert len(got) == len(set(got)) == JOBS


def test_the_race_is_real(environ: Environment, tmp_path: Path) -> None:
    """The control: who looks first and writes then takes every job twice."""
    assert len(race(environ, tmp_path / "meet", "--naively")) == 2 * JOBS

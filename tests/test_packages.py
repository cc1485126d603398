"""``.ci/packages`` on machines that are not this one: its commands are replaced by stand-ins."""

import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parent.parent / ".ci/packages"


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A machine on which a command exists only if a test puts it there."""
    stand_in(tmp_path, "python3", "exit 0")
    return tmp_path


def stand_in(machine: Path, command: str, does: str) -> None:
    path = machine / command
    path.write_text(f"#!{shutil.which('bash')}\n{does}\n")
    path.chmod(0o755)


def packages(machine: Path, *groups: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [shutil.which("bash") or "bash", SCRIPT, *groups],
        env={"PATH": str(machine)}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_nothing_is_said_or_done_where_nothing_is_missing(machine: Path) -> None:
    stand_in(machine, "dpkg-query", "printf installed")
    stand_in(machine, "apt-get", "exit 1")
    done = packages(machine, "run", "test", "ci")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_where_it_cannot_install_it_says_what_to_install_and_fails(machine: Path) -> None:
    stand_in(machine, "dpkg-query", "exit 1")
    done = packages(machine, "run")
    assert done.returncode == 1
    assert "apt-get install libpango-1.0-0 " in done.stderr


def test_a_browser_for_tests_is_not_essential_except_in_ci(machine: Path) -> None:
    stand_in(machine, "dpkg-query", "case $* in *chromium) exit 1;; *) printf installed;; esac")
    alone, in_ci = packages(machine, "run", "test"), packages(machine, "run", "test", "ci")
    assert (alone.returncode, in_ci.returncode) == (0, 1)
    assert "apt-get install chromium" in alone.stderr


def test_a_machine_without_debian_packages_is_told_and_goes_on(machine: Path) -> None:
    done = packages(machine, "run")
    assert done.returncode == 0
    assert "libpango-1.0-0" in done.stderr


def test_a_python_that_cannot_make_environments_gets_what_it_lacks(machine: Path) -> None:
    stand_in(machine, "dpkg-query", "printf installed")
    stand_in(machine, "python3", "exit 1")
    assert "apt-get install python3-venv" in packages(machine, "run").stderr

"""What the project stands on: every requirement is explained, new enough, and free to be used."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution, packages_distributions
from pathlib import Path

import openpyxl
import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from operations.apart import PLAIN

ROOT = Path(__file__).resolve().parent.parent
APPS = ("config", "reports", "assessments", "indicators", "schools", "counties", "operations")
FILES = ("requirements.txt", "requirements-dev.txt")

# Below these, holes are known that touch uploads, pages or dossiers, or jobs get lost.
FLOORS = {
    "Django": "5.2.19",
    "weasyprint": "70.0",
    "openpyxl": "3.1.5",
    "pillow": "13.0.0",
    "celery": "5.7.0",
    "cryptography": "50.0.2",
    "kombu": "5.7.0",
    "django-import-export": "4.4.3",
    "tablib": "3.10.0",
    "lxml": "6.1.0",
}
UNWANTED = {"pypdf"}  # would read what strangers made


def lines(name: str) -> list[str]:
    """Return the lines of a requirements file that name a package."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith(("#", "-r "))]


def explained(line: str) -> bool:
    return re.fullmatch(r"\S+\s+# .{5,}", line) is not None


def asked_for() -> Iterator[Requirement]:
    for file in FILES:
        yield from (Requirement(line.partition("#")[0]) for line in lines(file))


def closure() -> dict[str, Distribution]:
    """Return every installed package that a requirement leads to, by its normalised name."""
    found: dict[str, Distribution] = {}
    waiting = list(asked_for())
    while waiting:
        requirement = waiting.pop()
        name = re.sub(r"[-_.]+", "-", requirement.name).lower()
        if name in found:
            continue
        try:
            found[name] = distribution(requirement.name)
        except PackageNotFoundError:
            continue  # of a package that is there in another way
        asked = map(Requirement, found[name].requires or [])
        waiting += [each for each in asked if _is_wanted(each, requirement.extras)]
    return found


def _is_wanted(requirement: Requirement, extras: set[str]) -> bool:
    """Is it asked for on this platform, with no extra or with one of *extras*?"""
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *extras))


def licence(package: Distribution) -> str:
    """Return all that a package says of its licence; if it says nothing, how its licence file begins."""
    said = [
        *package.metadata.get_all("License-Expression", []),
        *package.metadata.get_all("License", []),
        *(text for text in package.metadata.get_all("Classifier", []) if text.startswith("License")),
    ]
    files = [path for path in package.files or [] if path.stem.upper() in {"LICENSE", "LICENCE", "COPYING"}]
    return " ".join(said).strip() or " ".join(path.read_text().partition("\n")[0] for path in files)


def is_network_copyleft(text: str) -> bool:
    return bool(re.search(r"AGPL|Affero|SSPL", text, re.IGNORECASE))


def test_every_requirement_says_what_it_is_for() -> None:
    assert not explained("Django==5.2.19")
    assert [line for file in FILES for line in lines(file) if not explained(line)] == []


def test_every_requirement_that_runs_is_pinned() -> None:
    assert [line for line in lines("requirements.txt") if "==" not in line] == []


@pytest.mark.parametrize(("name", "floor"), FLOORS.items())
def test_what_is_installed_has_no_known_hole(name: str, floor: str) -> None:
    assert Version("5.2.9") < Version("5.2.19")  # compared as versions, not as text
    assert Version(distribution(name).version) >= Version(floor)


def test_no_other_reader_of_strangers_files_came_along() -> None:
    assert closure().keys() & UNWANTED == set()


def test_what_reads_uploads_has_no_use_for_lxml() -> None:
    """openpyxl turns to it by itself where it finds it, unless it is told not to, in every process."""
    late = "import openpyxl, config.settings; print(openpyxl.LXML)"
    early = "import config.settings, openpyxl; print(openpyxl.LXML)"
    plain = {key: value for key, value in os.environ.items() if key != "OPENPYXL_LXML"}
    assert [said(late, plain), said(early, plain)] == ["True", "False"]
    assert said("import openpyxl; print(openpyxl.LXML)", dict(PLAIN)) == "False"
    assert openpyxl.LXML is False


def said(code: str, environment: dict[str, str]) -> str:
    """Return what a process with that environment prints."""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, cwd=ROOT, env=environment
    )
    return done.stdout.decode().strip()


def test_lxml_is_asked_for_by_the_library_of_word_alone() -> None:
    asking = [name for name, package in closure().items() if asks_for(package, "lxml")]
    assert asking == ["python-docx"]
    naming = [
        path.relative_to(ROOT).as_posix()
        for path in ROOT.glob("*/**/*.py")
        if path.relative_to(ROOT).parts[0] in APPS
        and re.search(r"^(?:from|import) (?:lxml|docx)\b", path.read_text("utf-8"), re.MULTILINE)
    ]
    assert naming, "the search finds what it looks for"
    assert [path for path in naming if not path.startswith("reports/word/")] == []


def asks_for(package: Distribution, name: str) -> bool:
    """Does *package* need *name* to run, extras apart?"""
    needed = map(Requirement, package.requires or [])
    return any(each.name.lower() == name and _is_wanted(each, set()) for each in needed)


def test_no_licence_binds_who_only_serves_the_product() -> None:
    assert is_network_copyleft("GNU Affero General Public License v3")
    packages = closure()
    assert len(packages) > len(list(asked_for())), "the search did not follow what packages require"
    assert {name: text for name in packages if is_network_copyleft(text := licence(packages[name]))} == {}


def test_every_package_states_its_licence() -> None:
    assert {name for name, package in closure().items() if not licence(package)} == set()


def modules_used() -> set[str]:
    """The modules that the apps import, or that settings name."""
    found = set()
    for path in ROOT.glob("*/**/*.py"):
        if path.relative_to(ROOT).parts[0] in APPS:
            found |= set(re.findall(r"^(?:from |import |.*\")(\w+)", path.read_text("utf-8"), re.MULTILINE))
    return found


def test_everything_that_is_installed_to_run_is_used() -> None:
    asked = {Requirement(line.partition("#")[0]).name.lower() for line in lines("requirements.txt")}
    by_module = packages_distributions()
    used = {package.lower() for module in modules_used() for package in by_module.get(module, [])}
    # One is started by its name, the other loaded by Django where there is a PostgreSQL.
    assert asked - used == {"gunicorn", "psycopg2-binary"}

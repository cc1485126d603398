"""An installation is what its files say: image, services and environment agree with the settings."""

import ast
import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands
from django.urls import resolve

from config.environment import EXAMPLE_KEY

ROOT = Path(__file__).resolve().parent.parent
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
COMPOSE_TEXT = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load(COMPOSE_TEXT)
SERVICES: dict[str, Any] = COMPOSE["services"]
READERS = {"env", "flag", "words", "os.environ.get", "os.getenv"}
RANDOM_KEY = "k7" * 30
SERVER = "postgres://balance:secret@127.0.0.1:1/balance"


def variables_read(tree: ast.Module) -> Iterator[str]:
    """The names a module asks the environment for."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in READERS:
            match node.args:
                case [ast.Constant(value=str(name)), *_]:
                    yield name
        if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
            yield ast.literal_eval(node.slice)


def variables_of_the_code() -> set[str]:
    modules = [*(ROOT / "config").glob("*.py"), ROOT / "gunicorn.conf.py"]
    return {name for path in modules for name in variables_read(ast.parse(path.read_text("utf-8")))}


def example_lines() -> dict[str, tuple[str, str]]:
    """Each variable of ``.env.example`` with its value and the line above it."""
    found = {}
    above = ""
    for line in EXAMPLE.splitlines():
        if match := re.fullmatch(r"#?([A-Z_]+)=(.*)", line):
            found[match[1]] = (match[2], above)
        above = line
    return found


def command(service: str) -> list[str]:
    parts = SERVICES[service]["command"]
    return shlex.split(parts[-1]) if parts[:2] == ["sh", "-c"] else list(parts)


def start(*code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python on *code* in an installation that has nothing set but *environment*."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, *code], cwd=ROOT, env=kept | environment, capture_output=True, text=True, check=False
    )


def test_the_example_names_every_variable_that_is_read_and_no_other() -> None:
    assert set(variables_read(ast.parse("env('A'); os.environ['B']; os.environ.get('C', '')"))) == set("ABC")
    for_compose = set(re.findall(r"\$\{([A-Z_]+)", COMPOSE_TEXT))
    assert set(example_lines()) == variables_of_the_code() | for_compose


def test_every_variable_of_the_example_is_explained() -> None:
    assert [name for name, (_, above) in example_lines().items() if not above.startswith("# ")] == []


def test_the_example_gives_no_secret_away() -> None:
    secrets = {name: value for name, (value, _) in example_lines().items() if re.search("KEY|PASSWORD", name)}
    empty = dict.fromkeys(("POSTGRES_PASSWORD", "REDIS_PASSWORD", "EMAIL_PASSWORD"), "")
    assert secrets == {"SECRET_KEY": EXAMPLE_KEY, **empty}
    assert re.findall(r"PASSWORD:? \$\{\w+:-", COMPOSE_TEXT) == []


@pytest.mark.parametrize(
    "environment",
    [
        {"SECRET_KEY": EXAMPLE_KEY},
        {"SECRET_KEY": "short"},
        {"DATABASE_URL": SERVER},
        {"DATABASE_URL": SERVER, "SECRET_KEY": EXAMPLE_KEY},
    ],
)
def test_settings_refuse_to_start_without_a_secret_of_their_own(environment: dict[str, str]) -> None:
    refused = start("-c", "import config.settings", **environment)
    assert refused.returncode != 0
    assert "SECRET_KEY must be set" in refused.stderr


def test_a_server_is_reached_as_its_address_says_and_never_waits_for_ever() -> None:
    code = (
        "import json; from config.settings import DATABASES as d; print(json.dumps(d['default']['OPTIONS']))"
    )
    started = start("-c", code, DATABASE_URL=f"{SERVER}?sslmode=require", SECRET_KEY=RANDOM_KEY)
    options = json.loads(started.stdout)
    assert options["sslmode"] == "require"
    assert "statement_timeout" in options["options"]


def test_an_installation_behind_https_passes_djangos_own_deployment_check() -> None:
    checked = start(
        "manage.py",
        "check",
        "--deploy",
        DATABASE_URL=SERVER,
        SECRET_KEY="a9" + os.urandom(40).hex(),
        HTTPS="yes",
    )
    assert checked.returncode == 0, checked.stderr
    # Subdomains of a bureau's address are not ours to bind: no includeSubDomains, no preload.
    assert set(re.findall(r"security\.W\d+", checked.stderr)) <= {"security.W005", "security.W021"}
    bare = start("manage.py", "check", "--deploy", DATABASE_URL=SERVER, SECRET_KEY=RANDOM_KEY)
    assert "security.W012" in bare.stderr


def test_every_service_runs_what_exists() -> None:
    assert SERVICES.keys() == {"migrate", "web", "worker", "beat", "database", "broker"}
    assert command("web") == ["gunicorn", "config.wsgi"]
    assert callable(import_module("config.wsgi").application)
    for service in ("worker", "beat"):
        assert command(service)[:4] == ["celery", "--app", "config.celery:app", service]
    assert import_module("config.celery").app.conf.beat_schedule.keys() == {"sweep"}
    asked = re.findall(r"manage\.py (\w+)", " ".join(command("migrate")))
    assert asked == ["migrate", "load_divisions"]
    assert set(asked) <= get_commands().keys()


def test_what_starts_waits_for_what_it_needs() -> None:
    for service in ("web", "worker", "beat"):
        needs = {name: need["condition"] for name, need in SERVICES[service]["depends_on"].items()}
        assert needs == {
            "migrate": "service_completed_successfully",
            "database": "service_healthy",
            "broker": "service_healthy",
        }
    for service in ("database", "broker"):
        assert "healthcheck" in SERVICES[service]
        assert "ports" not in SERVICES[service], "nobody outside reaches the servers"


def test_what_is_kept_is_in_named_volumes() -> None:
    mounts = {
        mount.partition(":")[0] for service in SERVICES.values() for mount in service.get("volumes", [])
    }
    assert mounts == COMPOSE["volumes"].keys() == {"database", "files", "keys", "anchors"}
    folders = [settings.MEDIA_ROOT.name, settings.KEYS.name, settings.ANCHORS.name]
    assert SERVICES["web"]["volumes"] == SERVICES["worker"]["volumes"]
    assert SERVICES["web"]["volumes"] == [f"{name}:/app/var/{name}" for name in folders]


def test_a_full_broker_refuses_instead_of_dropping() -> None:
    broker = command("broker")
    assert broker[broker.index("--maxmemory-policy") + 1] == "noeviction"
    assert "--requirepass" in broker


def test_images_are_pinned() -> None:
    images = [service["image"] for service in SERVICES.values()]
    images += re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    assert [image for image in images if not re.search(r":\d", image)] == []


def test_the_image_is_of_the_python_that_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    image = re.findall(r"^FROM python:([\d.]+)", DOCKERFILE, re.MULTILINE)
    assert [f">={version}" for version in image] == [project["requires-python"]]
    assert re.findall(r"image: balance:(\S+)", COMPOSE_TEXT) == [project["version"]]


def test_the_image_has_the_debian_packages_of_any_installation_and_runs_as_nobody() -> None:
    assert ".ci/packages run" in DOCKERFILE
    assert "apt-get install" not in DOCKERFILE, "the list of packages is in .ci/packages alone"
    assert DOCKERFILE.index("\nUSER balance\n") > DOCKERFILE.rindex("\nRUN ")


def test_the_image_can_back_up_the_server_beside_it() -> None:
    """pg_dump refuses a server newer than itself; Debian's has the version of the release."""
    assert ".ci/packages run backup" in DOCKERFILE
    (release,) = re.findall(r"^FROM \S+-(\w+)$", DOCKERFILE, re.MULTILINE)
    version = {"bookworm": 15}[release]
    assert SERVICES["database"]["image"] == f"postgres:{version}-{release}"


def test_the_image_asks_for_its_health_where_it_answers() -> None:
    (address,) = re.findall(r"http://127\.0\.0\.1:8000(/[a-z/]*)", DOCKERFILE)
    assert resolve(address)
    assert "127.0.0.1" in example_lines()["ALLOWED_HOSTS"][0].split(",")


def test_the_image_carries_neither_data_nor_secrets() -> None:
    left_out = set((ROOT / ".dockerignore").read_text(encoding="utf-8").split())
    assert {".git", ".env", ".venv", "var"} <= left_out


def test_a_new_installation_needs_no_folder_made_by_hand(tmp_path: Path) -> None:
    new = {"VAR_DIR": str(tmp_path / "data" / "balance"), "SECRET_KEY": RANDOM_KEY}
    migrated = start("manage.py", "migrate", "contenttypes", "--verbosity", "0", **new)
    assert migrated.returncode == 0, migrated.stderr

"""The product as people have it: the demonstration in a folder of its own, served by gunicorn."""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

ROOT = Path(__file__).resolve().parents[3]
STARTS_WITHIN = 90  # seconds
SETTINGS = "tests.journeys.browser.settings"
SERVER = (sys.executable, "-m", "gunicorn", "config.wsgi", "--log-level", "warning", "--bind")
SHELL = (sys.executable, "manage.py", "shell", "--no-imports", "-c")


@dataclass(frozen=True, kw_only=True)
class Product:
    """A running installation: where it answers, where its data are, and the passwords by user name."""

    address: str
    var: Path
    passwords: dict[str, str]

    @contextmanager
    def beside(self) -> Iterator["Beside"]:
        """Run ``offices.serve`` on its data, and no other work in the background meanwhile."""
        script = "from tests.journeys.browser import offices; offices.serve()"
        process = subprocess.Popen(
            [*SHELL, script],
            cwd=ROOT,
            env=_environment(self.var),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        with (self.var / "run_jobs.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            try:
                yield Beside(process)
            finally:
                process.communicate(timeout=20)


@dataclass(frozen=True)
class Beside:
    """The process that does what the browser cannot."""

    process: "subprocess.Popen[str]"

    def do(self, deed: str, *words: str) -> None:
        """Have a deed of ``offices`` done, and wait until it is."""
        assert self.process.stdin and self.process.stdout
        print(deed, *words, file=self.process.stdin, flush=True)
        assert self.process.stdout.readline().strip() == "done", deed


def built(folder: Path) -> Path:
    """Return the data of the demonstration, built once for all the processes of a test run."""
    ready = folder / "ready"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not ready.exists():
            _told(folder / "demo", "from tests.journeys.browser import building; building.build()")
            ready.touch()
    return folder / "demo"


@contextmanager
def served(template: Path, var: Path) -> Iterator[Product]:
    """Serve a copy of *template* at a free port until the end."""
    shutil.copytree(template, var)
    logins = (var / "demo-logins.txt").read_text(encoding="utf-8").splitlines()
    with socket.socket() as ours, (var / "gunicorn.log").open("w") as log:
        ours.bind(("127.0.0.1", 0))  # and handed on, so that nobody takes the port in between
        port = ours.getsockname()[1]
        process = subprocess.Popen(
            [*SERVER, f"fd://{ours.fileno()}"],
            cwd=ROOT,
            env=_environment(var) | {"WEB_CONCURRENCY": "1"},
            pass_fds=[ours.fileno()],
            stdout=log,
            stderr=log,
        )
    try:
        product = Product(
            address=f"http://127.0.0.1:{port}", var=var, passwords=dict(line.split() for line in logins)
        )
        _wait_for(product, process)
        yield product
    finally:
        process.terminate()
        process.wait(timeout=20)


def _told(var: Path, script: str) -> None:
    done = subprocess.run(
        [*SHELL, script], cwd=ROOT, env=_environment(var), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def _environment(var: Path) -> dict[str, str]:
    """An embedded installation, whatever servers the tests themselves run on."""
    kept = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "REDIS_URL"}}
    return kept | {"VAR_DIR": str(var), "DJANGO_SETTINGS_MODULE": SETTINGS}


def _wait_for(product: Product, process: "subprocess.Popen[bytes]") -> None:
    opener, until = build_opener(ProxyHandler({})), time.monotonic() + STARTS_WITHIN
    while True:
        assert process.poll() is None, (product.var / "gunicorn.log").read_text()
        try:
            with opener.open(f"{product.address}/health", timeout=5):
                return
        except (URLError, ConnectionError, TimeoutError):
            assert time.monotonic() < until, "the server did not start"
            time.sleep(0.1)

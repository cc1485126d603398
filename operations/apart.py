"""What strangers' bytes may break runs apart: in a process of its own, within limits, that can be stopped.

The process gets the bytes on standard input and answers on standard output; none of our environment,
so no secret, is within its reach. Whatever becomes of it, whoever asked for it goes on.
"""

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUT_OF_MEMORY = 12
PLAIN: Mapping[str, str] = {
    "LANG": "C.UTF-8",
    "PYTHONDONTWRITEBYTECODE": "1",
    "MALLOC_ARENA_MAX": "2",
    "OPENPYXL_LXML": "False",  # lxml is here for writing alone
}


class Reason(StrEnum):
    """Why a process came to no end of its own."""

    TIME = "time"
    MEMORY = "memory"
    CRASH = "crash"


class Stopped(Exception):
    """The process gave no answer; *said* is for the log, not for a reader."""

    def __init__(self, reason: Reason, said: str = "") -> None:
        super().__init__(f"{reason}: {said}" if said else str(reason))
        self.reason = reason


def run(module: str, *arguments: str, data: bytes, wall: float) -> bytes:
    """Return what ``python -m module`` answers to *data* within *wall* seconds, or raise ``Stopped``."""
    try:
        done = subprocess.run(
            command(module, *arguments),
            input=data,
            capture_output=True,
            check=False,
            cwd=ROOT,
            env=dict(PLAIN),
            timeout=wall,
        )
    except subprocess.TimeoutExpired as late:
        raise Stopped(Reason.TIME, f"no answer within {wall} s") from late
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip()[-2000:]
        raise Stopped(_reason(done.returncode), f"exit {done.returncode} {said}")
    return done.stdout


def command(module: str, *arguments: str) -> list[str]:
    """Return how *module* is started, in ``ROOT`` with the environment ``PLAIN``."""
    return [sys.executable, "-m", module, *arguments]


def _reason(code: int) -> Reason:
    """A process is stopped by SIGXCPU for its time; it ends itself for want of memory, or the system,
    which has none left, ends it by SIGKILL."""
    if code == OUT_OF_MEMORY or -code == signal.SIGKILL:
        return Reason.MEMORY
    return Reason.TIME if -code == signal.SIGXCPU else Reason.CRASH


def limit(*, memory: int, seconds: int) -> None:
    """Hold this process to *memory* bytes of address space and *seconds* of processor time."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def out_of_memory() -> None:
    """End this process at once, saying why; nothing is tidied up, for that too takes memory."""
    os._exit(OUT_OF_MEMORY)

"""Reads files as an upload is read, each in a process of its own, and tells what that took.

    python -m tests.ledgers.metered FILE…

A small process of its own, for Linux counts a parent's memory to the child it starts: below a test run every
reader would seem to have taken hundreds of megabytes. Writes one line of JSON for each ``transport.question``
in FILE…: exit code, seconds on the clock and of the processor, the most bytes of memory, and the answer.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from operations import apart


class Metered(NamedTuple):
    exit: int
    wall: float
    processor: float
    memory: int
    answer: str


def metered(question: Path) -> Metered:
    began = time.perf_counter()
    with question.open("rb") as said:
        child = subprocess.Popen(
            apart.command("schools.reader", "schools"),
            stdin=said,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=apart.ROOT,
            env=dict(apart.PLAIN),
        )
    assert child.stdout
    answer = child.stdout.read().decode()
    _pid, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    child.stdout.close()
    wall = time.perf_counter() - began
    return Metered(
        child.returncode, wall, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024, answer[:2_000]
    )


def of(questions: list[Path]) -> list[Metered]:
    """Return what it took to answer each of *questions*, by a process of this module."""
    command = [sys.executable, "-m", "tests.ledgers.metered", *map(str, questions)]
    done = subprocess.run(command, capture_output=True, check=True, cwd=apart.ROOT, timeout=600)
    return [Metered(*json.loads(line)) for line in done.stdout.splitlines()]


if __name__ == "__main__":
    for name in sys.argv[1:]:
        print(json.dumps(metered(Path(name))))

"""The heads of the trail, outside the database: a file a day, to which lines are only added.

Each line names an event (stream, number, hash) that was committed, and carries the digest of the
line before; the line of an anchor carries its signature too. What is cut off at the end of the
trail, or written anew from some event on, no longer agrees with the file. Where the folder is one
that only takes additions (chattr +a, a WORM share), nobody can make it agree again.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from operations.canonical import compact, plain

NOTHING_BEFORE = ""
LONGEST_LINE = 4096
PATTERN = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9].jsonl"


@dataclass(frozen=True)
class Line:
    """A line as it stands; *body* is None where it is none of ours. *before* is the digest of the last."""

    file: str
    number: int
    body: Mapping[str, str] | None
    before: str


def add(entries: Sequence[Mapping[str, object]], *, at: datetime, lasting: bool = False) -> None:
    """Add a line for each entry to the file of the day; *lasting*, they are on the disk on return."""
    with _alone():
        path = _file_of(at)
        before = _digest(_last_line())
        with path.open("ab") as file:
            for entry in entries:
                line = compact(plain({**entry, "before": before}))
                file.write(line + b"\n")
                before = _digest(line)
            file.flush()
            if lasting:
                os.fsync(file.fileno())


def lines() -> Iterator[Line]:
    """Return every line of every day, the oldest first."""
    before = NOTHING_BEFORE
    for path in _files():
        for number, raw in enumerate(path.read_bytes().split(b"\n")[:-1], start=1):
            yield Line(path.name, number, _body(raw), before)
            before = _digest(raw)
        if not path.read_bytes().endswith(b"\n") and path.stat().st_size:
            yield Line(path.name, 0, None, before)


def last_anchor() -> int:
    """Return the number of the last anchor that is written down; 0 where there is none."""
    for path in reversed(_files()):
        for raw in reversed(path.read_bytes().split(b"\n")):
            body = _body(raw)
            if body and "anchor" in body:
                return int(body["anchor"])
    return 0


def is_writable() -> bool:
    try:
        with _alone():
            return all(os.access(path, os.W_OK) for path in [_folder(), *_files()[-1:]])
    except OSError:
        return False


def _body(raw: bytes) -> Mapping[str, str] | None:
    try:
        body = json.loads(raw)
    except ValueError:
        return None
    return body if isinstance(body, dict) and all(isinstance(value, str) for value in body.values()) else None


def _digest(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest() if line else NOTHING_BEFORE


def _last_line() -> bytes:
    for path in reversed(_files()):
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - LONGEST_LINE))
            if found := file.read().rstrip(b"\n"):
                return found.rpartition(b"\n")[2]
    return b""


def _file_of(at: datetime) -> Path:
    """A clock that was set back does not open an earlier day again."""
    today = f"{at.astimezone(UTC):%Y-%m-%d}.jsonl"
    return _folder() / max([today, *(path.name for path in _files()[-1:])])


def _files() -> list[Path]:
    return sorted(_folder().glob(PATTERN))


def _folder() -> Path:
    return Path(settings.ANCHORS)


@contextmanager
def _alone() -> Iterator[None]:
    """Keep other processes and threads from adding lines meanwhile."""
    _folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(_folder() / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)

"""Uploaded bytes, kept under their own digest: written whole or not at all, never changed."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from schools.ledger.xlsx import ole


class Damaged(Exception):
    """The bytes are missing, or are no longer those that were uploaded."""


@dataclass(frozen=True)
class Format:
    """What an uploaded file is, whatever it is called: its ending and its media type."""

    ending: str
    media_type: str


XLSX = Format("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
XLS = Format("xls", "application/vnd.ms-excel")
CSV = Format("csv", "text/csv")


def format_of(head: bytes) -> Format:
    """Return the format of the file that begins with *head*; only three pass the gate."""
    if ole.is_ole(head):
        return XLS
    return XLSX if head.startswith(b"PK") else CSV


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def path_of(sha256: str) -> Path:
    """Return where the bytes of that digest are kept."""
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256


def keep(content: bytes) -> str:
    """Store *content* and return its SHA-256.

    Temporary file, fsync, rename: after a power cut there is the whole file or none.
    """
    sha256 = digest(content)
    target = path_of(sha256)
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix="incoming-")
    try:
        with os.fdopen(handle, "wb") as incoming:
            incoming.write(content)
            incoming.flush()
            os.fsync(incoming.fileno())
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _sync(target.parent)
    return sha256


def verified(sha256: str) -> Path:
    """Return the path of the bytes of that digest, read again; raise ``Damaged`` if they differ."""
    path = path_of(sha256)
    if not path.is_file() or digest(path.read_bytes()) != sha256:
        raise Damaged(sha256)
    return path


def _sync(folder: Path) -> None:
    """Make the rename itself survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

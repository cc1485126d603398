"""A signature as a file (.sig): what it is of, which key, and 64 bytes of Ed25519, in seven lines.

Only one text is a signature of a statement: read and written again it is the same bytes, so that
no bit of the file can be another without being seen.
"""

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import astuple, dataclass

from operations import keys
from operations.keys import Signature

FORMAT = "balance-document-1"
LINES = ("number", "sha256", "snapshot", "code")
LONGEST = 2_000
SAFE = re.compile(r"[^\x00-\x1f\x7f-\x9f]*")


class Malformed(Exception):
    """This is no signature file of ours, or somebody changed it; the message says so to a reader."""


@dataclass(frozen=True)
class Statement:
    """What is signed: the file with this SHA-256 is report *number*, made from that snapshot."""

    number: str
    sha256: str
    snapshot: str
    code: str

    @property
    def message(self) -> bytes:
        values = zip(LINES, astuple(self), strict=True)
        return "".join([f"{FORMAT}\n", *(f"{name}: {value}\n" for name, value in values)]).encode()


@dataclass(frozen=True)
class Signed:
    statement: Statement
    signature: Signature

    @property
    def content(self) -> bytes:
        """The bytes of the file."""
        tail = f"key: {self.signature.key}\nsignature: {self.signature.value}\n"
        return self.statement.message + tail.encode()


def sign(statement: Statement) -> Signed:
    """Sign with the installation's key. Raise ``keys.Unusable``."""
    return Signed(statement, keys.sign(statement.message))


def read(content: bytes) -> Signed:
    """Return what a signature file says; raise ``Malformed`` where it is not as we write them."""
    try:
        lines = content[:LONGEST].decode().split("\n")
        head, *fields = lines[:7]
        values = [_value(line, name) for line, name in zip(fields, (*LINES, "key", "signature"), strict=True)]
        value = base64.b64encode(base64.b64decode(values[5], validate=True)).decode()
    except (ValueError, UnicodeDecodeError) as error:
        raise Malformed("签名文件不完整或被改动") from error
    signed = Signed(Statement(*values[:4]), Signature(values[4], value))
    if head != FORMAT or signed.content != content:
        raise Malformed("签名文件被改动")
    return signed


def holds(signed: Signed, trusted: Mapping[str, bytes]) -> bool:
    """Is the statement signed by one of the *trusted* keys, given by name as PEM?"""
    public = trusted.get(signed.signature.key)
    return public is not None and keys.verifies_with(public, signed.signature.value, signed.statement.message)


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _value(line: str, name: str) -> str:
    prefix = f"{name}: "
    if not line.startswith(prefix) or not SAFE.fullmatch(line):
        raise ValueError(name)
    return line.removeprefix(prefix)

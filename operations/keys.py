"""The installation's signing key (Ed25519), in a file outside the database, for anchors and dossiers.

Whoever can write to the database but not read this file can forge rows, not signatures. What is
signed names itself in its first line (``balance-anchor-1``), so that a signature of one thing is
never one of another. A key is changed by putting a new ``signing.pem`` in its place; the public
halves of all that were ever used stay beside it (``*.pub.pem``), and what they signed stays valid.
"""

import base64
import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from django.conf import settings

PRIVATE = "signing.pem"
PUBLIC = "{}.pub.pem"


class Unusable(Exception):
    """The key file cannot be read, or is not an Ed25519 key; the message is for the administrator."""


@dataclass(frozen=True)
class Signature:
    """*value* is base64 of 64 bytes; *key* tells which public key it is checked with."""

    key: str
    value: str


def sign(message: bytes) -> Signature:
    """Return the installation's signature of *message*; its first use makes the key. Raise ``Unusable``."""
    private = _private()
    return Signature(_id(private.public_key()), base64.b64encode(private.sign(message)).decode())


def verifies(signature: Signature, message: bytes) -> bool:
    """Is *signature* one of *message* by a key of this installation, the present or a former one?"""
    public = trusted().get(signature.key)
    return public is not None and verifies_with(public, signature.value, message)


def verifies_with(public_pem: bytes, value: str, message: bytes) -> bool:
    """Is *value* a signature of *message* by the owner of *public_pem*? For whoever holds only that.

    Only as it was written: the last letter of a base64 text has bits that do not count, and another
    text for the same bytes is an altered one.
    """
    try:
        given = base64.b64decode(value, validate=True)
        _public(public_pem).verify(given, message)
    except (InvalidSignature, ValueError):
        return False
    return base64.b64encode(given).decode() == value


def public_pem() -> bytes:
    """Return the present key's public half, as anybody may have it (PEM)."""
    return _pem(_private().public_key())


def key_id() -> str:
    """Return the present key's name: the first 16 digits of its fingerprint."""
    return _id(_private().public_key())


def trusted() -> dict[str, bytes]:
    """Return the public halves (PEM) of the present and of former keys, by name."""
    found = {}
    for path in sorted(_folder().glob(PUBLIC.format("*"))):
        with suppress(ValueError):
            pem = path.read_bytes()
            found[_id(_public(pem))] = pem
    return found


def name_of(pem: bytes) -> str | None:
    """Return the name of a public key (PEM); None where it is not an Ed25519 key."""
    try:
        return _id(_public(pem))
    except ValueError:
        return None


def _private() -> Ed25519PrivateKey:
    path = _folder() / PRIVATE
    if not path.exists():
        _make(path)
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise Unusable(f"签名密钥 {path} 无法读取：{error}") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise Unusable(f"签名密钥 {path} 不是 Ed25519 密钥。")
    public = key.public_key()
    _write_once(_folder() / PUBLIC.format(_id(public)), _pem(public), mode=0o644)
    return key


def _make(path: Path) -> None:
    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write_once(path, private, mode=0o600)


def _write_once(path: Path, content: bytes, *, mode: int) -> None:
    """Write *path* unless it is there; whole before it has its name, so two at once keep one."""
    if path.exists():
        return
    with NamedTemporaryFile("wb", dir=path.parent) as made:
        made.write(content)
        made.flush()
        os.fsync(made.fileno())
        os.chmod(made.name, mode)
        with suppress(FileExistsError):
            os.link(made.name, path)


def _folder() -> Path:
    return Path(settings.KEYS)


def _public(pem: bytes) -> Ed25519PublicKey:
    key = load_pem_public_key(pem)
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError("not an Ed25519 key")
    return key


def _pem(public: Ed25519PublicKey) -> bytes:
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def _id(public: Ed25519PublicKey) -> str:
    return hashlib.sha256(public.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()[:16]

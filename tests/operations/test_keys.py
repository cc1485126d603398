"""One key signs for the installation: kept apart, made once, and what it signed can be checked by anybody."""

import base64
import stat
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from operations import keys

MESSAGE = "balance-test-1\n示例".encode()


def key_file(var: Path) -> Path:
    return var / "keys" / "signing.pem"


def test_the_first_use_makes_a_key_that_only_its_owner_reads(var: Path) -> None:
    signature = keys.sign(MESSAGE)
    assert stat.S_IMODE(key_file(var).stat().st_mode) == 0o600
    assert stat.S_IMODE(key_file(var).parent.stat().st_mode) == 0o700
    assert keys.sign(MESSAGE) == signature, "the same key, and Ed25519 has no chance in it"
    assert signature.key == keys.key_id()


def test_a_signature_holds_for_its_message_and_no_other() -> None:
    signature = keys.sign(MESSAGE)
    assert keys.verifies(signature, MESSAGE)
    assert keys.verifies_with(keys.public_pem(), signature.value, MESSAGE)
    assert not keys.verifies(signature, MESSAGE + b" ")
    assert not keys.verifies(keys.Signature("0" * 16, signature.value), MESSAGE)
    for nonsense in ("", "!", "AAAA", signature.value[:-4] + "AAA="):
        assert not keys.verifies_with(keys.public_pem(), nonsense, MESSAGE)


def test_another_text_for_the_same_bytes_is_an_altered_one() -> None:
    value = keys.sign(MESSAGE).value
    altered = value[:-3] + chr(ord(value[-3]) + 1) + "=="
    assert base64.b64decode(altered) == base64.b64decode(value)
    assert not keys.verifies_with(keys.public_pem(), altered, MESSAGE)


def test_a_key_of_another_installation_signs_nothing_here(var: Path) -> None:
    keys.sign(MESSAGE)
    for path in key_file(var).parent.iterdir():
        path.unlink()
    stranger = keys.sign(MESSAGE)
    for path in key_file(var).parent.iterdir():
        path.unlink()
    keys.sign(MESSAGE)
    assert not keys.verifies(stranger, MESSAGE)


def test_what_a_former_key_signed_stays_valid(var: Path) -> None:
    before = keys.sign(MESSAGE)
    key_file(var).unlink()
    after = keys.sign(MESSAGE)
    assert before.key != after.key
    assert keys.verifies(before, MESSAGE)
    assert keys.verifies(after, MESSAGE)
    assert keys.trusted().keys() == {before.key, after.key}


def test_many_that_start_at_once_keep_one_key() -> None:
    with ThreadPoolExecutor(8) as pool:
        assert len({signature.key for signature in pool.map(keys.sign, [MESSAGE] * 32)}) == 1


def test_a_spoilt_key_is_named_and_not_replaced(var: Path) -> None:
    rsa = generate_private_key(65537, 1024).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    key_file(var).parent.mkdir()
    for content in (b"", b"not a key", rsa):
        key_file(var).write_bytes(content)
        with pytest.raises(keys.Unusable, match=r"signing\.pem"):
            keys.sign(MESSAGE)
        assert key_file(var).read_bytes() == content


def test_others_check_a_signature_with_a_tool_of_their_own(tmp_path: Path) -> None:
    """OpenSSL knows nothing of this project."""
    files = {
        "message": MESSAGE,
        "signature": base64.b64decode(keys.sign(MESSAGE).value),
        "public.pem": keys.public_pem(),
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    verify = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "public.pem", "-rawin"]
    verify += ["-in", "message", "-sigfile", "signature"]
    assert subprocess.run(verify, cwd=tmp_path, check=False, capture_output=True).returncode == 0
    (tmp_path / "message").write_bytes(MESSAGE + b"!")
    assert subprocess.run(verify, cwd=tmp_path, check=False, capture_output=True).returncode != 0

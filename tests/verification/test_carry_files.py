"""A file to carry: one bit turned anywhere in it is seen, and the part is named."""

import hashlib
import random
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings as project
from pytest_django import Settings

from operations import keys
from reports.carrying import archive, checking, parcel
from reports.carrying.archive import Unreadable
from reports.carrying.checking import Checked, State
from reports.verification import codes, signing
from reports.verification.signing import Malformed, Statement
from tests.verification.parcels import PDF, SEAL, flipped, places, sample

SEED = 20251125


@pytest.fixture
def carried() -> bytes:
    return parcel.carried(sample())


def faults(content: bytes) -> set[str]:
    return {part.name for part in checking.carry(content, keys.trusted()).faults}


def test_what_was_not_touched_is_the_same_and_written_again_the_same_bytes(carried: bytes) -> None:
    found = checking.carry(carried, keys.trusted())
    assert found.is_whole
    assert {part.name for part in found.parts} >= {"县级自评报告.pdf", parcel.SNAPSHOT, parcel.SIGNATURE}
    assert parcel.carried(sample()) == carried


def test_a_bit_of_any_member_is_seen_and_the_member_named(carried: bytes) -> None:
    dice = random.Random(SEED)
    for name, place in places(carried).items():
        for at in {place.start, place.stop - 1, *(dice.choice(place) for _ in range(6))}:
            named = faults(flipped(carried, at * 8 + dice.randrange(8)))
            assert any(each in name for each in named), (name, at, named)
            assert len(named) <= 2, (name, at, named)


def test_a_bit_of_the_zip_itself_is_seen(carried: bytes) -> None:
    inside = {at for place in places(carried).values() for at in place}
    outside = [at for at in range(len(carried)) if at not in inside]
    dice = random.Random(SEED)
    for at in dice.sample(outside, 150):
        assert faults(flipped(carried, at * 8 + dice.randrange(8))), at


@pytest.mark.proof
def test_every_single_bit_of_the_file_is_seen(carried: bytes) -> None:
    unseen = [bit for bit in range(8 * len(carried)) if not faults(flipped(carried, bit))]
    assert unseen == []


def test_the_structure_is_named_where_every_member_is_as_it_was(carried: bytes) -> None:
    repacked = BytesIO()
    with zipfile.ZipFile(BytesIO(carried)) as old, zipfile.ZipFile(repacked, "w") as new:
        for entry in old.infolist():
            new.writestr(entry.filename, old.read(entry))
    assert faults(repacked.getvalue()) == {checking.STRUCTURE}


def test_what_is_cut_off_or_put_behind_is_seen(carried: bytes) -> None:
    assert faults(carried[:-1])
    assert faults(carried[: len(carried) // 2])
    assert faults(carried + b"\0")
    assert faults(b"x" + carried)
    assert faults(b"")


def test_a_file_forged_whole_with_another_key_is_not_ours(
    carried: bytes, tmp_path: Path, settings: Settings
) -> None:
    ours = keys.trusted()
    settings.KEYS = tmp_path / "forger"
    forged = parcel.carried(sample())
    assert checking.carry(forged, keys.trusted()).is_whole
    assert {part.name for part in checking.carry(forged, ours).faults} == {parcel.SIGNATURE}


def test_a_true_signature_does_not_cover_another_snapshot(carried: bytes) -> None:
    members = dict(archive.unpack(carried).members)
    members[parcel.SNAPSHOT] = b"{}"
    kept = {name: each for name, each in members.items() if name not in {parcel.SUMS, parcel.SIGNATURE}}
    members[parcel.SUMS] = sums = parcel.sums_of(kept)
    stated = Statement(SEAL.number, hashlib.sha256(sums).hexdigest(), SEAL.digest, SEAL.code)
    members[parcel.SIGNATURE] = signing.sign(stated).content
    assert faults(archive.pack(members)) == {parcel.SNAPSHOT}


def zipped(write: Callable[[zipfile.ZipFile], None]) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as made:
        write(made)
    return written.getvalue()


def empty(made: zipfile.ZipFile, *names: str) -> None:
    for name in names:
        made.writestr(name, "")


def link() -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("../link")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


HOSTILE: dict[str, Callable[[], bytes]] = {
    "traversal": lambda: zipped(lambda made: made.writestr("../../etc/passwd", "x")),
    "absolute": lambda: zipped(lambda made: made.writestr("/etc/passwd", "x")),
    "backslash": lambda: zipped(lambda made: made.writestr("..\\x", "x")),
    "dots": lambda: zipped(lambda made: made.writestr("..", "x")),
    "deep": lambda: zipped(lambda made: made.writestr("a/b/c", "x")),
    "link": lambda: zipped(lambda made: made.writestr(link(), "/etc")),
    "bomb": lambda: zipped(lambda made: made.writestr("bomb", bytes(10_000_000), zipfile.ZIP_DEFLATED)),
    "many": lambda: zipped(lambda made: empty(made, *(f"m{number}" for number in range(2_001)))),
    "case": lambda: zipped(lambda made: empty(made, "A.pdf", "a.pdf")),
    "not a zip": lambda: b"PK\x03\x04" + bytes(1_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_zip_is_refused_unread(name: str) -> None:
    with pytest.raises(Unreadable):
        archive.unpack(HOSTILE[name]())
    assert faults(HOSTILE[name]()) == {checking.STRUCTURE}


def test_a_size_that_is_not_true_is_refused() -> None:
    """Two entries that claim the same bytes, as a bomb without compression does."""
    content = zipped(lambda made: made.writestr("a", bytes(1_000)))
    entry = content[content.index(b"PK\x01\x02") : content.index(b"PK\x05\x06")]
    twice = entry.replace(b"a", b"b", 1) if entry.count(b"a") == 1 else entry[:-1] + b"b"
    end = bytearray(content[content.index(b"PK\x05\x06") :])
    end[8] = end[10] = 2
    end[12:16] = (2 * len(entry)).to_bytes(4, "little")
    with pytest.raises(Unreadable, match="大小不实"):
        archive.unpack(content[: content.index(b"PK\x05\x06")] + twice + bytes(end))


def document(content: bytes, signature: bytes) -> Checked:
    return checking.document("报告.pdf", content, signature, keys.trusted())


@pytest.fixture
def signature() -> bytes:
    stated = Statement(SEAL.number, signing.digest(PDF), SEAL.digest, SEAL.code)
    return signing.sign(stated).content


def test_a_bit_of_a_document_is_seen(signature: bytes) -> None:
    assert document(PDF, signature).is_whole
    for at in (0, 5, len(PDF) // 2, len(PDF) - 1):
        found = document(flipped(PDF, at * 8 + 3), signature)
        assert [part.name for part in found.faults] == ["报告.pdf"]


def test_every_bit_of_a_signature_is_seen_as_the_signature(signature: bytes) -> None:
    for bit in range(8 * len(signature)):
        found = document(PDF, flipped(signature, bit))
        assert "签名文件" in {part.name for part in found.faults}, bit


def test_a_signature_of_one_thing_is_none_of_another(signature: bytes) -> None:
    signed = keys.sign(b"balance-anchor-1\nsomething else\n")
    stated = signing.read(signature).statement
    other = signing.Signed(stated, signed).content
    assert document(PDF, other).faults


@pytest.mark.parametrize("content", [b"", b"\xff" * 300, b"balance-document-1\n", b"x\n" * 7])
def test_what_is_no_signature_is_told_so(content: bytes) -> None:
    with pytest.raises(Malformed):
        signing.read(content)
    assert [part.state for part in document(PDF, content).parts] == [State.CHANGED]


def test_a_code_is_read_as_it_is_spoken_and_a_slip_is_seen() -> None:
    code = SEAL.code
    assert len(code) * 5 - 10 >= 128
    spoken = SEAL.grouped.lower().replace("0", "o").replace("1", "l").replace("-", " ")
    assert codes.read(spoken) == code
    assert codes.read("".join(chr(ord(letter) + 0xFEE0) for letter in code)) == code
    assert codes.is_whole(code)
    before = {letter: codes.LETTERS[place - 1] for place, letter in enumerate(codes.LETTERS)}
    slips = [code[:at] + before[code[at]] + code[at + 1 :] for at in range(len(code))]
    assert sum(codes.is_whole(slip) for slip in slips) <= 1
    assert not codes.is_whole(code[:-1])
    assert not codes.is_whole("")
    assert codes.code_of("forms", SEAL.digest) != code


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The command in a process whose database cannot be reached."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=project.BASE_DIR,
        env={
            "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
            "SECRET_KEY": "not used by this command, which signs and checks by keys of its own",
            "LANG": "C.UTF-8",
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_needs_no_database_and_names_what_was_changed(
    carried: bytes, signature: bytes, tmp_path: Path
) -> None:
    key = tmp_path / "public.pem"
    key.write_bytes(keys.public_pem())
    (tmp_path / "carry.zip").write_bytes(carried)
    good = run("verify", str(tmp_path / "carry.zip"), "--key", str(key))
    assert (good.returncode, good.stderr) == (0, "")
    assert good.stdout.endswith("结论：一致，与签名时相同\n")
    snapshot = places(carried)[parcel.SNAPSHOT]
    (tmp_path / "carry.zip").write_bytes(flipped(carried, snapshot.start * 8 + 200))
    bad = run("verify", str(tmp_path / "carry.zip"), "--key", str(key))
    assert bad.returncode == 1
    assert f"结论：不一致（{parcel.SNAPSHOT}" in bad.stdout


def test_the_command_checks_a_pdf_with_the_signature_beside_it(
    carried: bytes, signature: bytes, tmp_path: Path
) -> None:
    key, pdf = tmp_path / "public.pem", tmp_path / "报告.pdf"
    key.write_bytes(keys.public_pem())
    pdf.write_bytes(PDF)
    lost = run("verify", str(pdf), "--key", str(key))
    assert lost.returncode == 1
    assert "找不到签名文件" in lost.stderr
    pdf.with_name("报告.pdf.sig").write_bytes(signature)
    assert run("verify", str(pdf), "--key", str(key)).returncode == 0

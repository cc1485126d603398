"""Checking what somebody brings, offline: which part of it is as it was signed, and which is not."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from reports.carrying import archive, parcel
from reports.carrying.archive import Unpacked, Unreadable
from reports.verification import signing
from reports.verification.signing import Malformed, Signed

Keys = Mapping[str, bytes]
STRUCTURE = "压缩包结构"


class State(Enum):
    SAME = "一致"
    CHANGED = "不一致"
    MISSING = "缺失"
    ADDED = "多出"


@dataclass(frozen=True)
class Part:
    """One part of what was brought; *note* says more where it is not the same."""

    name: str
    state: State
    note: str = ""

    def __str__(self) -> str:
        return f"{self.state.value}　{self.name}" + (f"：{self.note}" if self.note else "")


@dataclass(frozen=True)
class Checked:
    """*statement* is what the signature says, None where it cannot be read."""

    parts: tuple[Part, ...]
    signed: Signed | None = None

    @property
    def faults(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.state is not State.SAME)

    @property
    def is_whole(self) -> bool:
        return bool(self.parts) and not self.faults


def document(name: str, content: bytes, signature: bytes, trusted: Keys) -> Checked:
    """Check one document with the signature file that came beside it."""
    try:
        signed = signing.read(signature)
    except Malformed as error:
        return Checked((Part("签名文件", State.CHANGED, str(error)),))
    parts = [_signature("签名文件", signed, trusted)]
    same = signing.digest(content) == signed.statement.sha256
    note = "" if same else f"文件的 SHA-256 是 {signing.digest(content)}，签名时是 {signed.statement.sha256}"
    return Checked((*parts, Part(name, State.SAME if same else State.CHANGED, note)), signed)


def carry(content: bytes, trusted: Keys) -> Checked:
    """Check a file to carry, member by member."""
    try:
        unpacked = archive.unpack(content)
    except Unreadable as refusal:
        return Checked((Part(STRUCTURE, State.CHANGED, str(refusal)),))
    members = dict(unpacked.members)
    sums, signature = members.pop(parcel.SUMS, None), members.pop(parcel.SIGNATURE, None)
    if sums is None or signature is None:
        lost = parcel.SUMS if sums is None else parcel.SIGNATURE
        return Checked((Part(lost, State.MISSING, "不是本系统的随身卷，或结构被改动"),))
    try:
        signed = signing.read(signature)
    except Malformed as error:
        return Checked((Part(parcel.SIGNATURE, State.CHANGED, str(error)),))
    parts = (
        _signature(parcel.SIGNATURE, signed, trusted),
        *_of_members(members, sums, signed),
        *_of_contents(members, signed),
    )
    return Checked((*parts, *_structure(unpacked, parts)), signed)


def _signature(name: str, signed: Signed, trusted: Keys) -> Part:
    key = signed.signature.key
    if key not in trusted:
        return Part(name, State.CHANGED, f"签名所用的密钥 {key} 不是给出的公钥：公钥不对，或签名文件被改动")
    if not signing.holds(signed, trusted):
        return Part(name, State.CHANGED, "签名与其所述不符，签名文件被改动")
    return Part(name, State.SAME)


def _of_members(members: Mapping[str, bytes], sums: bytes, signed: Signed) -> Iterator[Part]:
    """Compare each member with the list; where only the list was changed, say that and no more."""
    due = parcel.sums_of(members)
    if signing.digest(due) == signed.statement.sha256:
        state = State.SAME if sums == due else State.CHANGED
        yield Part(parcel.SUMS, state, "" if sums == due else "各文件未改动，清单本身被改动")
        yield from (Part(name, State.SAME) for name in members)
        return
    listed_as_signed = signing.digest(sums) == signed.statement.sha256
    if listed_as_signed:
        yield Part(parcel.SUMS, State.SAME)
    else:
        yield Part(parcel.SUMS, State.CHANGED, "与签名不符")
    listed = _listed(sums)
    for name, content in members.items():
        if name not in listed:
            yield Part(name, State.ADDED, "不在清单之内")
        else:
            same = listed[name] == signing.digest(content)
            yield Part(name, State.SAME if same else State.CHANGED, "" if same else "与清单不符")
    yield from (Part(name, State.MISSING, "清单中有") for name in listed if name not in members)


def _listed(sums: bytes) -> dict[str, str]:
    lines = sums.decode("utf-8", "replace").splitlines()
    return {name: sha256 for sha256, gap, name in (line.partition("  ") for line in lines) if gap}


def _of_contents(members: Mapping[str, bytes], signed: Signed) -> Iterator[Part]:
    """Yield what contradicts the statement inside: the snapshot, and the ledgers that it names."""
    snapshot = members.get(parcel.SNAPSHOT)
    if snapshot is None or signing.digest(snapshot) != signed.statement.snapshot:
        yield Part(parcel.SNAPSHOT, State.CHANGED, "摘要不是签名所述的快照摘要")
        return
    said = json.loads(snapshot)
    for key, place in (("ledger", parcel.LEDGER), ("county_figures", parcel.COUNTY_LEDGER)):
        due = (said.get(key) or {}).get("sha256")
        found = [content for name, content in members.items() if name.startswith(place)]
        if due is not None and [signing.digest(each) for each in found] != [due]:
            yield Part(place, State.CHANGED, "不是快照所依据的原始文件")


def _structure(unpacked: Unpacked, parts: tuple[Part, ...]) -> Iterator[Part]:
    """The zip itself, told apart only where every member is as it was."""
    if unpacked.altered is not None and all(part.state is State.SAME for part in parts):
        note = f"第 {unpacked.altered + 1} 字节起与原样不同；内中各文件均未改动"
        yield Part(STRUCTURE, State.CHANGED, note)

"""The dossier as a single file to carry (随身卷): what is in it, under which names, and its signature."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from operations import canonical
from reports.carrying import archive
from reports.verification import signing
from reports.verification.seal import Seal
from reports.verification.signing import Statement

FORMAT = "balance-carry-1"
ABOUT, SNAPSHOT, FIGURES = "封签.json", "快照.json", "测算结果.json"
LEDGER, COUNTY_LEDGER = "台账/学校台账", "台账/县级数据"
EVIDENCE, EVENTS, README = "佐证材料清单.json", "操作记录.jsonl", "核对方法.txt"
SUMS, SIGNATURE = "SHA256SUMS", "SHA256SUMS.sig"
SUFFIXES = (".xlsx", ".xls", ".csv")
HOW = """本文件夹是一份可以随身携带、脱离系统核对的档案。报告编号 {number}，查验码 {code}。

一、联网核对：打开 {url}，把其中的 PDF 拖到网页上，文件不会上传。
二、不联网核对：在装有本系统的任何一台电脑上运行
    manage.py verify 本文件 --key 公钥.pem
  公钥在 {key} 公布，应另行取得，不要只信随文件送来的公钥。
三、只有 sha256sum 时：解开后运行 sha256sum -c SHA256SUMS；Windows 用 certutil -hashfile 文件名 SHA256。
四、重新计算：manage.py recompute 本文件，由快照逐项重算，与“测算结果.json”逐字比较。
"""


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """*documents* are PDF and forms by their names, *ledgers* the files as they were uploaded, by the
    name of their place; *events* are the lines of the trail, *figures* every figure as a text."""

    seal: Seal
    documents: Mapping[str, bytes]
    snapshot: bytes
    figures: Mapping[str, object]
    ledgers: Mapping[str, bytes]
    evidence: object
    events: bytes


def carried(parcel: Parcel) -> bytes:
    """Return the bytes of the file: the same parcel and key, the same bytes. Raise ``keys.Unusable``."""
    members = _members(parcel)
    sums = sums_of(members)
    seal = parcel.seal
    stated = Statement(seal.number, hashlib.sha256(sums).hexdigest(), seal.digest, seal.code)
    return archive.pack({**members, SUMS: sums, SIGNATURE: signing.sign(stated).content})


def _members(parcel: Parcel) -> dict[str, bytes]:
    seal = parcel.seal
    about = {
        "format": FORMAT,
        "number": seal.number,
        "snapshot": seal.digest,
        "code": seal.code,
        "address": seal.address,
    }
    how = HOW.format(
        number=seal.number, code=seal.grouped, url=seal.url, key=f"{seal.address.rstrip('/')}/verify/key"
    )
    return {
        README: how.encode(),
        ABOUT: canonical.canonical(about),
        **parcel.documents,
        SNAPSHOT: parcel.snapshot,
        FIGURES: canonical.canonical(parcel.figures),
        **parcel.ledgers,
        EVIDENCE: canonical.canonical(parcel.evidence),
        EVENTS: parcel.events,
    }


def sums_of(members: Mapping[str, bytes]) -> bytes:
    """Return SHA256SUMS as sha256sum writes it, in the order of the members."""
    return "".join(f"{signing.digest(content)}  {name}\n" for name, content in members.items()).encode()


def suffix_of(filename: str) -> str:
    """Return the ending of an uploaded file's name if it is one that we know, else none."""
    found = [suffix for suffix in SUFFIXES if filename.lower().endswith(suffix)]
    return found[0] if found else ""

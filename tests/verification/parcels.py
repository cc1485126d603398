"""A file to carry with little in it, and the places where a bit of it may be turned."""

import hashlib
import json
import zipfile
from io import BytesIO

from reports.carrying import parcel
from reports.carrying.parcel import Parcel
from reports.verification import codes
from reports.verification.seal import Seal

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 4 + b"\n%%EOF\n"
LEDGER, FIGURES = b"PK\x03\x04 the schools' workbook", b"PK\x03\x04 the county's workbook"
SNAPSHOT = json.dumps(
    {
        "format": "balance-snapshot-1",
        "ledger": {"sha256": hashlib.sha256(LEDGER).hexdigest()},
        "county_figures": {"sha256": hashlib.sha256(FIGURES).hexdigest()},
    }
).encode()
DIGEST = hashlib.sha256(SNAPSHOT).hexdigest()
SEAL = Seal(
    number="990101-2025-1-01",
    digest=DIGEST,
    code=codes.code_of("dossier", DIGEST),
    address="https://balance.example",
)


def sample() -> Parcel:
    return Parcel(
        seal=SEAL,
        documents={"县级自评报告.pdf": PDF, "申报表/表Ⅱ-1.xlsx": b"PK\x03\x04 a form"},
        snapshot=SNAPSHOT,
        figures={"primary": {"books": "0.4123"}},
        ledgers={f"{parcel.LEDGER}.xlsx": LEDGER, f"{parcel.COUNTY_LEDGER}.xlsx": FIGURES},
        evidence=[{"sha256": "ab" * 32, "label": "会议纪要"}],
        events=b'{"seq":"1"}\n',
    )


def flipped(content: bytes, bit: int) -> bytes:
    changed = bytearray(content)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def places(content: bytes) -> dict[str, range]:
    """Return the bytes of each member's content in a zip that stores them as they are."""
    found = {}
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for entry in archive.infolist():
            start = entry.header_offset + 30 + len(entry.filename.encode())
            found[entry.filename] = range(start, start + entry.file_size)
    return found

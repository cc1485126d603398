"""What lies in a parcel, as a list for people (清单.csv) and one for sha256sum."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reports.downloads.zipping import Member
from reports.exports import commas
from reports.exports.table import Table, Value

LIST, SUMS = "清单.csv", "SHA256SUMS"
HEADINGS = ("县代码", "县（市、区）", "文书", "文件", "大小（字节）", "SHA-256", "说明")


@dataclass(frozen=True)
class Line:
    """One document: its file and signature, or *why* it is not there."""

    code: str
    county: str
    label: str
    members: Sequence[Member] = ()
    why: str = ""


def written(lines: Iterable[Line]) -> bytes:
    """Return the list as text that a spreadsheet opens; what is not there is in it, with the reason."""
    rows: list[tuple[Value, ...]] = []
    for line in lines:
        before = (line.code, line.county, line.label)
        rows += [(*before, each.name, each.size, each.sha256, "") for each in line.members]
        if not line.members:
            rows.append((*before, "", None, "", line.why))
    return commas.written(Table(title=LIST, headings=HEADINGS, rows=rows))


def sums(lines: Iterable[Line]) -> bytes:
    """Return the digests as ``sha256sum -c`` reads them."""
    members = (member for line in lines for member in line.members)
    return "".join(f"{member.sha256}  {member.name}\n" for member in members).encode()

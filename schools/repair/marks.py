"""What is to be marked in a workbook: data alone, which passes between processes as JSON."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from schools.ledger.problems import Change

ERROR, QUERY = "【错误】", "【疑点】"


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One problem as the workbook shows it. *changes* are the likely values, cell by cell."""

    error: bool
    code: str
    about: str
    school_code: str
    sheet: str
    cell: str
    field: str
    heading: str
    value: str
    message: str
    remedy: str
    explanation: str
    changes: tuple[Change, ...]

    @property
    def label(self) -> str:
        return ERROR if self.error else QUERY


@dataclass(frozen=True, kw_only=True)
class Work:
    """What is done to a workbook: values set in cells of its sheets, or problems marked in them."""

    title: str
    marks: tuple[Mark, ...] = ()
    values: tuple[tuple[str, Change], ...] = ()


def packed(work: Work, data: bytes) -> bytes:
    head = json.dumps(asdict(work), ensure_ascii=False).encode()
    return len(head).to_bytes(8, "big") + head + data


def unpacked(data: bytes) -> tuple[Work, bytes]:
    size = int.from_bytes(data[:8], "big")
    said: Mapping[str, Any] = json.loads(data[8 : 8 + size])
    marks = tuple(Mark(**{**each, "changes": _changes(each["changes"])}) for each in said["marks"])
    values = tuple((sheet, Change(*change)) for sheet, change in said["values"])
    return Work(title=said["title"], marks=marks, values=values), data[8 + size :]


def _changes(said: Sequence[Sequence[Any]]) -> tuple[Change, ...]:
    return tuple(Change(*each) for each in said)

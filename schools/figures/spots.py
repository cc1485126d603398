"""Spots: where in a sheet one figure stands, before anything is read of it."""

from dataclasses import dataclass
from typing import NamedTuple

from schools.ledger.texts import cut, visible
from schools.ledger.vocabulary import Heading
from schools.ledger.xlsx.grid import StoredCell


class Spot(NamedTuple):
    """A figure's heading as it is written, and the cell for its value; *others* are further numbers
    in its line, of which nobody can say which one is meant."""

    heading: Heading
    text: str
    address: str
    cell: StoredCell | None
    others: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Layout:
    """The figures of one sheet, and texts that stand like headings and are none of ours."""

    spots: tuple[Spot, ...]
    strangers: tuple[tuple[str, str], ...]
    hidden: tuple[int, ...]


def shown(text: str) -> str:
    return cut(visible(text), 40)

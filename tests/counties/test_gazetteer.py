"""The lists of the country's divisions are read whole, and each former county finds its successor."""

from collections import Counter
from functools import cache

import pytest
from django.conf import settings

from counties import gazetteer
from counties.gazetteer import Entry, Key
from counties.levels import Level, level_of
from counties.lineage import Former, predecessors

FIXTURES = settings.BASE_DIR / "fixtures"


@cache
def entries() -> dict[Key, Entry]:
    read = gazetteer.read(FIXTURES / "divisions.csv", FIXTURES / "division_history.csv")
    assert len({entry.key for entry in read}) == len(read)
    return {entry.key: entry for entry in read}


def current(code: str) -> Entry:
    return next(one for one in entries().values() if one.code == code and one.valid_to is None)


def story(code: str) -> list[tuple[str, str, int]]:
    """The names and codes of a division, back to the first."""
    entry: Entry | None = current(code)
    told = []
    while entry:
        told.append((entry.code, entry.name, entry.valid_from))
        entry = entries()[entry.predecessor] if entry.predecessor else None
    return told


def test_all_units_of_today_are_there_under_one_row_each() -> None:
    today = [entry for entry in entries().values() if entry.valid_to is None]
    assert Counter(entry.level for entry in today) == {
        Level.COUNTY: 2846,
        Level.CITY: 342,
        Level.PROVINCE: 31,
        Level.NATION: 1,
    }
    assert len({entry.code for entry in today}) == len(today)


def test_all_former_codes_and_names_are_there() -> None:
    assert sum(entry.valid_to is not None for entry in entries().values()) == 7218 - 2846


def test_every_level_stands_under_the_one_above() -> None:
    above = Counter(
        (entry.level, entries()[entry.parent].level) for entry in entries().values() if entry.parent
    )
    assert above.pop((Level.COUNTY, Level.PROVINCE)) < 7218 - 2846  # former ones, whose city is gone
    assert above.keys() == {
        (Level.COUNTY, Level.CITY),
        (Level.CITY, Level.PROVINCE),
        (Level.PROVINCE, Level.NATION),
    }
    today = [entry for entry in entries().values() if entry.valid_to is None and entry.parent]
    assert all(entries()[entry.parent].valid_to is None for entry in today if entry.parent)


def test_the_level_is_the_one_the_code_tells() -> None:
    assert all(entry.level is level_of(entry.code) for entry in entries().values())


def test_a_predecessor_ended_the_year_before() -> None:
    links = [(entry, entries()[entry.predecessor]) for entry in entries().values() if entry.predecessor]
    assert len(links) > 3900
    assert all(before.valid_to == entry.valid_from - 1 for entry, before in links)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("341881", [("341881", "宁国市", 2000), ("342502", "宁国市", 1997), ("342524", "宁国县", 1980)]),
        ("130108", [("130108", "裕华区", 2001), ("130106", "郊区", 1980)]),
        ("120110", [("120110", "东丽区", 1992), ("120110", "东郊区", 1980)]),
        ("110112", [("110112", "通州区", 1997), ("110223", "通县", 1982), ("110203", "通县", 1980)]),
        ("441900", [("441900", "东莞市", 1988), ("442502", "东莞市", 1985), ("442527", "东莞县", 1980)]),
    ],
)
def test_a_division_knows_what_it_was(code: str, expected: list[tuple[str, str, int]]) -> None:
    assert story(code) == expected


def test_who_took_over_a_code_is_not_the_county_that_had_it() -> None:
    """栾城县 and 正定县 changed codes with one another in 1993."""
    assert story("130123")[:2] == [("130123", "正定县", 1993), ("130124", "正定县", 1986)]


def former(code: str, name: str, first: int, last: int, city: str = "甲市", related: str = "1") -> Former:
    return Former(
        code=code,
        name=name,
        city=city,
        province="某省",
        first_year=first,
        last_year=last,
        related=related,
    )


def test_of_two_equally_near_neither_is_the_predecessor() -> None:
    new = former("3", "丙区", 2000, 2024)
    merged = [former("1", "戊区", 1980, 1999), former("2", "己区", 1980, 1999)]
    assert predecessors([new, merged[0]]) == {new.key: merged[0]}
    assert predecessors([new, *merged]) == {}


def test_suburbs_of_two_cities_have_nothing_to_do_with_each_other() -> None:
    new = former("2", "郊区", 2000, 2024, city="乙市", related="2")
    assert predecessors([former("1", "郊区", 1980, 1999), new]) == {}
    assert predecessors([former("1", "郊区", 1980, 1999, city="乙市"), new]).keys() == {new.key}

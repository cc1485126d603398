"""表Ⅰ is filled from the county figures and the ledger, and each figure says which."""

from fractions import Fraction

import pytest

from indicators import overview
from indicators.calculation.facts import SchoolFacts, SchoolType
from indicators.calculation.items.reading import CountyFacts
from indicators.overview import Entry, Source


def school(kind: SchoolType | None, **figures: int) -> SchoolFacts:
    exact: dict[str, Fraction | None] = {name: Fraction(figure) for name, figure in figures.items()}
    return SchoolFacts(code="", name="", school_type=kind, founder="7", figures=exact)


SCHOOLS = (
    school(SchoolType.PRIMARY, pupils_primary=300, classes_primary=8, teachers_primary=20),
    school(SchoolType.TEACHING_POINT, pupils_primary=50, classes_primary=3, teachers_primary=4),
    school(SchoolType.TEACHING_POINT, pupils_primary=49, classes_primary=3, teachers_primary=4),
    school(
        SchoolType.NINE_YEAR,
        pupils_primary=200,
        pupils_junior=100,
        classes_primary=6,
        classes_junior=3,
        teachers_primary=12,
        teachers_junior=9,
    ),
    school(SchoolType.SPECIAL),
)


def entries(*schools: SchoolFacts, family: str = "quality") -> dict[str, Entry]:
    facts = CountyFacts(schools=schools, figures={"population": Fraction("31.46")})
    return {entry.code: entry for entry in overview.of_county(facts, family)}


def test_2017_asks_for_24_figures_and_2012_for_22() -> None:
    assert list(entries()) == [f"L{place}" for place in range(1, 25)]
    assert list(entries(family="basic")) == [f"L{place}" for place in range(1, 23)]


def test_county_figures_come_first_and_say_so() -> None:
    found = entries(*SCHOOLS)
    assert (found["L1"].value, found["L1"].places) == (Fraction("31.46"), 2)
    assert {found[f"L{place}"].source for place in range(1, 9)} == {Source.COUNTY}
    assert found["L2"].value is None


def test_all_schools_of_the_ledger_are_counted() -> None:
    found = entries(*SCHOOLS)
    values = {code: found[code].value for code in ("L9", "L10", "L14", "L15", "L16", "L17", "L19", "L24")}
    assert values == {"L9": 1, "L10": 1, "L14": 1, "L15": 2, "L16": 1, "L17": 20, "L19": 599, "L24": 9}


def test_2012_counts_nine_and_twelve_year_schools_together() -> None:
    found = entries(*SCHOOLS, school(SchoolType.TWELVE_YEAR), family="basic")
    assert [found[code].value for code in ("L10", "L13", "L17")] == [2, 1, None]


@pytest.mark.parametrize("code", ["L19", "L22"])
def test_a_sum_with_a_missing_part_is_not_known(code: str) -> None:
    assert entries(*SCHOOLS, school(SchoolType.PRIMARY))[code].value is None


def test_a_school_without_a_type_leaves_the_counts_open() -> None:
    assert entries(*SCHOOLS, school(None, pupils_primary=10))["L9"].value is None


def test_the_staff_as_a_whole_stands_nowhere() -> None:
    found = entries(*SCHOOLS)
    assert (found["L21"].value, found["L21"].source) == (None, Source.NEITHER)

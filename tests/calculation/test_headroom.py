"""Headroom is tight: the stated amount turns the verdict, one less does not."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from indicators import published
from indicators.calculation import dispersion, findings, headroom, scope
from indicators.calculation.facts import SchoolFacts, SchoolType, Stage, UnitFacts
from tests.calculation.counties import school

QUALITY = published.load("quality-2017")
CEILING = Fraction("0.50")


def changed(facts: SchoolFacts, field: str, by: int) -> SchoolFacts:
    return replace(facts, figures={**facts.figures, field: (facts.figures[field] or Fraction(0)) + by})


def reaches(facts: SchoolFacts, code: str) -> bool:
    unit = scope.of_county([facts], QUALITY).units[0]
    value = QUALITY.indicator(code).value(unit)
    assert value is not None
    return value >= (QUALITY.threshold(code, unit.stage) or 0)


SCHOOLS = st.builds(
    lambda pupils, junior, backbone, ground, books: school(
        school_type=SchoolType.NINE_YEAR,
        figures={
            "pupils_primary": pupils,
            "pupils_junior": junior,
            "teachers_backbone_primary": backbone,
            "sports_ground_area": Fraction(ground, 100),
            "books": books,
        },
    ),
    st.integers(1, 3000),
    st.integers(1, 3000),
    st.integers(0, 60),
    st.integers(0, 4_000_000),
    st.integers(0, 100_000),
)


@given(SCHOOLS)
def test_what_a_school_lacks_or_may_lose_is_tight(facts: SchoolFacts) -> None:
    unit = scope.of_county([facts], QUALITY).units[0]
    for code, field in (
        ("sports_area", "sports_ground_area"),
        ("backbone_teachers", "teachers_backbone_primary"),
    ):
        found = headroom.to_threshold(unit, QUALITY.indicator(code), QUALITY)
        assert found is not None
        if found.lacks:
            assert not reaches(changed(facts, field, found.lacks - 1), code)
            assert reaches(changed(facts, field, found.lacks), code)
        else:
            assert found.loses is not None and found.pupils is not None
            assert reaches(changed(facts, field, 1 - found.loses), code)
            assert not reaches(changed(facts, field, -found.loses), code)
            assert reaches(changed(facts, "pupils_primary", found.pupils - 1), code)
            assert not reaches(changed(facts, "pupils_primary", found.pupils), code)


def test_a_missing_figure_has_no_headroom() -> None:
    unit: UnitFacts = scope.of_county([school(sports_ground_area=None)], QUALITY).units[0]
    assert headroom.to_threshold(unit, QUALITY.indicator("sports_area"), QUALITY) is None


def within(schools: list[SchoolFacts], code: str) -> bool:
    units = [unit for unit in scope.of_county(schools, QUALITY).units if unit.stage is Stage.PRIMARY]
    amounts = [QUALITY.indicator(code).amount(unit) or Fraction(0) for unit in units]
    return dispersion.coefficient_of_variation(amounts, [unit.pupils or 0 for unit in units]).at_most(CEILING)


@given(st.lists(SCHOOLS, min_size=2, max_size=6))
def test_what_turns_the_coefficient_is_tight(schools: list[SchoolFacts]) -> None:
    named = [replace(facts, name=str(n), code=str(n)) for n, facts in enumerate(schools)]
    for code, field in (
        ("sports_area", "sports_ground_area"),
        ("backbone_teachers", "teachers_backbone_primary"),
    ):
        stage = findings.judge(named, QUALITY).stage(Stage.PRIMARY)
        for n, found in enumerate(headroom.to_ceiling(stage, code, CEILING)):
            now = within(named, code)
            for sign, amount in ((1, found.gains), (-1, found.loses)):
                if amount is None:
                    continue
                for by, turned in ((amount - 1, False), (amount, True)):
                    other = [*named]
                    other[n] = changed(named[n], field, sign * by)
                    assert (within(other, code) is not now) is turned

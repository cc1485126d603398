"""Counties that lie exactly on a ceiling are judged right, which floats cannot do."""

import math
import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.calculation.dispersion import (
    Dispersion,
    Undetermined,
    coefficient_of_variation,
    composite_at_most,
)

HALF, JUNIOR = Fraction("0.50"), Fraction("0.45")
# Deviations of three pairs of equal weight whose squares add up to 3: (1, 1, 1), (1, 1, 5)/3 …
TRIPLES = (
    (Fraction(1), Fraction(1), Fraction(1)),
    (Fraction(1, 3), Fraction(1, 3), Fraction(5, 3)),
    (Fraction(1, 5), Fraction(5, 5), Fraction(7, 5)),
    (Fraction(1, 9), Fraction(11, 9), Fraction(11, 9)),
)
County = tuple[list[Fraction], list[int]]


def county_on(ceiling: Fraction, dice: random.Random) -> County:
    """Return amounts and pupils of a county whose coefficient is exactly *ceiling*, in any order.

    Schools come in pairs of equal size at mean·(1 ± ceiling·d); over each three pairs of one size
    the d² average 1.
    """
    mean = Fraction(dice.randint(100, 99_999), 100)
    schools: list[tuple[Fraction, int]] = []
    for _ in range(dice.randint(1, 6)):
        pupils = dice.randint(50, 2000)
        for deviation in dice.choice(TRIPLES):
            for sign in (1, -1):
                schools.append((mean * (1 + sign * ceiling * deviation) * pupils, pupils))
    dice.shuffle(schools)
    return [amount for amount, _ in schools], [pupils for _, pupils in schools]


def float_says_at_most(county: County, ceiling: Fraction) -> bool:
    amounts, pupils = county
    everybody = sum(pupils)
    mean = float(sum(amounts)) / everybody
    spread = sum(n / everybody * (float(x) / n - mean) ** 2 for x, n in zip(amounts, pupils, strict=True))
    return math.sqrt(spread) / mean <= float(ceiling)


def boundary_counties() -> list[tuple[County, Fraction]]:
    dice = random.Random(20170419)
    return [(county_on(ceiling, dice), ceiling) for ceiling in (HALF, JUNIOR) for _ in range(1000)]


def test_2000_counties_exactly_on_the_ceiling_all_pass() -> None:
    for (amounts, pupils), ceiling in boundary_counties():
        found = coefficient_of_variation(amounts, pupils)
        assert found.at_most(ceiling)
        assert Fraction(found.text) == ceiling


def test_one_pupil_of_difference_moves_them_off_the_ceiling() -> None:
    for (amounts, pupils), ceiling in boundary_counties()[::10]:
        richest = max(range(len(pupils)), key=lambda i: amounts[i] / pupils[i])
        more = [*amounts]
        more[richest] += Fraction(1, 100)
        assert not coefficient_of_variation(more, pupils).at_most(ceiling)
        less = [*amounts]
        less[richest] -= Fraction(1, 100)
        assert coefficient_of_variation(less, pupils).at_most(ceiling)


def test_floats_would_judge_more_than_15_percent_of_them_wrong() -> None:
    counties = boundary_counties()
    wrong = sum(not float_says_at_most(county, ceiling) for county, ceiling in counties)
    assert wrong > 0.15 * len(counties)


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 3000)), min_size=2, max_size=40))
def test_the_coefficient_does_not_depend_on_order_unit_or_on_splitting_alike(
    schools: list[tuple[int, int]],
) -> None:
    if not any(amount for amount, _ in schools):
        return
    amounts, pupils = [Fraction(a) for a, _ in schools], [n for _, n in schools]
    found = coefficient_of_variation(amounts, pupils)
    assert coefficient_of_variation(amounts[::-1], pupils[::-1]) == found
    in_other_unit = coefficient_of_variation([amount * 10_000 for amount in amounts], pupils)
    assert in_other_unit.squared == found.squared
    doubled = coefficient_of_variation([a / 2 for a in amounts] * 2, [2 * n for n in pupils] * 2)
    assert doubled.squared == found.squared
    mean = sum(amounts) / sum(pupils)
    plainly = sum(n * (a / n - mean) ** 2 for a, n in zip(amounts, pupils, strict=True)) / sum(pupils)
    assert found.variance == plainly


def test_one_school_has_no_dispersion() -> None:
    assert coefficient_of_variation([Fraction(7)], [3]).text == "0"


@pytest.mark.parametrize(("amounts", "pupils"), [([], []), ([0, 0], [10, 20])])
def test_nothing_to_compare_is_undetermined_and_never_zero(amounts: list[int], pupils: list[int]) -> None:
    with pytest.raises(Undetermined):
        coefficient_of_variation(amounts, pupils)


def test_composites_on_the_ceiling_are_decided_exactly() -> None:
    on_it = [Fraction("0.60") ** 2, Fraction("0.70") ** 2]
    assert composite_at_most(on_it, Fraction("0.65"))
    a_hair_above = [on_it[0], on_it[1] + Fraction(1, 10**60)]
    assert not composite_at_most(a_hair_above, Fraction("0.65"))
    a_hair_below = [on_it[0], on_it[1] - Fraction(1, 10**60)]
    assert composite_at_most(a_hair_below, Fraction("0.65"))


def test_a_value_that_shows_as_the_ceiling_but_lies_above_is_above() -> None:
    found = Dispersion(mean=Fraction(1), variance=Fraction("0.5004") ** 2)
    assert found.display(3) == "0.500"
    assert not found.at_most(HALF)

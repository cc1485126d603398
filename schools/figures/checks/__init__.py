"""The rules of the county figures (校核): one rule a function, named as what should be true."""

from collections.abc import Callable, Collection, Iterator, Mapping

from schools.figures.checks import outliers, parts, presence, ranges, unit_slips
from schools.figures.checks.county import County
from schools.figures.columns import BY_FIELD
from schools.figures.reading import Reading
from schools.ledger.columns import Value
from schools.ledger.problems import Problem

RULES: tuple[Callable[[County], Iterator[Problem]], ...] = (
    presence.needed_figures_are_filled,
    presence.wholes_are_not_zero,
    parts.parts_are_within_their_wholes,
    ranges.shares_are_at_most_the_whole,
    ranges.retention_is_about_the_whole,
    ranges.percentages_are_not_ratios,
    ranges.growth_is_likely,
    ranges.recognition_lies_in_the_past,
    ranges.gaps_are_ratios,
    ranges.towns_earn_more_than_villages,
    ranges.small_schools_are_funded_for_their_pupils,
    unit_slips.figures_are_in_their_unit,
    unit_slips.amounts_for_each_pupil_are_likely,
    outliers.figures_are_near_those_of_the_year_before,
)


def check(
    reading: Reading,
    *,
    needed: Collection[str],
    year: int | None = None,
    earlier: Mapping[str, Value] | None = None,
) -> tuple[Problem, ...]:
    """Return all problems of *reading*, those of the reading itself included, in the contract's order.

    *needed* are the fields without which something the standard asks stays 未定: an empty one is a
    question, never an error. *year* is the school year, *earlier* the figures accepted for the one before.
    """
    county = County(reading=reading, needed=needed, year=year, earlier=earlier or {})
    found = [*reading.problems, *(problem for rule in RULES for problem in rule(county))]
    order = {name: number for number, name in enumerate(BY_FIELD)}
    return tuple(sorted(found, key=lambda problem: order.get(problem.field, -1)))

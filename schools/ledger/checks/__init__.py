"""The rules of a ledger (校核): one rule a function, named as what should be true."""

import re
from collections.abc import Callable, Iterable, Iterator

from schools.ledger.checks import (
    classes,
    identity,
    outliers,
    premises,
    presence,
    pupils,
    teachers,
    unit_slips,
)
from schools.ledger.checks.school import County, School, county
from schools.ledger.findings import Findings
from schools.ledger.problems import Problem
from schools.ledger.rows import Reading

SCHOOL_RULES: tuple[Callable[[School], Iterator[Problem]], ...] = (
    presence.stages_have_their_pupils,
    presence.stages_are_not_without_pupils,
    presence.senior_stage_is_not_without_pupils,
    presence.what_every_school_has_is_not_zero,
    identity.names_agree_with_types,
    identity.dense_urban_schools_are_in_towns,
    pupils.pupils_in_zone_are_pupils,
    pupils.migrant_pupils_are_pupils,
    pupils.grades_are_not_more_than_a_stage_has,
    pupils.fitness_passed_are_tested,
    pupils.fitness_tested_are_pupils,
    pupils.graduates_were_entrants,
    pupils.cohort_losses_were_entrants,
    pupils.graduates_are_pupils,
    pupils.schools_have_pupils_of_their_own_stages,
    pupils.vocational_and_special_schools_attach_no_classes,
    pupils.senior_pupils_are_at_schools_with_a_senior_stage,
    classes.classes_hold_all_pupils,
    classes.largest_class_is_within_the_pupils,
    classes.every_class_has_a_pupil,
    classes.grades_have_classes,
    classes.oversize_classes_are_classes,
    classes.large_classes_are_oversize_classes,
    classes.large_classes_are_classes,
    classes.oversize_classes_agree_with_the_largest,
    classes.large_classes_agree_with_the_largest,
    classes.oversize_classes_leave_pupils_for_the_others,
    teachers.teachers_by_degree_are_not_more_than_teachers,
    teachers.backbone_teachers_are_teachers,
    teachers.midrank_teachers_are_teachers,
    teachers.pe_and_art_teachers_are_teachers,
    teachers.certified_teachers_are_teachers,
    teachers.trained_teachers_are_teachers,
    teachers.visiting_teachers_are_at_small_rural_schools,
    teachers.teachers_have_a_likely_number_of_pupils,
    premises.teaching_rooms_fit_in_the_building,
    premises.indoor_sports_are_part_of_the_teaching_rooms,
    premises.sports_grounds_fit_on_the_site,
    premises.music_and_art_rooms_fit_in_the_teaching_rooms,
    premises.leased_sports_areas_have_a_walk,
    premises.leased_sports_areas_are_near,
    premises.extra_sports_areas_are_at_dense_urban_schools,
    premises.training_is_part_of_the_operating_budget,
    unit_slips.equipment_is_in_ten_thousands,
    unit_slips.operating_budget_is_in_ten_thousands,
    unit_slips.training_budget_is_in_ten_thousands,
    unit_slips.areas_are_in_square_metres,
    unit_slips.areas_are_not_boundless,
)
COUNTY_RULES: tuple[Callable[[County], Iterator[Problem]], ...] = (
    presence.required_columns_are_filled,
    presence.required_cells_are_filled,
    identity.codes_are_unique,
    identity.names_are_unique,
    identity.rows_are_not_copied,
    identity.built_years_are_possible,
    pupils.counted_teaching_points_are_meant_to_count,
    outliers.amounts_per_pupil_are_near_the_countys,
)

_ADDRESS = re.compile(r"([A-Z]+)([0-9]+)")


def check(reading: Reading, *, standard: str, year: int | None = None) -> tuple[Problem, ...]:
    """Return all problems of *reading*, those of the reading itself included, sorted by row.

    *standard* is ``quality-2017`` or ``basic-2012`` and decides which columns are required; *year*
    is the ledger's school year. At most ``findings.MOST_LISTED`` are listed, the rest counted.
    """
    findings = Findings()
    for problem in reading.problems:
        findings.add(problem)
    for problem in _broken(county(reading, standard, year)):
        findings.add(problem)
    return _by_row(findings.listed(), reading)


def _broken(checked: County) -> Iterator[Problem]:
    for county_rule in COUNTY_RULES:
        yield from county_rule(checked)
    for school in checked.schools:
        for school_rule in SCHOOL_RULES:
            yield from school_rule(school)


def _by_row(problems: Iterable[Problem], reading: Reading) -> tuple[Problem, ...]:
    sheets = {sheet: order for order, sheet in enumerate(dict.fromkeys(row.sheet for row in reading.rows))}

    def place(problem: Problem) -> tuple[int, int, int, str]:
        address = _ADDRESS.fullmatch(problem.cell)
        letters, row = address.groups() if address else ("", "0")
        last = len(sheets) + (problem.code == "more_problems")
        return sheets.get(problem.sheet, last), int(row), len(letters), letters

    return tuple(sorted(problems, key=place))

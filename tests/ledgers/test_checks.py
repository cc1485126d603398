"""Every rule is tripped by its slip in a county that is otherwise in order.

``slips.csv`` holds the slips: the rule, the school (by its number in the county), what is changed
there, and the problem that must follow.
"""

import csv
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest

from schools.ledger import checks
from schools.ledger.checks.school import County, School, county
from schools.ledger.columns import BY_FIELD, Kind, Value
from schools.ledger.problems import Problem, Severity
from tests.ledgers.rows import Values, county_rows, reading

QUALITY, BASIC, YEAR = "quality-2017", "basic-2012", 2025
SCHOOL_RULES: dict[str, Callable[[School], Iterator[Problem]]] = {
    rule.__name__: rule for rule in checks.SCHOOL_RULES
}
COUNTY_RULES: dict[str, Callable[[County], Iterator[Problem]]] = {
    rule.__name__: rule for rule in checks.COUNTY_RULES
}


class Slip(NamedTuple):
    rule: str
    school: int
    change: str
    code: str
    severity: str
    field: str


def slips() -> list[Slip]:
    with (Path(__file__).parent / "slips.csv").open(encoding="utf-8", newline="") as table:
        _, *lines = csv.reader(table)
    return [Slip(rule, int(school), *rest) for rule, school, *rest in lines]


def value(field: str, text: str) -> Value:
    kind = BY_FIELD[field].kind
    if text == "":
        return None
    if kind is Kind.BOOL:
        return text == "是"
    return int(text) if kind is Kind.INT else Decimal(text) if kind is Kind.DECIMAL2 else text


def slipped(slip: Slip) -> list[Values]:
    rows = county_rows()
    changes = dict(change.split("=") for change in slip.change.split("; "))
    rows[slip.school - 1] |= {field: value(field, text) for field, text in changes.items()}
    return rows


def found_by(rule: str, rows: list[Values], standard: str = QUALITY) -> list[Problem]:
    checked = county(reading(rows), standard, YEAR)
    if rule in COUNTY_RULES:
        return list(COUNTY_RULES[rule](checked))
    return [problem for school in checked.schools for problem in SCHOOL_RULES[rule](school)]


@pytest.mark.parametrize("slip", slips(), ids=lambda slip: f"{slip.code}-{slip.field}")
def test_a_rule_finds_its_slip_and_names_the_cell(slip: Slip) -> None:
    rows = slipped(slip)
    (problem,) = found_by(slip.rule, rows)
    row = reading(rows).rows[slip.school - 1]
    assert (problem.code, problem.severity, problem.field) == (slip.code, slip.severity, slip.field)
    assert (problem.school, problem.sheet) == (row.name, "台账")
    assert problem.cell == row.cells[slip.field].address
    assert problem.message.endswith("。")
    assert problem.remedy.endswith("。")
    assert problem in checks.check(reading(rows), standard=QUALITY, year=YEAR)


@pytest.mark.parametrize("rule", [*SCHOOL_RULES, *COUNTY_RULES])
@pytest.mark.parametrize("standard", [QUALITY, BASIC])
def test_a_rule_finds_nothing_in_a_county_in_order(rule: str, standard: str) -> None:
    assert found_by(rule, county_rows(), standard) == []


def test_every_rule_has_its_slip() -> None:
    rules = SCHOOL_RULES.keys() | COUNTY_RULES.keys()
    assert {slip.rule for slip in slips()} == rules - {"required_columns_are_filled", "rows_are_not_copied"}
    assert len(rules) == len(checks.SCHOOL_RULES) + len(checks.COUNTY_RULES) >= 30


def test_a_problem_of_two_cells_names_both() -> None:
    rows = county_rows()
    rows[0]["teaching_room_area"] = Decimal(20_000)
    (problem,) = found_by("teaching_rooms_fit_in_the_building", rows)
    assert problem.cell in problem.message
    assert reading(rows).rows[0].cells["building_area"].address in problem.message
    rows[5]["code"] = rows[0]["code"]
    (problem,) = found_by("codes_are_unique", rows)
    assert "A5" in problem.message and "A10" in problem.message


def test_a_copied_row_is_asked_about() -> None:
    rows = county_rows()
    rows[1] = rows[0] | {"code": "9901000099", "name": "乙小学"}
    (problem,) = found_by("rows_are_not_copied", rows)
    assert (problem.code, problem.severity, problem.school) == ("row_copied", Severity.QUERY, "乙小学")


def test_a_name_that_stands_twice_without_codes_is_an_error() -> None:
    rows = county_rows()
    rows[1] |= {"name": rows[0]["name"], "code": None}
    (problem,) = found_by("names_are_unique", rows)
    assert problem.severity is Severity.ERROR


@pytest.mark.parametrize("standard", [QUALITY, BASIC])
def test_a_column_nobody_filled_is_one_question_and_no_error(standard: str) -> None:
    rows = [row | {"equipment_value": None} for row in county_rows()]
    (problem,) = checks.check(reading(rows), standard=standard, year=YEAR)
    assert (problem.code, problem.severity, problem.field) == (
        "column_empty",
        Severity.QUERY,
        "equipment_value",
    )
    assert "未定" in problem.message


def test_a_column_that_is_not_there_is_the_same_question() -> None:
    fields = [field for field in BY_FIELD if field != "books"]
    without = reading(county_rows(), fields)
    assert [problem.code for problem in checks.check(without, standard=BASIC, year=YEAR)] == ["column_empty"]
    assert checks.check(without, standard=QUALITY, year=YEAR) == ()


def test_zero_is_never_missing() -> None:
    rows = [row | ({"multimedia_rooms": 0} if "books" in row else {}) for row in county_rows()]
    found = checks.check(reading(rows), standard=QUALITY, year=YEAR)
    assert not {problem.code for problem in found} & {"required_cell_missing", "column_empty"}


def test_what_a_standard_does_not_ask_for_may_be_empty() -> None:
    rows = county_rows()
    rows[0]["books"] = None
    assert checks.check(reading(rows), standard=QUALITY, year=YEAR) == ()
    (problem,) = checks.check(reading(rows), standard=BASIC, year=YEAR)
    assert (problem.code, problem.field) == ("required_cell_missing", "books")


def test_a_primary_school_needs_no_junior_cells_and_a_special_school_only_its_identity() -> None:
    rows = county_rows()
    assert rows[0].get("teachers_junior") is None
    assert {field for field, each in rows[14].items() if each is not None} >= {"code", "name", "school_type"}
    rows[14] |= {"founder": None, "locale": None, "boarding": None, "built_year": None}
    assert checks.check(reading(rows), standard=QUALITY, year=YEAR) == ()


def test_what_is_written_but_unreadable_is_not_told_twice() -> None:
    rows = county_rows()
    read = reading(rows)
    row = read.rows[0]
    unread = replace(row, values={**row.values, "books": None, "pupils_primary": None})
    found = checks.check(replace(read, rows=(unread, *read.rows[1:])), standard=BASIC, year=YEAR)
    assert found == ()


def test_all_problems_come_at_once_sorted_by_row() -> None:
    rows = county_rows()
    rows[9]["largest_class_junior"] = 40
    rows[2]["teachers_backbone_primary"] = 5000
    rows[2]["code"] = None
    found = checks.check(reading(rows), standard=QUALITY, year=YEAR)
    assert [(problem.code, problem.cell) for problem in found] == [
        ("required_cell_missing", "A7"),
        ("backbone_exceed_teachers", "AI7"),
        ("classes_cannot_hold_pupils", "T14"),
    ]


def test_a_ledger_without_types_goes_by_its_pupils() -> None:
    fields = ("code", "name", "pupils_primary", "computers")
    rows: list[Values] = [
        {"code": f"99010{number:05d}", "name": f"第{number}小学", "pupils_primary": 100, "computers": number}
        for number in range(1, 7)
    ]
    found = checks.check(reading(rows, fields), standard=BASIC, year=YEAR)
    assert {problem.code for problem in found} == {"column_empty"}
    asked = {problem.field for problem in found}
    assert {"school_type", "books", "teachers_primary"} <= asked
    assert not {"teachers_junior", "computers"} & asked

"""Every rule is tripped by one slip, at the slip's own cell, and by nothing in orderly figures."""

import csv
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from indicators import needed, published
from schools.figures import reading
from schools.figures.checks import RULES, check
from schools.figures.checks.parts import PARTS
from schools.figures.checks.unit_slips import BOUNDS, EACH
from schools.figures.columns import BY_FIELD, FIGURES
from schools.ledger.columns import Kind, Value
from schools.ledger.problems import Problem, Severity
from tests.figures.county import Values, orderly, orderly_workbook, workbook

STANDARD = "quality-2017"


def found(values: Values, *, earlier: Mapping[str, Value] | None = None) -> tuple[Problem, ...]:
    read = reading.read_bytes(workbook(values))
    wanted = needed.figures(STANDARD) | needed.figures("basic-2012")
    return check(read, needed=wanted, year=2025, earlier=earlier)


def slips() -> Iterator[tuple[str, str, str, Values]]:
    with Path(__file__).with_name("slips.csv").open(encoding="utf-8", newline="") as table:
        for line in csv.DictReader(table):
            changes = dict(change.split("=") for change in line["changes"].split(";"))
            values = {name: typed(name, text) for name, text in changes.items()}
            yield line["code"], line["severity"], line["cell"], values


def typed(name: str, text: str) -> Value:
    if not text:
        return None
    return int(text) if BY_FIELD[name].kind is Kind.INT else Decimal(text)


SLIPS = list(slips())


@pytest.mark.parametrize(("code", "severity", "name", "changes"), SLIPS, ids=lambda value: str(value)[:40])
def test_a_slip_is_found_once_where_it_is(code: str, severity: str, name: str, changes: Values) -> None:
    [problem] = [each for each in found(orderly(**changes)) if each.code == code]
    assert (problem.severity, problem.field) == (severity, name)
    assert problem.sheet == "县级数据"
    assert problem.cell == reading.read_bytes(orderly_workbook()).cells[name].address
    assert problem.message
    assert problem.remedy.endswith(("。", "？"))


def test_orderly_figures_raise_nothing() -> None:
    assert found(orderly()) == ()


def test_every_rule_has_a_slip() -> None:
    tripped = {code for code, _, _, _ in SLIPS}
    assert {part.code for part in PARTS} <= tripped
    assert {f"{name}_in_other_unit" for name in (*BOUNDS, *(each.amount for each in EACH))} <= tripped
    assert len(tripped) >= 50
    assert len(RULES) == 14


def test_at_its_limit_a_part_is_still_a_part() -> None:
    for part in PARTS:
        whole = orderly()[part.whole]
        assert isinstance(whole, int | Decimal)
        one = {name: type(whole)(0) for name in part.parts[1:]}
        codes = {each.code for each in found(orderly(**{part.parts[0]: whole}, **one))}
        assert part.code not in codes, part.code


def test_what_is_missing_is_asked_about_item_by_item_and_is_no_error() -> None:
    problems = found(dict.fromkeys(BY_FIELD) | {"townships": 12})
    assert {each.severity for each in problems} == {Severity.QUERY}
    assert {each.code for each in problems} == {"figure_missing"}
    items = [BY_FIELD[each.field].item for each in problems]
    assert len(items) == len(set(items))
    assert "表Ⅴ 9" in items
    [monitoring] = [each for each in problems if BY_FIELD[each.field].item == "表Ⅴ 9"]
    assert monitoring.message.count("“") == 12


def test_a_figure_the_standard_does_not_use_may_stay_empty() -> None:
    assert found(orderly(heads_rotated=None, gdp_per_head=None, retention_nine_year=None)) == ()


def test_what_is_unreadable_is_told_once_and_not_called_missing() -> None:
    values = orderly() | {"teacher_pay": "约十万"}
    assert [each.code for each in found(values)] == ["not_a_number"]


@pytest.mark.parametrize(
    ("now", "before", "asked"),
    [
        (103_500, 51_750, 0),
        (103_500, 51_749, 1),
        (103_500, 207_000, 0),
        (103_500, 207_001, 1),
        (103_500, None, 0),
    ],
)
def test_a_figure_far_from_the_year_before_is_asked_about(now: int, before: int | None, asked: int) -> None:
    problems = found(orderly(teacher_pay=now), earlier=orderly(teacher_pay=before))
    assert [each.code for each in problems] == ["far_from_the_year_before"] * asked


@pytest.mark.parametrize("standard", published.codes())
def test_every_figure_that_items_use_is_one_of_the_contract(standard: str) -> None:
    assert needed.figures(standard) <= {figure.field for figure in FIGURES}
    assert {"population", "survey_total", "survey_satisfied"} <= needed.figures(standard)


def test_the_standards_ask_for_what_their_items_use() -> None:
    quality, basic = needed.figures("quality-2017"), needed.figures("basic-2012")
    assert {"teacher_pay", "gap_maths", "funding_norm_junior", "basic_recognised_year"} <= quality - basic
    assert {"allocation_growth", "three_disabilities"} <= basic - quality
    assert not {"heads_rotated", "gdp_per_head"} & (quality | basic)

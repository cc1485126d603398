"""The invented counties turn out as they are meant to."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from zipfile import ZipFile

import pytest

from assessments.demo import cast, counties, figures, passwords, rows, workbooks
from assessments.demo.plans import County
from counties.levels import DEMO_PREFIX
from indicators import gather, needed, published
from indicators.calculation import findings, whole
from indicators.calculation.facts import JUDGED, STAGES_OF, SchoolType, Stage
from indicators.calculation.findings import CountyFinding
from indicators.calculation.outcomes import Outcome
from schools.figures.checks import check as check_figures
from schools.figures.reading import read as read_figures
from schools.ledger import checks, workbook
from schools.ledger.problems import Severity
from schools.ledger.xlsx import timeless

every_county = pytest.mark.parametrize("county", counties.COUNTIES, ids=lambda county: county.code)


@cache
def judged(code: str) -> CountyFinding:
    [county] = [county for county in counties.COUNTIES if county.code == code]
    schools = [gather.school_facts(row) for row in rows.of_county(county)]
    return findings.judge(schools, published.load(cast.STANDARD))


def finding(county: County) -> CountyFinding:
    return judged(county.code)


def test_the_first_county_passes_in_every_school_and_every_coefficient() -> None:
    found = finding(counties.CLEAR)
    assert found.outcome is Outcome.PASSES
    assert {unit.below for unit in found.units} == {()}
    assert {each.outcome for stage in found.stages for each in stage.indicators} == {Outcome.PASSES}


def test_the_second_county_fails_by_one_coefficient_a_hair_above_its_ceiling() -> None:
    found = finding(counties.NARROW)
    failing = [
        each for stage in found.stages for each in stage.indicators if each.outcome is not Outcome.PASSES
    ]
    assert found.outcome is Outcome.FAILS
    assert {unit.outcome for unit in found.units} == {Outcome.PASSES}
    [backbone] = failing
    assert (backbone.indicator.code, backbone.stage) == ("backbone_teachers", Stage.PRIMARY)
    assert backbone.dispersion is not None
    assert Fraction("0.501") < Fraction(backbone.dispersion.text) < Fraction("0.502")
    assert backbone.dispersion.display(3) in counties.NARROW.shows


def test_a_school_of_the_second_county_shows_4_20_and_has_less() -> None:
    [unit] = [unit for unit in finding(counties.NARROW).units if unit.below]
    assert unit.below == ("teachers_above_required",)
    assert unit.values["teachers_above_required"] == Fraction(30 * 100, 715)
    assert Fraction("4.195") < Fraction(30 * 100, 715) < Fraction("4.2")


def test_the_third_county_fails_in_schools_and_coefficients_of_both_stages() -> None:
    found = finding(counties.UNEVEN)
    assert found.outcome is Outcome.FAILS
    for stage in found.stages:
        assert sum(unit.outcome is Outcome.FAILS for unit in stage.units) > 3
        assert sum(each.outcome is Outcome.FAILS for each in stage.indicators) > 1


def test_one_school_of_the_third_county_stays_open_and_says_what_is_missing() -> None:
    [unit] = [unit for unit in finding(counties.UNEVEN).units if unit.outcome is Outcome.UNDETERMINED]
    assert unit.unit.name == "马鞍镇东岭小学（初中部）"
    assert unit.missing == ("teachers_above_required", "backbone_teachers", "pe_art_teachers")


def test_the_third_county_has_every_sort_of_school() -> None:
    ledger = rows.of_county(counties.UNEVEN)
    assert {row["school_type"] for row in ledger} == {school_type.value for school_type in SchoolType}
    assert {row["locale"] for row in ledger} == {"城区", "镇区", "乡村"}
    assert sum(row["founder"] == "10" for row in ledger) >= 5


def test_small_teaching_points_are_left_out_and_larger_ones_are_not() -> None:
    found = finding(counties.UNEVEN)
    left_out = {left.school.name: left.reason for left in found.left_out}
    counted = {unit.unit.school.name for unit in found.units}
    assert any("不足 50 人" in reason for reason in left_out.values())
    assert any(name.endswith("教学点") for name in counted)


def test_one_name_reaches_beyond_the_basic_plane() -> None:
    names = [str(row["name"]) for row in rows.of_county(counties.UNEVEN)]
    [rare] = [name for name in names if any(ord(character) > 0xFFFF for character in name)]
    assert rare == "泉上镇𡐓头小学"


@every_county
def test_codes_are_outside_the_register_and_nothing_is_twice(county: County) -> None:
    ledger = rows.of_county(county)
    for field in ("code", "name"):
        assert len({row[field] for row in ledger}) == len(ledger)
    assert all(str(row["code"]).startswith(DEMO_PREFIX) and len(str(row["code"])) == 10 for row in ledger)
    assert 20 <= len(ledger) <= 120


@every_county
def test_differences_are_exceptions_of_schools_that_are_there(county: County) -> None:
    """A name mistyped in the tables would change nothing, silently."""
    names = {str(row["name"]) for row in rows.of_county(replace(county, figures={}))}
    assert county.plenty.keys() | county.figures.keys() <= names


@every_county
def test_a_ledger_is_the_same_to_the_byte_whenever_it_is_written(county: County, tmp_path: Path) -> None:
    first, second = tmp_path / "first.xlsx", tmp_path / "second.xlsx"
    workbooks.write(county, first)
    workbooks.write(county, second)
    assert first.read_bytes() == second.read_bytes()
    with ZipFile(first) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {timeless.BEGINNING}


@every_county
def test_a_ledger_reads_back_as_it_was_invented(county: County, tmp_path: Path) -> None:
    workbooks.write(county, tmp_path / "ledger.xlsx")
    reading = workbook.read(tmp_path / "ledger.xlsx")
    assert [dict(row.values) for row in reading.rows] == rows.of_county(county)


@every_county
def test_a_ledger_has_questions_but_no_errors(county: County, tmp_path: Path) -> None:
    workbooks.write(county, tmp_path / "ledger.xlsx")
    problems = checks.check(workbook.read(tmp_path / "ledger.xlsx"), standard=cast.STANDARD, year=cast.YEAR)
    assert {problem.severity for problem in problems} == {Severity.QUERY}
    open_questions = {problem.code for problem in problems} - cast.EXPLANATIONS.keys()
    assert bool(open_questions) == (county is counties.UNEVEN)


@every_county
def test_figures_of_stages_a_school_does_not_run_stay_empty(county: County) -> None:
    for row in rows.of_county(replace(county, figures={})):
        run = STAGES_OF[SchoolType(str(row["school_type"]))]
        for stage in JUDGED:
            assert (row[f"pupils_{stage}"] is not None) == (stage in run)


@every_county
def test_the_countys_own_figures_read_back_and_raise_no_question(county: County, tmp_path: Path) -> None:
    first, second = tmp_path / "first.xlsx", tmp_path / "second.xlsx"
    workbooks.write_figures(county, first)
    workbooks.write_figures(county, second)
    assert first.read_bytes() == second.read_bytes()
    reading = read_figures(first)
    assert dict(reading.values) == figures.of_county(county)
    problems = check_figures(reading, needed=needed.figures(cast.STANDARD), year=cast.YEAR)
    missing = {"figure_missing"} if county is counties.UNEVEN else set()
    assert {problem.code for problem in problems} == missing
    assert {problem.severity for problem in problems} <= {Severity.QUERY}


def by_items(county: County) -> dict[str, Outcome]:
    """How the county fares in every item that figures answer."""
    schools = [gather.school_facts(row) for row in rows.of_county(county)]
    facts = gather.county_facts(figures.of_county(county), schools, year=cast.YEAR)
    found = whole.judge(facts, published.load(cast.STANDARD), on=date(cast.YEAR, 9, 1))
    assert found.survey
    answers = {each.item.code: each.outcome for each in found.items if each.item.method != "answered"}
    return {**answers, "survey": found.survey.outcome}


@pytest.mark.parametrize("county", [counties.CLEAR, counties.NARROW], ids=lambda county: county.code)
def test_the_first_two_counties_pass_in_every_item_that_figures_of_this_year_answer(county: County) -> None:
    of_earlier_years, of_coefficients = "condition-2", "condition-4"
    found = by_items(county)
    assert found.pop(of_earlier_years) is Outcome.UNDETERMINED
    assert (found.pop(of_coefficients) is Outcome.PASSES) == (county is counties.CLEAR)
    assert set(found.values()) == {Outcome.PASSES}


def test_the_third_county_fails_in_a_few_items_and_leaves_some_open() -> None:
    found = by_items(counties.UNEVEN)
    failing = {code for code, outcome in found.items() if outcome is Outcome.FAILS}
    assert failing >= {"guarantee-08", "guarantee-11", "guarantee-14", "quality-09", "survey"}
    assert found["quality-02"] is Outcome.UNDETERMINED
    assert found["guarantee-07"] is Outcome.PASSES


def test_faults_are_of_schools_that_are_there() -> None:
    assert workbooks.FAULTS.keys() <= {str(row["name"]) for row in rows.of_county(counties.NARROW)}


def test_passwords_are_kept_for_their_owner_only_and_stay_the_same(tmp_path: Path) -> None:
    file = tmp_path / "var" / "demo-logins.txt"
    first = passwords.kept(file, ["jia", "yi"])
    assert passwords.kept(file, ["yi", "bing"]).items() >= first.items()
    assert file.stat().st_mode & 0o777 == 0o600
    assert passwords.kept(tmp_path / "elsewhere.txt", ["jia"])["jia"] != first["jia"]
    assert all(len(password) >= 10 for password in first.values())

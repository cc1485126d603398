"""The calculation gives what others have published, to the last printed digit."""

import csv
import json
from collections import defaultdict
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from indicators import published
from indicators.calculation import explain, findings, rounding, scope
from indicators.calculation.dispersion import coefficient_of_variation, composite_display
from indicators.calculation.facts import SchoolFacts, SchoolType, Stage

DATA = Path(__file__).parent / "data"
BASIC = published.load("basic-2012")


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def expected(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DATA / name).read_text(encoding="utf-8"))
    return found


def books_school(name: str, pupils: str, books: str) -> SchoolFacts:
    return SchoolFacts(
        code=name,
        name=name,
        school_type=SchoolType.PRIMARY,
        founder="7",
        figures={"pupils_primary": Fraction(pupils), "books": Fraction(books)},
    )


FIVE = [
    books_school(line["school"], line["students"], line["books"])
    for line in rows("cv_5schools.csv")
    if line["books"]
]


def test_the_five_schools_that_counties_are_trained_with_come_out() -> None:
    told = expected("cv_5schools_expected.json")
    stage = findings.judge(FIVE[:5], BASIC).stage(Stage.PRIMARY)
    books = next(each for each in stage.indicators if each.indicator.code == "books")
    assert books.dispersion is not None
    assert stage.pupils == told["students_total"]
    assert rounding.shown(books.dispersion.mean, 2) == str(told["mean"])
    assert rounding.shown(books.dispersion.variance, 2) == str(told["sum_terms"])
    assert rounding.shown_root(books.dispersion.variance, 2) == str(told["S"])
    assert books.dispersion.display(2) == str(told["CV"])
    assert books.dispersion.display(6) == "0.515257"


def test_neither_the_unweighted_nor_the_sample_form_is_what_we_give() -> None:
    values = [Fraction(line["books"]) / int(line["students"]) for line in rows("cv_5schools.csv")[:5]]
    found = coefficient_of_variation(values, [1] * 5)
    assert found.display(4) == "0.4888"
    assert rounding.shown_root(found.squared * 5 / 4, 4) == "0.5465"


def test_shares_of_the_variance_explain_the_five_schools_and_add_up_to_one() -> None:
    stage = findings.judge(FIVE[:5], BASIC).stage(Stage.PRIMARY)
    parts = explain.shares(stage, "books")
    assert sum(part.share or 0 for part in parts) == 1
    assert [rounding.shown((part.share or Fraction(0)) * 100, 1) for part in parts] == [
        "48.1",
        "42.3",
        "8.0",
        "1.6",
        "0.0",
    ]


def test_a_nine_year_school_is_split_as_in_the_worked_example() -> None:
    told = expected("split_nine_year.json")
    school = SchoolFacts(
        code="1",
        name="一贯制",
        school_type=SchoolType.NINE_YEAR,
        founder="7",
        figures={
            "pupils_primary": Fraction(told["primary_students"]),
            "pupils_junior": Fraction(told["junior_students"]),
            "books": Fraction(told["books_total"]),
        },
    )
    books = BASIC.indicator("books")
    primary, junior = scope.of_county([school], BASIC).units
    assert rounding.shown(books.amount(primary) or Fraction(0), 3) == "9711.627"
    assert rounding.shown(books.amount(junior) or Fraction(0), 3) == "13514.373"
    assert rounding.shown(books.value(primary) or Fraction(0), 1) == str(
        told["published"]["books_per_primary_student"]
    )


@pytest.mark.parametrize("line", rows("single_school_ratios.csv"), ids=lambda line: line["quantity"])
def test_per_pupil_values_of_real_schools_come_out(line: dict[str, str]) -> None:
    told = line["published_per_student"]
    places = len(told.partition(".")[2])
    value = Fraction(line["total"]) / int(line["students"])
    # some offices cut digits off where others round: either way the last printed digit agrees
    assert abs(value - Fraction(told)) <= Fraction(1, 10**places)


@pytest.mark.parametrize(
    "line",
    [line for line in rows("published_basic.csv") if line["stat"] == "cv"],
    ids=lambda line: line["county"] + line["stage"],
)
def test_the_composite_is_the_mean_of_the_eight_coefficients(line: dict[str, str]) -> None:
    eight = [Fraction(figure) for figure in list(line.values())[5:13]]
    ours = Fraction(composite_display([each**2 for each in eight], 5))
    # each printed coefficient is off by up to 0.0005, and the ministry averaged before rounding
    assert abs(ours - Fraction(line["综合"])) <= Fraction("0.001")


def test_the_composite_is_averaged_before_rounding_not_after() -> None:
    third = [Fraction("0.0004") ** 2] * 8
    assert composite_display(third, 4) == "0.0004"
    assert composite_display([Fraction("0.1234") ** 2, Fraction("0.1235") ** 2], 5) == "0.12345"


def test_420_districts_give_the_coefficient_of_each_county() -> None:
    counties: dict[str, list[SchoolFacts]] = defaultdict(list)
    for line in rows("caschools.csv"):
        figures = {"pupils_primary": Fraction(line["students"]), "computers": Fraction(line["computer"])}
        counties[line["county"]].append(
            SchoolFacts(
                code=line["district"],
                name=line["school"],
                school_type=SchoolType.PRIMARY,
                founder="7",
                figures=figures,
            )
        )
    told = rows("caschools_expected.csv")
    assert len(told) > 20
    for line in told:
        stage = findings.judge(counties[line["county"]], BASIC).stage(Stage.PRIMARY)
        computers = next(each for each in stage.indicators if each.indicator.code == "computers")
        assert computers.dispersion is not None and computers.mean is not None
        assert len(stage.units) == int(line["schools"])
        assert float(computers.dispersion.text) == pytest.approx(float(line["CV"]), abs=1e-9)
        assert float(computers.mean) == pytest.approx(float(line["mean"]) * 100, abs=1e-6)

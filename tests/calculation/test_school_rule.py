"""School standards (办学基本标准) as provinces set them: items, thresholds, cases, how many and how far."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest

from indicators import published
from indicators.calculation import findings, provinces
from indicators.calculation.citations import StandardRefused
from indicators.calculation.facts import SchoolFacts, SchoolType, Stage
from indicators.calculation.findings import UnitFinding
from indicators.calculation.outcomes import Outcome
from indicators.calculation.standard import Standard
from tests.calculation.counties import Figure, county, school

PASSES, FAILS, OPEN = Outcome.PASSES, Outcome.FAILS, Outcome.UNDETERMINED
CITED = 'clause = "示例 第一条", confidence = "B" }'
HEADER = """
code       = "basic-2012-example"
extends    = "basic-2012"
title      = "示例省办学基本标准"
reference  = "示例〔2013〕1号"
area       = "99"
valid_from = 2013-01-01
source     = "示例"
confidence = "D"
"""
ITEMS = """
[[school.items]]
code = "books"
[[school.items]]
code = "largest_class"
name = "班额"
short = "班额"
unit = "人"
figures = ["largest_class_{stage}"]
per = "school"
limit = "most"
[[school.items]]
code = "site_area"
name = "生均占地面积"
short = "占地面积"
unit = "㎡/生"
figures = ["site_area"]
shared = true
per = "pupil"
limit = "least"
[[school.items]]
code = "higher_degrees"
name = "本科及以上教师比例"
short = "本科及以上教师"
unit = "%"
figures = ["teachers_bachelor_{stage}", "teachers_graduate_{stage}"]
per = "hundred_teachers"
limit = "least"
"""
THRESHOLDS = "".join(
    f"[thresholds.{code}]\n"
    + "".join(f'{stage} = {{ value = "{value}", {CITED}\n' for stage in ("primary", "junior"))
    for code, value in (
        ("books", "30"),
        ("largest_class", "45"),
        ("site_area", "20"),
        ("higher_degrees", "80"),
    )
)
CASES = f"""
[[cases]]
code = "site-in-cities"
item = "site_area"
when = [{{ locale = "城区" }}]
rule = {{ value = {{ primary = "15", junior = "15" }}, {CITED}
"""


def example(at_least: int = 4, floor: str = "1", more: str = "") -> Standard:
    rule = f'[school]\nat_least = {{ value = {at_least}, {CITED}\nfloor = {{ value = "{floor}", {CITED}\n'
    return read(rule + ITEMS + THRESHOLDS + CASES + more)


def read(text: str) -> Standard:
    national = (published.FOLDER / "basic-2012.toml").read_bytes()
    return provinces.parse((HEADER + text).encode(), "example.toml", lambda _: national)


def a_school(*, in_a: str | None = "镇区", figures: Mapping[str, Figure] | None = None) -> SchoolFacts:
    """A primary school of 1,000 pupils that stands exactly at every threshold: 75 teachers, 60 of them
    with a bachelor's degree or more."""
    stated = {"largest_class_primary": 45, "site_area": 20000, **(figures or {})}
    return replace(school(figures=stated), locale=in_a)


def judged(facts: SchoolFacts, standard: Standard) -> UnitFinding:
    return findings.judge(county(facts), standard).stage(Stage.PRIMARY).units[0]


@pytest.mark.parametrize(
    ("figures", "below"),
    [
        ({}, ()),
        ({"books": 29999}, ("books",)),
        ({"largest_class_primary": 46}, ("largest_class",)),
        ({"site_area": 19999}, ("site_area",)),
        ({"teachers_bachelor_primary": 49}, ("higher_degrees",)),
    ],
)
def test_a_unit_is_judged_by_the_provinces_own_items(
    figures: dict[str, Figure], below: tuple[str, ...]
) -> None:
    found = judged(a_school(figures=figures), example())
    assert found.below == below
    assert found.outcome is (FAILS if below else PASSES)


@pytest.mark.parametrize(
    ("at_least", "floor", "figures", "outcome"),
    [
        (3, "0", {"books": 0}, PASSES),
        (3, "0", {"books": 0, "site_area": 19999}, FAILS),
        (2, "0", {"books": 0, "site_area": 0}, PASSES),
        (3, "0.6", {"books": 18000}, PASSES),
        (3, "0.6", {"books": 17999}, FAILS),
        (3, "0.6", {"largest_class_primary": 75}, PASSES),  # 45 is 60 % of 75
        (3, "0.6", {"largest_class_primary": 76}, FAILS),
        (3, "0.6", {"books": None}, OPEN),  # it may stay below the floor
        (3, "0", {"books": None}, PASSES),  # it may be missed whatever it is
        (3, "0", {"books": None, "site_area": 0}, OPEN),
        (3, "0", {"books": None, "site_area": 0, "largest_class_primary": 46}, FAILS),
        (4, "1", {"books": None}, OPEN),
        (4, "1", {"teachers_primary": 0}, OPEN),
    ],
)
def test_so_many_items_may_fall_short_and_so_far(
    at_least: int, floor: str, figures: dict[str, Figure], outcome: Outcome
) -> None:
    assert judged(a_school(figures=figures), example(at_least, floor)).outcome is outcome


@pytest.mark.parametrize(
    ("locale", "site", "outcome"),
    [
        ("城区", 15000, PASSES),
        ("城区", 14999, FAILS),
        ("镇区", 19999, FAILS),
        ("乡村", 20000, PASSES),
        (None, 20000, PASSES),  # whatever it is
        (None, 19999, OPEN),
        (None, 15000, OPEN),
        (None, 14999, FAILS),  # whatever it is
    ],
)
def test_schools_of_a_kind_have_a_threshold_of_their_own(
    locale: str | None, site: int, outcome: Outcome
) -> None:
    assert judged(a_school(in_a=locale, figures={"site_area": site}), example()).outcome is outcome


def test_the_coefficients_stay_those_of_the_eight_national_indicators() -> None:
    stage = findings.judge(county(a_school()), example()).stage(Stage.PRIMARY)
    assert [each.indicator.code for each in stage.indicators] == [
        each.code for each in published.load("basic-2012").indicators
    ]
    assert {"site_area", "largest_class", "books", "teachers"} <= set(stage.units[0].values)


def test_common_figures_of_a_joined_school_are_split_for_its_items_too() -> None:
    joined = replace(school(school_type=SchoolType.NINE_YEAR, figures={"site_area": 21000}), locale="镇区")
    found = findings.judge([joined], example())
    assert found.stage(Stage.PRIMARY).units[0].values["site_area"] == Fraction(10)
    assert found.stage(Stage.JUNIOR).units[0].values["site_area"] == Fraction(11)


@pytest.mark.parametrize(
    ("figures", "reason"),
    [
        ({"books": 17000}, "图书低于标准的 60%"),
        ({"books": 29000, "largest_class_primary": 46}, "图书低于标准；班额高于标准"),
        ({"site_area": None}, "占地面积未填报"),
    ],
)
def test_the_reason_names_what_falls_short_and_how(figures: dict[str, Figure], reason: str) -> None:
    assert judged(a_school(figures=figures), example(3, "0.6")).reason == reason


def test_the_reason_says_why_an_item_is_open() -> None:
    between = a_school(in_a=None, figures={"site_area": 19999})
    assert judged(between, example()).reason == "占地面积适用哪一档标准未定（学校情形未填报）"
    fujian = judged(a_school(figures={"operating_budget": 95}), published.load("basic-2012-fujian"))
    assert "师生比的省定标准值未载入" in fujian.reason
    assert "实验室、计算机教室、教师学历达标率台账没有这项数据，须由省级核定" in fujian.reason
    national = judged(a_school(), published.load("basic-2012"))
    assert "省定义务教育学校办学基本标准未载入" in national.reason


def test_an_item_may_be_asked_of_one_stage_only() -> None:
    laboratories = """
[[school.items]]
code = "equipment_of_school"
name = "仪器设备"
short = "仪器设备"
unit = "万元"
figures = { junior = ["equipment_value"] }
per = "school"
limit = "least"
"""
    threshold = f'[thresholds.equipment_of_school]\njunior = {{ value = "301", {CITED}\n'
    rule = f'[school]\nat_least = {{ value = 1, {CITED}\nfloor = {{ value = "1", {CITED}\n'
    found = findings.judge(county(a_school()), read(rule + laboratories + threshold))
    assert found.stage(Stage.PRIMARY).units[0].outcome is PASSES
    assert found.stage(Stage.JUNIOR).units[0].below == ("equipment_of_school",)


@pytest.mark.parametrize(
    ("before", "after", "key"),
    [
        ("[thresholds.books]", "[thresholds.book]", "thresholds.books"),
        (
            "[thresholds.site_area]\nprimary",
            "[thresholds.site_area]\nprimaries",
            "thresholds.site_area.primary",
        ),
        ('per = "pupil"', 'per = "head"', "school.items[site_area].per"),
        ('limit = "most"', 'limit = "highest"', "school.items[largest_class].limit"),
        ('figures = ["site_area"]\n', "", "school.items[site_area].figures"),
        ('figures = ["site_area"]', 'figures = "site_area"', "school.items[site_area].figures"),
        ('code = "books"', 'code = "books"\nunit = "册"', "school.items[books].unit"),
        ('item = "site_area"', 'item = "computers"', "cases[site-in-cities].item"),
        ("value = 4,", "value = 5,", "school.at_least"),
    ],
)
def test_a_wrong_school_standard_is_refused_by_name(before: str, after: str, key: str) -> None:
    rule = f'[school]\nat_least = {{ value = 4, {CITED}\nfloor = {{ value = "1", {CITED}\n'
    text = rule + ITEMS + THRESHOLDS + CASES
    assert before in text
    with pytest.raises(StandardRefused) as refused:
        read(text.replace(before, after, 1))
    assert refused.value.key == key


def test_a_standard_that_asks_for_what_is_no_column_of_the_ledger_is_refused() -> None:
    wrong = ITEMS.replace('figures = ["site_area"]', 'figures = ["no_such_column"]')
    rule = f'[school]\nat_least = {{ value = 4, {CITED}\nfloor = {{ value = "1", {CITED}\n'
    published.check_fields(example())
    with pytest.raises(StandardRefused, match="no_such_column"):
        published.check_fields(read(rule + wrong + THRESHOLDS))


@pytest.mark.parametrize(
    ("code", "figures", "outcome"),
    [
        ("basic-2012-indicator-table", {}, PASSES),
        ("basic-2012-indicator-table", {"largest_class_primary": 46}, FAILS),
        ("basic-2012-indicator-table", {"books": None}, OPEN),
        ("basic-2012-indicator-table", {"equipment_value": "4.99", "classes_primary": 13}, FAILS),
        ("basic-2012-indicator-table", {"equipment_value": "4.99", "classes_primary": 12}, PASSES),
        ("basic-2012-indicator-table", {"equipment_value": "3.49", "classes_primary": 12}, FAILS),
        ("basic-2012-indicator-table", {"equipment_value": "4.99", "classes_primary": None}, OPEN),
        ("basic-2012-eight-of-ten", {}, OPEN),  # four items the ledger does not hold
        ("basic-2012-eight-of-ten", {"books": 14999}, FAILS),  # under 60 % of 25
        ("basic-2012-fujian", {}, OPEN),
        ("basic-2012-fujian", {"books": 0, "equipment_value": 0}, OPEN),
        ("basic-2012-fujian", {"books": 0, "equipment_value": 0, "largest_class_primary": 46}, FAILS),
        (
            "basic-2012-fujian",
            {"books": 0, "equipment_value": 0, "largest_class_primary": 50, "migrant_pupils": 300},
            OPEN,
        ),
        (
            "basic-2012-fujian",
            {"books": 0, "equipment_value": 0, "largest_class_primary": 50, "migrant_pupils": 299},
            FAILS,
        ),
        ("basic-2012-jiangsu", {}, OPEN),
    ],
)
def test_real_provinces_judge_a_school(code: str, figures: dict[str, Figure], outcome: Outcome) -> None:
    filled: dict[str, Figure] = {
        "classes_primary": 24,
        "building_area": 9000,
        "operating_budget": 95,
        "migrant_pupils": 0,
    }
    assert judged(a_school(figures={**filled, **figures}), published.load(code)).outcome is outcome

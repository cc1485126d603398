"""A province's file states only what differs, and only what the national file leaves to it."""

import hashlib
from datetime import date
from fractions import Fraction

import pytest

from indicators import published
from indicators.calculation import provinces
from indicators.calculation.citations import StandardRefused
from indicators.calculation.facts import Stage
from indicators.calculation.standard import Standard
from tests.calculation.complete import BASIC, QUALITY

HEADER = """
code       = "{national}-example"
extends    = "{national}"
title      = "示例省标准"
reference  = "示例〔2020〕1号"
area       = "99"
valid_from = 2020-01-01
source     = "示例"
confidence = "D"
"""
CITED = 'clause = "示例 第一条", confidence = "B" }'


def national(code: str) -> bytes:
    if code not in {"quality-2017", "basic-2012"}:
        raise KeyError(code)
    return (published.FOLDER / f"{code}.toml").read_bytes()


def province(text: str, below: str = "quality-2017") -> Standard:
    data = (HEADER.format(national=below) + text).encode()
    return provinces.parse(data, "example.toml", national)


def refusal(text: str, below: str = "quality-2017") -> tuple[str, str]:
    with pytest.raises(StandardRefused) as refused:
        province(text, below)
    assert refused.value.file == "example.toml"
    return refused.value.key, refused.value.reason


def threshold(value: str) -> str:
    return f'[thresholds.books]\nprimary = {{ value = "{value}", {CITED}'


def rule(item: str, stated: str) -> str:
    return f'[[items]]\ncode = "{item}"\nrule = {{ value = {{ {stated} }}, {CITED}'


def test_what_the_province_does_not_state_is_the_national_standard() -> None:
    found = province("")
    assert (found.items, found.survey, found.allowances) == (
        QUALITY.items,
        QUALITY.survey,
        QUALITY.allowances,
    )
    assert found.school == QUALITY.school
    assert (found.extends, found.family_code, found.province, found.area) == (
        "quality-2017",
        "quality-2017",
        "99",
        "99",
    )
    assert (found.title, found.issued) == ("示例省标准", QUALITY.issued)
    assert (QUALITY.extends, QUALITY.family_code, QUALITY.province) == ("", "quality-2017", "")


def test_the_digest_pins_the_national_file_and_the_provinces_own() -> None:
    own = HEADER.format(national="quality-2017").encode()
    assert province("").digest == hashlib.sha256(national("quality-2017") + own).hexdigest()

    def corrected(code: str) -> bytes:
        return national(code).replace(b"4.2", b"4.3", 1)

    assert provinces.parse(own, "example.toml", corrected).digest != province("").digest


def test_validity_has_a_first_and_may_have_a_last_day() -> None:
    found = province("valid_to = 2022-12-31")
    days = (date(2019, 12, 31), date(2020, 1, 1), date(2022, 12, 31), date(2023, 1, 1))
    assert [found.in_force(day) for day in days] == [False, True, True, False]
    assert province("").in_force(date(2099, 1, 1))


def test_a_county_is_offered_the_national_standards_and_those_of_its_area() -> None:
    def offered(on: date, division: str) -> list[str]:
        return [standard.code for standard in published.in_force(on, division)]

    now = date(2025, 1, 1)
    assert {"quality-2017", "quality-2017-shenyang"} <= set(offered(now, "210102"))
    assert "quality-2017-shenyang" not in offered(now, "210202")
    assert "basic-2012-fujian" not in offered(now, "990101")
    assert offered(date(2011, 1, 1), "210102") == []
    assert "quality-2017" not in offered(date(2017, 4, 18), "210102")


@pytest.mark.parametrize(
    ("stricter", "laxer", "key"),
    [
        (
            '[thresholds.backbone_teachers]\nprimary = { value = "1.01", ' + CITED,
            '[thresholds.backbone_teachers]\nprimary = { value = "0.99", ' + CITED,
            "thresholds.backbone_teachers.primary",
        ),
        (
            '[cv_ceiling]\njunior = { value = "0.44", ' + CITED,
            '[cv_ceiling]\njunior = { value = "0.46", ' + CITED,
            "cv_ceiling.junior",
        ),
        (
            "[school]\nat_least = { value = 7, " + CITED,
            "[school]\nat_least = { value = 5, " + CITED,
            "school.at_least",
        ),
        (
            '[school]\nfloor = { value = "0.9", ' + CITED,
            '[school]\nfloor = { value = "0.8", ' + CITED,
            "school.floor",
        ),
        (
            '[degree_counted_from]\nprimary = { value = "bachelor", ' + CITED,
            '[degree_counted_from]\njunior = { value = "college", ' + CITED,
            "degree_counted_from.junior",
        ),
        (
            "[scope]\nteaching_point_pupils = { value = 49, " + CITED,
            "[scope]\nteaching_point_pupils = { value = 51, " + CITED,
            "scope.teaching_point_pupils",
        ),
        (
            rule("guarantee-04", 'single = "1999", joined = "2500"'),
            rule("guarantee-04", 'single = "2001", joined = "2500"'),
            "items.guarantee-04.rule.single",
        ),
        (
            rule("guarantee-11", 'moved = "0.11", backbone = "0.20"'),
            rule("guarantee-11", 'moved = "0.20", backbone = "0.19"'),
            "items.guarantee-11.rule.backbone",
        ),
        (
            rule("quality-09", 'level = "4", gap = "0.14"'),
            rule("quality-09", 'level = "3", gap = "0.16"'),
            "items.quality-09.rule.gap",
        ),
        (
            '[survey]\nsatisfied = { value = "0.86", ' + CITED,
            '[survey]\nsatisfied = { value = "0.84", ' + CITED,
            "survey.satisfied",
        ),
        (
            "[after_recognition]\nduty_years = { value = 2, " + CITED,
            "[after_recognition]\nduty_years = { value = 4, " + CITED,
            "after_recognition.duty_years",
        ),
    ],
)
def test_a_province_may_set_it_stricter_and_not_laxer(stricter: str, laxer: str, key: str) -> None:
    province(stricter)
    refused, reason = refusal(laxer)
    assert refused == key
    assert "只可从严" in reason


def test_the_stricter_figure_is_the_one_that_counts() -> None:
    found = province('[thresholds.backbone_teachers]\nprimary = { value = "1.01", ' + CITED)
    assert found.threshold("backbone_teachers", Stage.PRIMARY) == Fraction("1.01")
    assert found.threshold("backbone_teachers", Stage.JUNIOR) == 1


@pytest.mark.parametrize(
    ("text", "below", "key"),
    [
        ("[scope]\nfounders = { value = [7], " + CITED, "quality-2017", "scope.founders"),
        ('cv_judged = { value = "composite", ' + CITED, "quality-2017", "cv_judged"),
        ('cv_judged = { value = "each", ' + CITED, "basic-2012", "cv_judged"),
        (
            '[split]\nweights = { value = { primary = "1", junior = "1", senior = "1" }, ' + CITED,
            "quality-2017",
            "split.weights",
        ),
        ("[survey]\nsizes = { value = [{ sample = 1 }], " + CITED, "quality-2017", "survey.sizes"),
        (
            '[[cases]]\ncode = "a"\nitem = "pe_art_teachers"\nwhen = [{ locale = "乡村" }]\n'
            'rule = { value = { primary = "0.1" }, ' + CITED,
            "quality-2017",
            "cases.a",
        ),
    ],
)
def test_what_the_national_file_does_not_leave_to_provinces_is_fixed(text: str, below: str, key: str) -> None:
    refused, reason = refusal(text, below)
    assert refused == key
    assert "不得改动" in reason


def test_one_more_school_item_would_let_one_more_fall_short() -> None:
    own = "".join(f'[[school.items]]\ncode = "{each.code}"\n' for each in QUALITY.indicators)
    another = (
        '[[school.items]]\ncode = "site"\nname = "占地"\nshort = "占地"\nunit = "㎡"\n'
        'figures = ["site_area"]\nper = "pupil"\nlimit = "least"\n[thresholds.site]\n'
        f'primary = {{ value = "1", {CITED}\njunior = {{ value = "1", {CITED}\n'
    )
    assert refusal(own + another)[0] == "school.at_least"
    assert province(own).school == QUALITY.school


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("ceiling = 1", "ceiling"),
        ("[school]\nleast = 1", "school.least"),
        ('[[items]]\ncode = "guarantee-03"\nrules = 1', "items[guarantee-03].rules"),
        ('[[items]]\ncode = "guarantee-99"', "items[guarantee-99].method"),
        ('family = "quality"', "family"),
        ('[variation]\nthresholds = "relax"', "variation"),
        (
            '[thresholds.backbone_teachers]\nprimary = { value = "未载", ' + CITED,
            "thresholds.backbone_teachers.primary",
        ),
    ],
)
def test_an_unknown_or_incomplete_key_is_refused_by_name(text: str, key: str) -> None:
    assert refusal(text)[0] == key


@pytest.mark.parametrize(
    ("before", "after", "key"),
    [
        ('extends    = "quality-2017"', 'extends    = "quality-2018"', "extends"),
        ('code       = "quality-2017-example"', 'code       = "example"', "code"),
        ("valid_from = 2020-01-01", "", "valid_from"),
        ('source     = "示例"', "", "source"),
    ],
)
def test_a_wrong_heading_is_refused(before: str, after: str, key: str) -> None:
    text = HEADER.format(national="quality-2017")
    assert before in text
    with pytest.raises(StandardRefused) as refused:
        provinces.parse(text.replace(before, after).encode(), "example.toml", national)
    assert refused.value.key == key


def test_only_a_national_standard_can_be_extended() -> None:
    with pytest.raises(StandardRefused, match="不是国家标准"):
        provinces.parse(
            HEADER.format(national="x").encode(),
            "example.toml",
            lambda _: HEADER.format(national="quality-2017").encode(),
        )


def test_an_allowance_can_be_prolonged_and_another_one_added() -> None:
    prolonged = province('[[allowances]]\ncode = "size-before-2010"\nlast = 2025-09-30')
    last = {each.code: each.last for each in prolonged.allowances}
    assert last["size-before-2010"] == date(2025, 9, 30)
    assert last["rooms-before-2016"] == date(2022, 9, 30)
    added = province(
        '[[allowances]]\ncode = "more"\nitem = "school_size"\nname = "另一条"\n'
        f'rule = {{ value = {{ single = "2100", joined = "2600" }}, {CITED}\n'
        'when = [{ locale = "镇区" }]\nfirst = 2020-01-01\nlast = 2020-12-31'
    )
    assert [each.code for each in added.allowances][-1] == "more"
    assert len(added.allowances) == len(QUALITY.allowances) + 1


def test_an_item_can_be_added_and_a_conclusion_asked_for_but_no_figure_given_up() -> None:
    added = (
        '[[items]]\ncode = "veto-7"\npart = "veto"\nnumber = 7\nname = "不存在…"\nmethod = "answered"\n'
        f"rule = {{ value = {{}}, {CITED}"
    )
    codes = [item.code for item in province(added).items]
    assert codes[codes.index("veto-6") + 1] == "veto-7"
    assert set(codes) == {item.code for item in QUALITY.items} | {"veto-7"}
    province('[[items]]\ncode = "guarantee-15"\nconcluded = true')
    given_up = f'[[items]]\ncode = "guarantee-15"\nmethod = "answered"\nrule = {{ value = {{}}, {CITED}'
    assert refusal(given_up)[0] == "items.guarantee-15.method"


def test_points_of_2012_are_the_provinces_but_make_a_hundred() -> None:
    def points(of_first: str, of_second: str) -> str:
        return "".join(
            f'[[items]]\ncode = "{code}"\npoints = {{ value = "{value}", {CITED}\n'
            for code, value in (("work-01", of_first), ("work-02", of_second))
        )

    found = province(points("10", "30/17"), "basic-2012")
    assert [item.points.value for item in found.items[:1] if item.points] == [10]
    key, reason = refusal(points("10", "10"), "basic-2012")
    assert (key, "100 分" in reason) == ("items", True)
    assert BASIC.pass_score is not None
    assert refusal(f'pass_score = {{ value = "84", {CITED}', "basic-2012")[0] == "pass_score"

"""What a province may set stricter, what freely, and what not at all."""

from fractions import Fraction

import pytest

from indicators.calculation import provinces
from indicators.calculation.citations import StandardRefused
from indicators.calculation.facts import Stage
from tests.calculation.complete import QUALITY
from tests.calculation.provinces import CITED, HEADER, national, province, refusal, rule


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


ALLOWANCE = (
    '[[allowances]]\ncode = "more"\nitem = "school_size"\nname = "规模"\n'
    f'rule = {{ value = {{ single = "2100", joined = "2600" }}, {CITED}\n'
    "when = [{ built_by = 2010 }]\nfirst = 2020-01-01\nlast = 2020-12-31"
)


def test_another_allowance_relaxes_and_an_earlier_end_tightens() -> None:
    """The national file leaves allowances to provinces; one that only let them be tightened would not."""

    def strict(code: str) -> bytes:
        text = national(code).decode()
        assert text.count('allowances                           = "relax"') == 1
        return text.replace(
            'allowances                           = "relax"', 'allowances = "tighten"'
        ).encode()

    def read(text: str) -> None:
        provinces.parse((HEADER.format(national="quality-2017") + text).encode(), "example.toml", strict)

    read('[[allowances]]\ncode = "size-before-2010"\nlast = 2021-09-30')
    for text, key in (
        (ALLOWANCE, "allowances.more.name"),
        ('[[allowances]]\ncode = "size-before-2010"\nlast = 2023-09-30', "allowances.size-before-2010.last"),
    ):
        with pytest.raises(StandardRefused) as refused:
            read(text)
        assert refused.value.key == key

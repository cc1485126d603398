"""A province's file states only what differs, and only what the national file leaves to it."""

import hashlib
from datetime import date

import pytest

from indicators import published
from indicators.calculation import provinces
from indicators.calculation.citations import StandardRefused
from tests.calculation.complete import BASIC, QUALITY
from tests.calculation.provinces import CITED, HEADER, national, province, refusal


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


def test_an_allowance_must_be_for_something_that_the_standard_asks() -> None:
    allowance = (
        '[[allowances]]\ncode = "a"\nitem = "school_size"\nname = "规模"\n'
        f'rule = {{ value = {{ single = "2400", joined = "3000" }}, {CITED}\n'
        "when = [{ built_by = 2010 }]\nfirst = 2020-01-01\nlast = 2020-12-31"
    )
    province(allowance, "quality-2017")
    province(allowance.replace("last = 2020-12-31", "last = 2020-01-01"), "quality-2017")  # one day
    assert refusal(allowance, "basic-2012")[0] == "allowances[a].item"

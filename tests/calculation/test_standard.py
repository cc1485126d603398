"""A standard file is complete and exact, or refused with file, key and reason."""

import re

import pytest

from indicators import published
from indicators.calculation import standard
from indicators.calculation.citations import StandardRefused

QUALITY = (published.FOLDER / "quality-2017.toml").read_text(encoding="utf-8")

# A published file never changes: a correction is a new file.
DIGESTS = {
    "basic-2012": "bb6a6b829c3fc67b35002324d6bcc1f99c97896d5ecade656cd852f04470767b",
    "basic-2012-eight-of-ten": "b9c3f7598eb2b057f6e1bad72141f867ef72649f8385b5973743341ebc6295a0",
    "basic-2012-fujian": "a1987f0bc64bc9cf1630a1e7316664ad68289fb0e6c77b581b50226dbaf4d7cf",
    "basic-2012-indicator-table": "0314da514d2545e93b448159a6efe3f24384355a6d332b9162ce9a31322a3ec1",
    "basic-2012-jiangsu": "7ec5ec623ea4ebdb0637a4a24d946f8ca564df5283152c3a07bd42701b1d6c59",
    "quality-2017": "4340b9e4700c44cf5b807a9555b7c8857b328abf94e169c68cdd74a908e607cf",
    "quality-2017-anhui": "60467b9639e94d663d11f8f50bbea0ffded6fca61212abadd538da6d73df10ef",
    "quality-2017-chongqing": "f4f5b37e1b47b0cff2339df84e58cb4b79e96792eb2e477ff9fced0ee16cfdd8",
    "quality-2017-hebei": "a5ce4bc4ddeed9087ad24a8d48055b8853c2be6aa7d543919cc21aebaf767bf9",
    "quality-2017-shenyang": "992baed0ea458de85ed454abe203fdf08bbdcdf8097f9976a21487f4ccd5d628",
}


def test_published_standards_are_unchanged() -> None:
    assert {code: published.load(code).digest for code in published.codes()} == DIGESTS


def test_every_figure_of_the_law_is_cited() -> None:
    for code in published.codes():
        found = published.load(code)
        thresholds = [each.clause for by_stage in found.thresholds.values() for each in by_stage.values()]
        ceilings = [each.clause for each in found.cv_ceiling.values()]
        assert all([found.founders.clause, found.weights.clause, *ceilings, *thresholds])


@pytest.mark.parametrize(
    ("before", "after", "key"),
    [
        ("[split]", "[splitt]", "split"),
        (
            'primary = { value = "4.2"',
            'primary = { value = "four"',
            "thresholds.teachers_above_required.primary",
        ),
        (
            'primary = { value = "4.2"',
            "primary = { value = 4.2",
            "thresholds.teachers_above_required.primary",
        ),
        (
            'primary = { value = "4.2"',
            'primary = { value = "-4.2"',
            "thresholds.teachers_above_required.primary",
        ),
        ('confidence = "A" }\n\n[scope]', 'confidence = "Z" }\n\n[scope]', "cv_judged.confidence"),
        ('value = "each"', 'value = "both"', "cv_judged"),
        ('family     = "quality"', 'family     = "other"', "family"),
        ("issued     = 2017-04-19", 'issued     = "2017"', "issued"),
        ("valid_from = 2017-04-19", "", "valid_from"),
        ("valid_from = 2017-04-19", "valid_from = 2017-04-19\nvalid_to = 2017-04-18", "valid_to"),
        ("at_least = { value = 6", 'at_least = { value = "6"', "school.at_least"),
        ('code       = "quality-2017"', 'code       = ""', "code"),
        ("at_least = { value = 6", "at_least = { value = 8", "school.at_least"),
        ('floor    = { value = "0.85"', 'floor    = { value = "1.85"', "school.at_least"),
        ('cv_ceiling                           = "tighten"', 'cv_ceiling = "loosen"', "variation.cv_ceiling"),
        ('method = "class_size"', 'method = "class_sizes"', "items[guarantee-05].method"),
        ('primary = "45", junior = "50" }', 'primary = "45" }', "items[guarantee-05].rule"),
        ('primary = "45", junior = "50" }', 'primary = 45, junior = "50" }', "items[guarantee-05].rule"),
        ('part   = "quality"', 'part   = "qualities"', "items[quality-01].part"),
        ('code   = "guarantee-02"', 'code   = "guarantee-01"', "items"),
        ("when  = [{ built_by = 2016 }]", "when  = []", "allowances[rooms-before-2016].when"),
        (
            "when  = [{ built_by = 2016 }]",
            "when  = [{ built = 2016 }]",
            "allowances[rooms-before-2016].when[0].built",
        ),
        ('locale = "乡村"', 'locale = "农村"', "allowances[small-rural-teachers].when[0].locale"),
        ("last  = 2022-09-30", "last  = 2019-09-30", "allowances[small-rural-teachers].last"),
        ('item  = "school_size"', 'item  = "size"', "allowances[size-before-2010].item"),
        ('single = "2400", joined = "3000"', 'single = "2400"', "allowances[size-before-2010].rule"),
        ("[school]", "[schools]", "schools"),
        ("[thresholds.multimedia_rooms]", "[thresholds.rooms]", "thresholds.multimedia_rooms"),
        ("value = { primary = ", "value = { first = ", "split.weights"),
        ("value = [1, 2,", 'value = ["甲", 2,', "scope.founders"),
    ],
)
def test_a_wrong_or_missing_key_is_refused_by_name(before: str, after: str, key: str) -> None:
    changed = QUALITY.replace(before, after, 1)
    assert changed != QUALITY
    with pytest.raises(StandardRefused) as refused:
        standard.parse(changed.encode(), "bad.toml")
    assert (refused.value.file, refused.value.key) == ("bad.toml", key)
    assert refused.value.reason


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(StandardRefused, match=re.escape("school.ceiling")):
        standard.parse(QUALITY.replace("[school]", "[school]\nceiling = 1", 1).encode(), "bad.toml")


def test_what_is_no_toml_is_refused() -> None:
    for data in (b"\xff\xfe", b"= 1"):
        with pytest.raises(StandardRefused):
            standard.parse(data, "bad.toml")


def test_a_code_that_was_never_published_is_unknown() -> None:
    with pytest.raises(KeyError):
        published.load("../quality-2017")

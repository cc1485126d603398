"""A standard file is complete and exact, or refused with file, key and reason."""

import re

import pytest

from indicators import published
from indicators.calculation import standard
from indicators.calculation.citations import StandardRefused

QUALITY = (published.FOLDER / "quality-2017.toml").read_text(encoding="utf-8")

# A published file never changes: a correction is a new file.
DIGESTS = {
    "basic-2012": "926c61fff79b021bda1951d70fc70344aa8829c256a52c9560967087514e357e",
    "quality-2017": "711888035c7f1b4caf281d45a6f8823ff9c3e88833b53a989331e019483f4ba7",
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
        ('confidence = "A" }\n\n[scope]', 'confidence = "Z" }\n\n[scope]', "cv_judged"),
        ('value = "each"', 'value = "both"', "cv_judged"),
        ('family    = "quality"', 'family    = "other"', "family"),
        ("issued    = 2017-04-19", 'issued    = "2017"', "issued"),
        ("at_least = { value = 6", 'at_least = { value = "6"', "school.at_least"),
        ('code      = "quality-2017"', 'code      = ""', "code"),
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

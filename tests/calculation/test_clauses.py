"""Every clause of a standard can be listed, and two standards compared clause by clause."""

import pytest

from indicators import published
from indicators.calculation import clauses
from tests.calculation.complete import BASIC, QUALITY


def differences(before: str, after: str) -> dict[str, tuple[str, str]]:
    found = clauses.differences(published.load(before), published.load(after))
    return {
        each.key: (each.before.shown if each.before else "", each.after.shown if each.after else "")
        for each in found
    }


@pytest.mark.parametrize("code", published.codes())
def test_every_clause_has_a_key_of_its_own_words_and_grounds(code: str) -> None:
    found = clauses.of(published.load(code))
    assert len({clause.key for clause in found}) == len(found)
    assert all(clause.shown and clause.name and clause.clause for clause in found)


@pytest.mark.parametrize("code", published.codes())
def test_a_standard_does_not_differ_from_itself(code: str) -> None:
    assert differences(code, code) == {}


def test_the_clauses_say_the_figures_of_the_law() -> None:
    shown = {clause.key: clause.shown for clause in clauses.of(QUALITY)}
    assert shown["thresholds.teachers_above_required.primary"] == "≥4.2 人/百生"
    assert shown["school.at_least"] == "7 项中至少 6 项"
    assert shown["school.floor"] == "标准的 85%"
    assert shown["cv_ceiling.junior"] == "≤0.45"
    assert shown["items.guarantee-11.rule.backbone"] == "其中骨干教师比例≥20%"
    assert shown["items.quality-09.rule.gap"] == "校际差异率<0.15"
    assert shown["allowances.size-before-2010.rule"] == "小学、初中≤2400 人、一贯制学校≤3000 人"
    assert (
        shown["allowances.small-rural-teachers.when"] == "适用：乡村、在校生 50 人及以上、在校生不足 100 人"
    )
    assert "进城务工人员随迁子女占比超过 50%" in shown["allowances.size-before-2010.when"]
    assert shown["split.weights"] == "1：1.1：1.32"
    points = {clause.key: clause.shown for clause in clauses.of(BASIC)}
    assert points["points.work-01"] == "5.88 分"
    assert points["survey.sizes"] == "不足 40 万人 600 份"


def test_what_shenyang_adds_is_told_clause_by_clause() -> None:
    found = differences("quality-2017", "quality-2017-shenyang")
    assert found["items.guarantee-02.rule.primary"] == ("", "小学生均公用经费基准定额≥1150元")
    assert found["items.guarantee-02.rule.junior"] == ("", "初中生均公用经费基准定额≥1350元")
    assert found["items.guarantee-02.method"][1].endswith("并须有结论和佐证")
    assert found["items.veto-7.name"][0] == ""
    assert "劳动" in found["items.quality-07.name"][1]
    assert "thresholds.books.primary" not in found
    assert not any(key.startswith(("thresholds", "cv_ceiling", "survey")) for key in found)


def test_the_same_figure_on_other_grounds_is_told_as_that() -> None:
    hebei = clauses.differences(QUALITY, published.load("quality-2017-hebei"))
    assert [(each.key, each.only_cited_differently) for each in hebei] == [
        ("scope.teaching_point_pupils", True)
    ]


def test_what_one_says_and_the_other_does_not_is_told() -> None:
    found = differences("quality-2017", "basic-2012")
    assert found["thresholds.backbone_teachers.primary"] == ("≥1 人/百生", "")
    assert found["survey.valid"] == ("", "≥70%")
    assert found["cv_ceiling.primary"] == ("≤0.50", "≤0.65")
    assert found["pass_score"] == ("", "≥85 分")

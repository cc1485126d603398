"""条款: all that a standard states, clause after clause, to be shown, compared and kept within bounds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from indicators.calculation import conditions, rounding
from indicators.calculation.allowances import RULES, Allowance
from indicators.calculation.citations import Cited, Confidence
from indicators.calculation.facts import Stage
from indicators.calculation.indicators import DEGREES, Indicator
from indicators.calculation.items.item import Item, Part
from indicators.calculation.items.methods import ANSWERED, METHODS
from indicators.calculation.school_rule import SchoolRule
from indicators.calculation.standard import Standard
from indicators.calculation.survey import SurveyRule
from indicators.calculation.variation import Stricter

SCOPE, SCHOOL, DISPERSION = "纳入范围与拆分", "学校达标", "校际差异系数"
SURVEY, ALLOWANCES, AFTER, REMARKS = "满意度调查", "宽限条款", "认定以后", "未参与测算的规定"
DEGREE_NAMES = {"college": "专科及以上", "bachelor": "本科及以上", "graduate": "研究生"}
JUDGED_BY = {"each": "每项指标分别判定", "composite": "各项的平均值判定"}
HIGHER, LOWER, NEITHER, WORDING = Stricter


@dataclass(frozen=True, kw_only=True)
class Clause:
    """One figure or decision. *key* is where it stands in the file, *shown* what a reader sees of it;
    *value* can be compared in the direction *stricter*; *detail* belongs to the clause before it."""

    key: str
    part: str
    name: str
    shown: str
    value: Any
    stricter: Stricter
    clause: str
    confidence: Confidence
    detail: bool = False

    def differs(self, other: "Clause") -> bool:
        """Tell whether the two ask something different, wherever they stand."""
        return (self.shown, self.value) != (other.shown, other.value)

    def is_stricter_than(self, other: "Clause") -> bool:
        """Tell whether this asks more; of what cannot be compared, nothing does."""
        if self.stricter is Stricter.WORDING:
            return True
        if self.value is None or other.value is None or self.stricter is Stricter.NEITHER:
            return False
        return bool(
            self.value > other.value if self.stricter is Stricter.HIGHER else self.value < other.value
        )


@dataclass(frozen=True)
class Difference:
    """What two standards say differently under a key; None where one says nothing."""

    key: str
    before: Clause | None
    after: Clause | None

    @property
    def clause(self) -> Clause:
        found = self.after or self.before
        assert found is not None  # one of them says something
        return found

    @property
    def only_cited_differently(self) -> bool:
        return bool(self.before and self.after and not self.after.differs(self.before))


def of(standard: Standard) -> tuple[Clause, ...]:
    """Return every clause of *standard* in the order in which it is read."""
    return (
        *_scope(standard),
        *(_school(standard.school) if standard.school else ()),
        *_dispersion(standard),
        *(clause for each in standard.items for clause in _headed(_item(each))),
        *(_survey(standard.survey) if standard.survey else ()),
        *(clause for each in standard.allowances for clause in _headed(_allowance(each))),
        *_after(standard),
        *(
            _clause(f"remarks.{n}", REMARKS, f"其 {n}", cited.value, cited)
            for n, cited in enumerate(standard.remarks, 1)
        ),
    )


def differences(before: Standard, after: Standard) -> tuple[Difference, ...]:
    """Return what the two say differently, or say on other grounds, part after part."""
    old = {clause.key: clause for clause in of(before)}
    new = {clause.key: clause for clause in of(after)}
    found = [
        Difference(key, old.get(key), new.get(key))
        for key in {**new, **old}
        if _said(old.get(key)) != _said(new.get(key))
    ]
    parts = list(dict.fromkeys(difference.clause.part for difference in found))
    return tuple(sorted(found, key=lambda difference: parts.index(difference.clause.part)))


def _said(clause: Clause | None) -> tuple[Any, ...]:
    """What a clause says and on what grounds; a detail stands on the grounds of its clause."""
    if clause is None:
        return ()
    grounds = () if clause.detail else (clause.clause, clause.confidence)
    return (clause.shown, clause.value, *grounds)


def _clause(
    key: str,
    part: str,
    name: str,
    shown: str,
    cited: Cited[Any],
    stricter: Stricter = NEITHER,
    value: Any = None,
) -> Clause:
    return Clause(
        key=key,
        part=part,
        name=name,
        shown=shown,
        value=cited.value if value is None and stricter in {HIGHER, LOWER} else value,
        stricter=stricter,
        clause=cited.clause,
        confidence=cited.confidence,
    )


def _headed(clauses: Iterable[Clause]) -> Iterable[Clause]:
    """The first clause says what it is about, the others are its details."""
    for n, clause in enumerate(clauses):
        yield replace(clause, detail=n > 0)


def _scope(standard: Standard) -> Iterable[Clause]:
    founders = sorted(standard.founders.value, key=int)
    yield _clause("scope.founders", SCOPE, "举办者类型", f"代码 {'、'.join(founders)}", standard.founders)
    if points := standard.teaching_point_pupils:
        shown = f"{points.value} 人及以上"
        yield _clause("scope.teaching_point_pupils", SCOPE, "纳入的教学点", shown, points, LOWER)
    weights = "：".join(rounding.text(standard.weights.value[stage]) for stage in Stage)
    yield _clause("split.weights", SCOPE, "拆分权重（小学：初中：高中）", weights, standard.weights)
    for stage, degree in standard.degree_counted_from.items():
        yield _clause(
            f"degree_counted_from.{stage}",
            SCOPE,
            f"{stage.label}高于规定学历",
            DEGREE_NAMES[degree.value],
            degree,
            HIGHER,
            DEGREES.index(degree.value),
        )


def _school(rule: SchoolRule) -> Iterable[Clause]:
    reach = f"{len(rule.indicators)} 项中至少 {rule.at_least.value} 项"
    yield _clause("school.at_least", SCHOOL, "达到标准", reach, rule.at_least, LOWER, rule.may_fall_short)
    floor = f"标准的 {rounding.text(rule.floor.value * 100)}%" if rule.floor.value else "没有规定"
    yield _clause("school.floor", SCHOOL, "余项不低于", floor, rule.floor, HIGHER)
    for indicator in rule.indicators:
        for stage, cited in rule.thresholds[indicator.code].items():
            yield _clause(
                f"thresholds.{indicator.code}.{stage}",
                SCHOOL,
                f"{indicator.name}（{stage.label}）",
                "未载" if cited.value is None else limit(indicator, cited.value),
                cited,
                LOWER if indicator.at_most else HIGHER,
            )
    for case in rule.cases:
        indicator = next(each for each in rule.indicators if each.code == case.item)
        figures = (f"{stage.label}{limit(indicator, figure)}" for stage, figure in case.rule.value.items())
        name = f"{indicator.name}：{conditions.words(case.when)}"
        yield _clause(f"cases.{case.code}", SCHOOL, name, "、".join(figures), case.rule)


def limit(indicator: Indicator, figure: Any) -> str:
    """Return a threshold as a reader says it: ≥4.2 人/百生."""
    return f"{'≤' if indicator.at_most else '≥'}{rounding.text(figure)} {indicator.unit}"


def _dispersion(standard: Standard) -> Iterable[Clause]:
    how = JUDGED_BY[standard.cv_judged.value]
    yield _clause("cv_judged", DISPERSION, "怎样判定", how, standard.cv_judged)
    for stage, cited in standard.cv_ceiling.items():
        shown = f"≤{rounding.shown(cited.value, 2)}"
        yield _clause(f"cv_ceiling.{stage}", DISPERSION, f"{stage.label}上限", shown, cited, LOWER)


def _item(item: Item) -> Iterable[Clause]:
    part, key = item.part.label, f"items.{item.code}"
    name = f"第 {item.number} 项"
    yield _clause(f"{key}.name", part, name, item.name, item.rule, WORDING)
    measured = item.method != ANSWERED
    how = f"由台账和县级数据测算（{item.method}）" if measured else "由结论和佐证回答"
    if measured and item.concluded:
        how += "，并须有结论和佐证"
    asks = measured + (measured and item.concluded)
    yield _clause(f"{key}.method", part, name, how, item.rule, HIGHER, asks)
    for figure in METHODS[item.method].figures if measured else ():
        value = item.rule.value[figure.name]
        stated = f"{key}.rule.{figure.name}"
        yield _clause(stated, part, name, figure.words(value), item.rule, figure.stricter, value)
    if item.points:
        shown = f"{rounding.shown(item.points.value, 2)} 分"
        yield _clause(f"points.{item.code}", part, name, shown, item.points)


def _survey(rule: SurveyRule) -> Iterable[Clause]:
    def part_of(key: str, name: str, cited: Cited[Any]) -> Clause:
        shown = f"≥{rounding.text(cited.value * 100)}%"
        return _clause(f"survey.{key}", SURVEY, name, shown, cited, HIGHER)

    yield part_of("rate", "样本量占常住人口", rule.rate)
    if rule.sizes:
        sizes = "，".join(size.words for size in rule.sizes.value)
        yield _clause("survey.sizes", SURVEY, "固定样本量", sizes, rule.sizes)
    yield part_of("parents", "学生家长", rule.parents)
    if rule.others:
        yield _clause("survey.others", SURVEY, "其他各类大体相当", "、".join(rule.others.value), rule.others)
    if rule.valid:
        yield part_of("valid", "回收有效率", rule.valid)
    yield part_of("satisfied", "满意度", rule.satisfied)


def _allowance(allowance: Allowance) -> Iterable[Clause]:
    key, rule, name = f"allowances.{allowance.code}", allowance.rule, RULES[allowance.item].label
    yield _clause(f"{key}.name", ALLOWANCES, name, allowance.name, rule, WORDING)
    if rule.value:
        yield _clause(f"{key}.rule", ALLOWANCES, name, allowance.words, rule)
    whom = f"适用：{conditions.words(allowance.when)}"
    yield _clause(f"{key}.when", ALLOWANCES, name, whom, rule)
    first, last = allowance.first, allowance.last
    yield _clause(f"{key}.first", ALLOWANCES, name, f"自 {first:%Y-%m-%d} 起", rule, HIGHER, first)
    yield _clause(f"{key}.last", ALLOWANCES, name, f"至 {last:%Y-%m-%d} 止", rule, LOWER, last)


def _after(standard: Standard) -> Iterable[Clause]:
    named: Mapping[str, tuple[str, Cited[int] | None]] = {
        "duty_years": ("用到宽限条款的，认定后几年内达到规定标准", standard.after.duty_years),
        "review_years": ("连续几年不达标提请复查", standard.after.review_years),
    }
    if standard.pass_score:
        shown = f"≥{rounding.text(standard.pass_score.value)} 分"
        yield _clause("pass_score", Part.WORK.label, "合格分数", shown, standard.pass_score, HIGHER)
    for key, (name, cited) in named.items():
        if cited:
            yield _clause(f"after_recognition.{key}", AFTER, name, f"{cited.value} 年", cited, LOWER)

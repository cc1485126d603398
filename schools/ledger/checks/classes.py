"""班级与班额: classes, their sizes and the pupils in them must agree."""

from collections.abc import Iterator, Mapping

from schools.ledger.checks.school import STAGE_NAMES, School
from schools.ledger.checks.sums import exceeding
from schools.ledger.problems import Problem

LARGEST_ALLOWED: Mapping[str, int] = {"primary": 45, "junior": 50}  # 教督〔2017〕6号
LARGE, SUPERLARGE = 56, 66  # 大班额 56–65 人，超大班额 66 人及以上
_CHECK = "请核对班级数、最大班额和在校生数，改正填错的。"


def oversize_classes_are_classes(school: School) -> Iterator[Problem]:
    for stage in STAGE_NAMES:
        parts, whole = (f"oversize_classes_{stage}",), (f"classes_{stage}",)
        yield from exceeding(school, parts, whole, "oversize_exceed_classes")


def large_classes_are_oversize_classes(school: School) -> Iterator[Problem]:
    for stage in STAGE_NAMES:
        parts = (f"large_classes_{stage}", f"superlarge_classes_{stage}")
        yield from exceeding(school, parts, (f"oversize_classes_{stage}",), "large_exceed_oversize")


def large_classes_are_classes(school: School) -> Iterator[Problem]:
    for stage in STAGE_NAMES:
        parts = (f"large_classes_{stage}", f"superlarge_classes_{stage}")
        yield from exceeding(school, parts, (f"classes_{stage}",), "large_exceed_classes")


def classes_hold_all_pupils(school: School) -> Iterator[Problem]:
    """班级数 × 最大班额 ≥ 在校生数."""
    for stage in STAGE_NAMES:
        pupils, classes, largest = _figures(school, stage)
        if pupils and classes and largest is not None and classes * largest < pupils:
            told = school.told(f"classes_{stage}", f"largest_class_{stage}", f"pupils_{stage}")
            yield school.error(
                "classes_cannot_hold_pupils",
                f"largest_class_{stage}",
                f"{told}：{classes} 个班、每班最多 {largest} 人，装不下 {pupils} 人。",
                _CHECK,
                f"最大班额不小于 {-(-pupils // classes)}",
            )


def largest_class_is_within_the_pupils(school: School) -> Iterator[Problem]:
    for stage in STAGE_NAMES:
        pupils, _, largest = _figures(school, stage)
        if pupils is not None and largest is not None and largest > pupils:
            yield school.error(
                "largest_class_exceeds_pupils",
                f"largest_class_{stage}",
                f"{school.told(f'largest_class_{stage}')}，多于{school.told(f'pupils_{stage}')}。",
                _CHECK,
                f"不大于 {pupils}",
            )


def every_class_has_a_pupil(school: School) -> Iterator[Problem]:
    for stage in STAGE_NAMES:
        pupils, classes, _ = _figures(school, stage)
        if pupils and classes == 0:
            yield school.error(
                "pupils_without_classes",
                f"classes_{stage}",
                f"{school.told(f'pupils_{stage}')}，班级数却是 0。",
                "请填写班级数。",
                "大于 0",
            )
        elif pupils is not None and classes and classes > pupils:
            yield school.error(
                "more_classes_than_pupils",
                f"classes_{stage}",
                f"{school.told(f'classes_{stage}')}，多于{school.told(f'pupils_{stage}')}。",
                _CHECK,
                f"不大于 {pupils}",
            )


def grades_have_classes(school: School) -> Iterator[Problem]:
    for stage in STAGE_NAMES:
        classes, grades = school.number(f"classes_{stage}"), school.number(f"grades_{stage}")
        if classes and grades and classes < grades:
            yield school.query(
                "fewer_classes_than_grades",
                f"classes_{stage}",
                f"{school.told(f'classes_{stage}', f'grades_{stage}')}，班级比年级少。",
                "请核对；有复式班的请说明。",
                f"不小于 {grades}",
            )


def oversize_classes_agree_with_the_largest(school: School) -> Iterator[Problem]:
    for stage, allowed in LARGEST_ALLOWED.items():
        largest = school.number(f"largest_class_{stage}")
        oversize = school.number(f"oversize_classes_{stage}")
        if largest is not None and oversize is not None and (largest > allowed) != (oversize > 0):
            told = school.told(f"largest_class_{stage}", f"oversize_classes_{stage}")
            yield school.error(
                "oversize_disagrees_with_largest",
                f"oversize_classes_{stage}",
                f"{told}，两个数互相矛盾（{STAGE_NAMES[stage]}以 {allowed} 人为限）。",
                "请核对最大班额和超额班级数。",
                "至少 1" if largest > allowed else "0",
            )


def large_classes_agree_with_the_largest(school: School) -> Iterator[Problem]:
    for stage in STAGE_NAMES:
        largest = school.number(f"largest_class_{stage}")
        large, superlarge = f"large_classes_{stage}", f"superlarge_classes_{stage}"
        if largest is None:
            continue
        for field, wrong in (
            (superlarge, _contradicts(school, superlarge, largest >= SUPERLARGE, largest < SUPERLARGE)),
            (large, _contradicts(school, large, LARGE <= largest < SUPERLARGE, largest < LARGE)),
        ):
            if wrong:
                yield school.error(
                    "large_disagrees_with_largest",
                    field,
                    f"{school.told(f'largest_class_{stage}', field)}，两个数互相矛盾。",
                    f"请核对：大班额是 {LARGE} 至 {SUPERLARGE - 1} 人，超大班额是 {SUPERLARGE} 人及以上。",
                )


def oversize_classes_leave_pupils_for_the_others(school: School) -> Iterator[Problem]:
    """Each class above the limit has at least one pupil more than the limit."""
    for stage, allowed in LARGEST_ALLOWED.items():
        pupils, oversize = school.number(f"pupils_{stage}"), school.number(f"oversize_classes_{stage}")
        if pupils is not None and oversize and oversize * (allowed + 1) > pupils:
            told = school.told(f"oversize_classes_{stage}", f"pupils_{stage}")
            yield school.error(
                "oversize_classes_need_more_pupils",
                f"oversize_classes_{stage}",
                f"{told}：{oversize} 个班各超过 {allowed} 人，至少要有 {oversize * (allowed + 1)} 人。",
                _CHECK,
                f"不大于 {pupils // (allowed + 1)}",
            )


def _contradicts(school: School, field: str, must_have: bool, must_not_have: bool) -> bool:
    number = school.number(field)
    return number is not None and ((must_have and number == 0) or (must_not_have and number > 0))


def _figures(school: School, stage: str) -> tuple[int | None, int | None, int | None]:
    pupils, classes, largest = (
        school.number(f"{field}_{stage}") for field in ("pupils", "classes", "largest_class")
    )
    return _whole(pupils), _whole(classes), _whole(largest)


def _whole(number: object) -> int | None:
    return number if isinstance(number, int) else None

"""Figures that cannot be, or hardly can: percentages, growth, years, gaps."""

from collections.abc import Iterator

from schools.figures.checks.county import County
from schools.figures.columns import BY_FIELD, FIGURES
from schools.ledger.problems import Problem

FIRST_RECOGNITION = 2013  # the first counties were recognised in 2013
LARGEST_GROWTH = 50
RETENTION = ("retention_primary", "retention_nine_year")
COUNTED_IN_PERCENT = ("education_share", *RETENTION)
GAPS = tuple(figure.field for figure in FIGURES if figure.field.startswith("gap_"))
GROWTHS = tuple(figure.field for figure in FIGURES if figure.signed)


def shares_are_at_most_the_whole(county: County) -> Iterator[Problem]:
    share = county.number("education_share")
    if share is not None and share > 100:
        yield county.error(
            "share_over_100",
            "education_share",
            f"{county.told('education_share')}，超过 100%。",
            "请核对，按百分数填写，例如 21.5。",
            "0 至 100",
        )


def retention_is_about_the_whole(county: County) -> Iterator[Problem]:
    """More may leave school than entered it, where families move in; not by much."""
    for name in RETENTION:
        rate = county.number(name)
        if rate is not None and rate > 100:
            problem = county.error if rate > 120 else county.query
            yield problem(
                "retention_over_100",
                name,
                f"{county.told(name)}，超过 100%。",
                "请核对转入、转出学生是否已按规定增减；确实如此的请说明。",
                "0 至 100",
            )


def percentages_are_not_ratios(county: County) -> Iterator[Problem]:
    for name in COUNTED_IN_PERCENT:
        number = county.number(name)
        if number is not None and 0 < number <= 1:
            yield county.error(
                "percent_as_ratio",
                name,
                f"{county.told(name)}，像是小数形式的比例。",
                f"本栏按百分数填写：{number} 若表示比例，请填 {number * 100:f}。",
                "百分数，例如 96.5",
            )


def growth_is_likely(county: County) -> Iterator[Problem]:
    for name in GROWTHS:
        growth = county.number(name)
        if growth is None:
            continue
        if growth < -100:
            yield county.error(
                "growth_impossible",
                name,
                f"{county.told(name)}，不可能减少超过 100%。",
                "请核对后重新填写，按百分数填写，下降填负数。",
            )
        elif not -LARGEST_GROWTH <= growth <= LARGEST_GROWTH:
            yield county.query(
                "growth_unlikely",
                name,
                f"{county.told(name)}，一年增减超过 {LARGEST_GROWTH}%。",
                "请核对数值和小数点；属实的请说明原因。",
                f"-{LARGEST_GROWTH} 至 {LARGEST_GROWTH}",
            )


def recognition_lies_in_the_past(county: County) -> Iterator[Problem]:
    name = "basic_recognised_year"
    year, last = county.number(name), county.year
    if year is None:
        return
    # A school year reaches into the next calendar year.
    if year < FIRST_RECOGNITION or (last is not None and year > last + 1):
        yield county.error(
            "recognition_year_impossible",
            name,
            f"{county.told(name)}，不可能。",
            f"请填通过国家基本均衡认定的年份，{FIRST_RECOGNITION} 年起才有认定。",
            f"{FIRST_RECOGNITION} 至 {last}" if last else f"不早于 {FIRST_RECOGNITION}",
        )
    elif last is not None and year > last:
        yield county.query(
            "recognition_year_after_ledger",
            name,
            f"{county.told(name)}，晚于本学年（{last}）开始的年份。",
            "请核对；确实在本学年内通过认定的请说明。",
            f"不晚于 {last}",
        )


def gaps_are_ratios(county: County) -> Iterator[Problem]:
    for name in GAPS:
        gap = county.number(name)
        if gap is not None and gap > 1:
            yield county.error(
                "gap_over_1",
                name,
                f"{county.told(name)}，校际差异率应在 0 到 1 之间。",
                f"请按小数填写：{gap}% 请填 {gap / 100:f}。" if gap <= 100 else "请核对后重新填写。",
                "0 至 1",
            )


def towns_earn_more_than_villages(county: County) -> Iterator[Problem]:
    rural, urban = county.number("rural_income"), county.number("urban_income")
    if rural and urban and rural > urban:
        yield county.query(
            "rural_income_above_urban",
            "rural_income",
            f"{county.told('rural_income')}，高于{county.told('urban_income')}。",
            "请核对这两个数是否填反；属实的请说明。",
            f"不高于{BY_FIELD['urban_income'].heading}",
        )


def small_schools_are_funded_for_their_pupils(county: County) -> Iterator[Problem]:
    pupils, funding = county.number("small_school_pupils"), county.number("small_school_funding")
    if pupils is None or funding is None or bool(pupils) == bool(funding):
        return
    yield county.query(
        "small_schools_without_the_other",
        "small_school_pupils" if funding else "small_school_funding",
        f"{county.told('small_school_pupils', 'small_school_funding')}，一个是 0，另一个不是。",
        "没有不足 100 人的学校，两栏都填 0；有的，两栏都要填。属实的请说明。",
    )

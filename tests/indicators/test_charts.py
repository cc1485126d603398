"""The charts: what is drawn is what was found, and it can be told apart without colour."""

import re
from fractions import Fraction
from xml.etree import ElementTree

import pytest

from indicators import charts, published
from indicators.calculation import explain, findings
from indicators.calculation.facts import Stage
from indicators.calculation.findings import StageFinding
from indicators.charts import ceilings, counties, frame, parts, points, swarm, years
from indicators.charts.ceilings import Bars, Coefficient
from indicators.charts.counties import Row
from indicators.charts.years import Series
from tests.calculation.counties import county, school
from tests.reports.counties import county as large_county

COURSE = Series(
    name="<各项>",
    by_year={2022: Fraction("0.61"), 2023: None, 2024: Fraction("0.4"), 2025: Fraction("0.3")},
    above=frozenset({2022}),
    ceiling=Fraction("0.5"),
)
COUNTIES = Row(
    name="<各项>",
    within=(Fraction("0.3"), Fraction("0.5")),
    above=(Fraction("0.6"), Fraction(9)),
    own=Fraction("0.3"),
)
QUALITY = published.load("quality-2017")
BACKBONE = QUALITY.indicator("backbone_teachers")


def primary(*backbone: int | None, standard: str = "quality-2017") -> StageFinding:
    """A stage of one school for each number of backbone teachers, a thousand pupils each."""
    schools = county(
        *(school(f"第{place}小学", teachers_backbone_primary=each) for place, each in enumerate(backbone))
    )
    return findings.judge(schools, published.load(standard)).stage(Stage.PRIMARY)


def bars(stage: StageFinding) -> Bars:
    return ceilings.bars("小学", list(ceilings.of_finding(stage)))


def dots(stage: StageFinding) -> tuple[int, int, int]:
    """How many points reach the standard, stay below it, and below its floor."""
    chart = points.points(stage, BACKBONE, QUALITY)
    groups = (chart.reached, chart.below, chart.below_floor)
    reached, below, floor = (sum(stroke.path.count("M") for stroke in group) for group in groups)
    return reached, below, floor


def test_a_bar_is_as_long_as_its_coefficient_and_says_when_it_is_above() -> None:
    chart = bars(primary(10, 40))
    bar = chart.bars[1]
    assert (bar.label, bar.text, bar.above) == ("县级以上骨干教师", "0.600 超限", True)
    assert bar.length is not None
    along = (Fraction(chart.ceiling.x) - chart.left) / Fraction(bar.length)
    assert abs(along - Fraction("0.5") / Fraction("0.6")) < Fraction(1, 1000)
    assert (chart.bars[0].text, chart.bars[0].above) == ("0.000", False)


def test_a_coefficient_a_hair_above_its_ceiling_does_not_look_equal_to_it() -> None:
    hair = coefficient("0.50049999999999999999", "fails")
    assert hair.shown == "0.500" and hair.is_hidden
    assert ceilings.bars("小学", [hair]).bars[0].text == "0.500 略超"
    assert ceilings.bars("小学", [coefficient("0.502", "fails")]).bars[0].text == "0.502 超限"
    assert not coefficient("0.5", "passes").is_hidden


def coefficient(cv: str, outcome: str) -> Coefficient:
    half = Fraction(1, 2)
    return Coefficient(name="体育运动场馆", code="sports_area", cv=cv, outcome=outcome, ceiling=half)


def test_on_a_page_each_coefficient_leads_to_its_working_and_in_print_nowhere() -> None:
    found = list(ceilings.of_finding(primary(10, 40)))
    page = charts.of_coefficients("小学", found, calculation=7, stage="primary")
    assert page.count("<a href=") == len(QUALITY.indicators) and "/7/primary/backbone_teachers" in page
    assert "href" not in charts.of_coefficients("小学", found)


def test_an_open_coefficient_has_no_bar() -> None:
    bar = bars(primary(10, None)).bars[1]
    assert (bar.length, bar.text) == (None, "未定")


def test_where_only_the_mean_is_judged_the_ceiling_stands_at_its_bar() -> None:
    chart = bars(primary(10, 40, standard="basic-2012"))
    assert [bar.label for bar in chart.bars][-1] == "综合差异系数"
    assert (chart.ceiling.top, chart.ceiling.bottom) == (8 * frame.ROW, 9 * frame.ROW)
    assert chart.ceiling.label == "上限 0.65"


def test_every_school_is_a_point_in_the_group_it_belongs_to() -> None:
    assert dots(primary(30, 12, 10, 9, 8)) == (3, 1, 1)


def test_schools_off_the_chart_and_without_a_figure_are_counted() -> None:
    assert points.points(primary(10, 12, 11, 9, 10, 400), BACKBONE, QUALITY).note == "另有 1 所超出图幅"
    assert points.points(primary(10, None), BACKBONE, QUALITY).note == "1 所未填报"


def test_standard_floor_and_mean_are_lines_with_labels_that_never_meet() -> None:
    lines = points.points(primary(10, 12), BACKBONE, QUALITY).lines
    assert [line.label for line in lines] == ["标准 1", "底线 0.85", "县均 1.10"]
    assert len({line.label_y for line in lines}) == 3


def test_nobody_having_any_is_no_reason_to_stop() -> None:
    assert dots(primary(0, 0)) == (0, 0, 2)


@pytest.mark.parametrize("size", [1, 12, 400])
def test_all_points_lie_within_the_picture(size: int) -> None:
    finding = findings.judge(large_county(size), QUALITY)
    for stage in finding.stages:
        for indicator in QUALITY.indicators if stage.units else ():
            chart = points.points(stage, indicator, QUALITY)
            for stroke in (*chart.reached, *chart.below, *chart.below_floor):
                for x, y in re.findall(r"M([\d.]+) ([\d.]+)", stroke.path):
                    assert Fraction(stroke.edge) / 2 <= Fraction(x) <= chart.width
                    assert 0 < Fraction(y) < chart.height


@pytest.mark.parametrize("standard", published.codes())
def test_charts_are_well_formed_and_name_no_address(standard: str) -> None:
    chosen = published.load(standard)
    stage = findings.judge(large_county(20), chosen).stage(Stage.PRIMARY)
    drawn = [charts.of_schools(stage, each, chosen) for each in chosen.indicators]
    drawn.append(charts.of_stage(stage))
    drawn += [charts.of_shares(stage, each, explain.shares(stage, each.code)) for each in chosen.indicators]
    drawn.append(charts.of_years("小学", [COURSE]))
    drawn.append(charts.of_counties("各县", [COUNTIES], Fraction(1, 2)))
    for svg in drawn:
        root = ElementTree.fromstring(svg)
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert root.attrib["role"] == "img"
        assert not re.search(r"href|url\(", svg)


def test_points_of_one_place_move_apart() -> None:
    placed = swarm.place([(Fraction(100), 10)] * 5)
    assert len({dot.y for dot in placed}) == 5
    assert {dot.x for dot in placed} == {1000}


def test_the_area_of_a_point_goes_with_its_pupils() -> None:
    small, large = swarm.place([(Fraction(10), 100), (Fraction(200), 400)])
    assert (small.radius, large.radius) == (21, 42)


def test_the_points_of_a_large_county_are_smaller() -> None:
    many = swarm.place([(Fraction(place), 100) for place in range(400)])
    assert max(dot.radius for dot in many) < 42


def test_shares_are_drawn_to_scale_and_say_on_which_side_of_the_mean_a_school_lies() -> None:
    stage = primary(10, 10, 10, 40, 0)
    chart = parts.parts(stage, BACKBONE, explain.shares(stage, BACKBONE.code))
    assert chart is not None
    first, second = chart.parts[:2]
    assert (first.label, first.css, second.css) == ("第3小学", "above", "under")
    assert (first.text, second.text) == ("73.5%", "21.3%")
    assert abs(Fraction(first.length) / Fraction(second.length) - Fraction(26**2, 14**2)) < Fraction(1, 50)


def test_the_schools_that_have_no_bar_are_one_together() -> None:
    stage = primary(*range(5, 20))
    chart = parts.parts(stage, BACKBONE, explain.shares(stage, BACKBONE.code))
    assert chart is not None
    assert (len(chart.parts), chart.parts[-1].css) == (parts.NAMED + 1, "rest")


def test_where_all_schools_are_alike_there_is_nothing_to_share() -> None:
    stage = primary(10, 10)
    assert charts.of_shares(stage, BACKBONE, explain.shares(stage, BACKBONE.code)) == ""


def test_a_year_that_was_not_worked_out_leaves_a_gap_in_the_course() -> None:
    [panel] = years.years("小学", [COURSE]).panels
    assert [mark.text for mark in panel.marks] == ["0.610", "", "0.400", "0.300"]
    assert [mark.above for mark in panel.marks] == [True, False, False, False]
    assert panel.path.count("M") == 2
    assert Fraction(panel.marks[0].y) < Fraction(panel.limit) < Fraction(panel.marks[2].y)


def test_every_county_is_a_point_on_its_side_of_the_ceiling() -> None:
    chart = counties.counties("各县", [COUNTIES], Fraction(1, 2))
    [row] = chart.rows
    within = [x for stroke in row.within for x in re.findall(r"M([\d.]+) ", stroke.path)]
    above = [x for stroke in row.above for x in re.findall(r"M([\d.]+) ", stroke.path)]
    assert all(Fraction(x) <= Fraction(chart.limit) for x in within)
    assert all(Fraction(chart.limit) < Fraction(x) <= chart.right for x in above)
    assert (len(within), len(above), row.text) == (2, 2, "本县 0.300")

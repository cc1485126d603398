"""Schools × indicators, and coefficients beside their ceilings, as pages show them."""

from indicators import matrix, published
from indicators.matrix import Cell, Matrix, Unit
from indicators.models import StageFigure
from indicators.templatetags.cells import lines

STANDARD = published.load("quality-2017")
CODES = [indicator.code for indicator in STANDARD.indicators]
PLENTY = dict.fromkeys(CODES, "10000")


def unit(
    code: str = "9901000001", outcome: str = "passes", below: tuple[str, ...] = (), **values: str | None
) -> Unit:
    return Unit(code, f"学校{code[-1]}", 100, {**PLENTY, **values}, list(below), [], outcome, "")


def table(*units: Unit, short: bool = False, sort: str = "") -> Matrix:
    return matrix.of(
        StageFigure(stage="primary", units=len(units)), units, STANDARD, lacks={}, short=short, sort=sort
    )


def cell(value: str | None, *, below: bool = False, code: str = "teachers_above_required") -> Cell:
    line = table(unit("9901000001", "passes", (code,) if below else (), **{code: value})).lines[0]
    return next(each for each in line.cells if each.code == code)


def test_a_value_rounded_across_the_standard_says_so() -> None:
    assert cell("839/200", below=True) == Cell("teachers_above_required", "4.20", "below", True)


def test_a_value_shown_on_its_own_side_says_nothing() -> None:
    assert cell("419/100", below=True) == Cell("teachers_above_required", "4.19", "below", False)
    assert cell("21/5") == Cell("teachers_above_required", "4.20", "near", False)


def test_up_to_two_per_cent_above_the_standard_is_near() -> None:
    assert cell("4283/1000").mark == "near"
    assert cell("4284/1000").mark == ""


def test_what_is_missing_is_not_zero() -> None:
    assert cell(None) == Cell("teachers_above_required", "未填报", "none", False)
    assert cell("0", below=True).shown == "0.00"


def test_thousands_are_grouped() -> None:
    assert cell("123456789/100", code="equipment_value").shown == "1,234,567.89"


def test_only_what_falls_short_is_kept_when_asked_for() -> None:
    full, short = unit("9901000001"), unit("9901000002", below=("sports_area",), sports_area="7")
    open_one = unit("9901000003", outcome="undetermined", sports_area=None)
    found = table(full, short, open_one, short=True)
    assert [line.code[-1] for line in found.lines] == ["2", "3"]
    assert found.hidden == 1


def test_lines_are_sorted_by_the_exact_value_and_what_is_missing_comes_last() -> None:
    units = [
        unit(f"990100000{place}", sports_area=value) for place, value in enumerate(["1/3", None, "333/1000"])
    ]
    assert [line.code[-1] for line in table(*units, sort="sports_area").lines] == ["2", "0", "1"]
    assert [line.code[-1] for line in table(*units, sort="-sports_area").lines] == ["0", "2", "1"]
    assert [line.code[-1] for line in table(*units, sort="nonsense").lines] == ["0", "1", "2"]


def test_one_below_and_passing_is_six_plus_one() -> None:
    assert table(unit(below=("sports_area",), sports_area="7")).lines[0].allowed
    assert not table(unit()).lines[0].allowed
    assert not table(unit(outcome="fails", below=("sports_area",))).lines[0].allowed


def test_pinned_schools_come_first_and_stay_when_only_the_short_ones_are_shown() -> None:
    first, second = unit("9901000001"), unit("9901000002", below=("sports_area",), sports_area="7")
    found = matrix.of(
        StageFigure(stage="primary", units=2),
        [second, first],
        STANDARD,
        lacks={},
        short=True,
        sort="",
        pinned={"9901000001"},
    )
    assert [(line.code[-1], line.pinned) for line in found.lines] == [("1", True), ("2", False)]


def test_what_a_county_wrote_is_escaped_in_the_lines() -> None:
    hostile = unit()._replace(name="<script>{0}", reason='" onclick="x', outcome="undetermined")
    drawn = lines(table(hostile))
    assert "&lt;script&gt;{0}" in drawn
    assert 'title="&quot; onclick=&quot;x"' in drawn
    assert "<script>" not in drawn

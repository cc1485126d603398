"""Provinces and cities at a glance, who slipped, and counties side by side."""

from dataclasses import replace
from functools import cache

import pytest
from django.test import Client

from assessments import comparison, regions
from assessments.demo import counties, rows
from assessments.regions.tiles import OTHERS, TILES
from counties.gazetteer import read
from counties.levels import Level
from counties.management.commands.load_divisions import FIXTURES
from counties.models import Division, Officer
from indicators.calculation.facts import Stage
from tests.factories import client_of, officer
from tests.ledgers.rows import county_rows
from tests.steps import judged, renumbered, workbook

pytestmark = pytest.mark.django_db


@cache
def balanced() -> bytes:
    """The demonstration's county in which every school and every coefficient is in order."""
    return workbook(rows.of_county(counties.CLEAR))


def short_of_rooms(prefix: str = "990101") -> bytes:
    """A county whose first school has far too few rooms."""
    schools = renumbered(county_rows(), prefix)
    schools[0] |= {"teaching_room_area": 200, "indoor_sports_area": 0}
    return workbook(schools)


@pytest.fixture
def province(city: Division) -> Officer:
    assert city.parent is not None
    return officer("province", city.parent, Officer.Role.INSPECTOR)


def test_provinces_are_counted_for_the_nation_and_cities_for_a_province(
    clerk: Officer, neighbours_clerk: Officer, nation_viewer: Officer, province: Officer
) -> None:
    judged(clerk, balanced())
    judged(neighbours_clerk, short_of_rooms("990102"))
    for seer, code in ((nation_viewer, "990000"), (province, "990100")):
        [region] = regions.of(seer, year=2025).regions
        assert region.code == code
        tally = region.tally
        assert (tally.counties, tally.with_ledger, tally.passes, tally.fails) == (2, 2, 1, 1)
    assert regions.of(clerk, year=2025).regions == ()


def test_a_county_that_passed_last_year_and_fails_now_has_slipped(
    clerk: Officer, city_inspector: Officer, city_inspector_client: Client
) -> None:
    before = judged(clerk, balanced(), year=2024)
    assert before.outcome == "passes"
    assert regions.of(city_inspector, year=2025).slipped == ()
    judged(clerk, short_of_rooms(), year=2025)
    standing = regions.of(city_inspector, year=2025)
    assert standing.slipped == ("990101",)
    assert standing.tally.slipped == 1
    assert "比上一学年退步" in city_inspector_client.get("/?year=2025").content.decode()


def test_a_region_where_counties_were_judged_and_none_passes_is_named(
    clerk: Officer, neighbour: Division, nation_viewer: Officer, nation_viewer_client: Client
) -> None:
    judged(clerk, short_of_rooms())
    standing = regions.of(nation_viewer, year=2025)
    assert [each.code for each in standing.without_any] == ["990000"]
    assert "还没有达标县的：示例990000" in nation_viewer_client.get("/?year=2025").content.decode()
    judged(clerk, balanced())
    assert not regions.of(nation_viewer, year=2025).without_any


def test_every_province_has_a_tile_of_its_own() -> None:
    entries = read(FIXTURES / "divisions.csv", FIXTURES / "division_history.csv")
    codes = {each.code[:2] for each in entries if each.level is Level.PROVINCE and each.valid_to is None}
    assert codes <= TILES.keys()
    places = [tile[:2] for tile in (*TILES.values(), *OTHERS)]
    assert len(set(places)) == len(places)
    assert {max(place) for place in zip(*places, strict=True)} == {8}


def test_shares_are_told_in_fifths_and_none_is_not_few() -> None:
    tally = regions.Tally(counties=10, with_ledger=0, passes=0, fails=0, undetermined=0, slipped=0)
    assert [replace(tally, passes=count).fifths for count in (0, 1, 2, 3, 9, 10)] == [0, 1, 1, 2, 5, 5]


def test_counties_stand_side_by_side_sorted_by_what_is_asked(
    clerk: Officer, neighbours_clerk: Officer, city_inspector: Officer
) -> None:
    judged(clerk)
    judged(neighbours_clerk, short_of_rooms("990102"))
    found = comparison.of(city_inspector, year=2025, stage=Stage.PRIMARY, sort="-teaching_room_area")
    assert found is not None
    assert [line.code for line in found.lines] == ["990102", "990101"]
    rising = comparison.of(city_inspector, year=2025, stage=Stage.PRIMARY, sort="teaching_room_area")
    assert rising is not None
    assert [line.code for line in rising.lines] == ["990101", "990102"]
    shown = {cell.indicator: cell for cell in found.lines[0].cells}
    figure = neighbours_clerk.division.ledgers.get().calculations.get().stages.get(stage="primary")
    stored = figure.indicators.get(indicator="teaching_room_area")
    assert shown["teaching_room_area"].shown == f"{float(stored.cv):.3f}"
    assert (shown["teaching_room_area"].mark == "below") == (stored.outcome == "fails")


def test_only_ones_own_counties_are_compared_and_the_nation_chooses_a_province(
    clerk: Officer, neighbours_clerk: Officer, nation_viewer_client: Client, city_inspector_client: Client
) -> None:
    judged(clerk)
    judged(neighbours_clerk, short_of_rooms("990102"))
    mine = comparison.of(clerk, year=2025, stage=Stage.PRIMARY)
    assert mine is not None
    assert [line.code for line in mine.lines] == ["990101"]
    assert "请先选一个省" in nation_viewer_client.get("/compare/?year=2025").content.decode()
    assert "邻县" in nation_viewer_client.get("/compare/?year=2025&under=99").content.decode()
    assert "邻县" not in client_of(clerk).get("/compare/?year=2025").content.decode()
    assert "还没有测算结果" in city_inspector_client.get("/compare/?year=2023").content.decode()


def test_the_counties_of_one_region_are_found_from_its_tile(
    clerk: Officer, nation_viewer_client: Client
) -> None:
    judged(clerk)
    page = nation_viewer_client.get("/?year=2025").content.decode()
    assert "?year=2025&amp;under=99&amp;state=#counties" in page
    assert "示例县" in nation_viewer_client.get("/?year=2025&under=99&state=").content.decode()
    assert "没有找到" in nation_viewer_client.get("/?year=2025&under=11&state=").content.decode()
    assert "示例县</a>" in nation_viewer_client.get("/?year=2025&under=99").content.decode()


def test_the_counties_of_a_number_are_found_from_it(
    clerk: Officer, neighbours_clerk: Officer, city_inspector_client: Client
) -> None:
    judged(clerk, balanced())
    judged(neighbours_clerk, short_of_rooms("990102"))
    found = {
        "sent": {"示例县", "邻县"},
        "passes": {"示例县"},
        "fails": {"邻县"},
        "slipped": set(),
        "": {"示例县", "邻县"},
    }
    for state, names in found.items():
        page = city_inspector_client.get(f"/?year=2025&state={state}").content.decode()
        assert {name for name in ("示例县", "邻县") if f"{name}</a>" in page} == names, state

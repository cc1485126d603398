"""Divisions in the database: loaded once, named in full, invented ones marked as such."""

import io

import pytest
from django.core.management import call_command
from django.db import IntegrityError

from counties import actions
from counties.models import Division, Officer
from operations.models import AuditEvent
from tests.factories import NOW, division

pytestmark = pytest.mark.django_db


def load() -> str:
    out = io.StringIO()
    call_command("load_divisions", stdout=out)
    return out.getvalue()


def current(code: str) -> Division:
    return Division.objects.current().with_parents().get(code=code)


def test_the_country_is_loaded_once_however_often_one_asks() -> None:
    first = load()
    assert "县级 2846 个" in first and "东莞市、中山市、儋州市、嘉峪关市" in first and "新增 7592 条" in first
    rows = list(Division.objects.order_by("pk").values())
    assert "没有改动" in load()
    assert list(Division.objects.order_by("pk").values()) == rows
    assert AuditEvent.objects.get().detail == {"created": "7592", "changed": "0"}

    assert current("341881").full_name == "安徽省宣城市宁国市"
    assert current("110101").full_name == "北京市东城区"
    assert current("429004").full_name == "湖北省仙桃市"
    assert [current(code).has_city for code in ("341881", "110101", "429004", "500229")] == [
        True,
        False,
        False,
        False,
    ]
    assert Division.objects.counties().of_year(1998).filter(name="宁国市").get().code == "342502"

    Division.objects.filter(code="341881").update(name="写错的名字")
    assert "更正 1 条" in load()
    assert current("341881").name == "宁国市"


def test_a_code_has_one_current_division(county: Division) -> None:
    with pytest.raises(IntegrityError):
        Division.objects.create(code=county.code, name="另一个", level=county.level, valid_from=2000)


def test_an_officer_sees_the_divisions_below_his_own(
    clerk: Officer, neighbours_clerk: Officer, city_inspector: Officer, nation_viewer: Officer
) -> None:
    division("990201", "外市县")
    seen = {
        officer: set(Division.objects.visible_to(officer).counties().values_list("code", flat=True))
        for officer in (clerk, neighbours_clerk, city_inspector, nation_viewer)
    }
    assert seen == {
        clerk: {"990101"},
        neighbours_clerk: {"990102"},
        city_inspector: {"990101", "990102"},
        nation_viewer: {"990101", "990102", "990201"},
    }


def test_invented_divisions_are_made_with_those_above_them_and_can_be_made_again() -> None:
    counties = {"990102": "示例乙县", "990101": "示例甲县"}
    made = actions.create_demo_divisions(counties=counties, by="demo", at=NOW)
    assert [one.name for one in made] == ["示例甲县", "示例乙县"]
    assert made[0].full_name == "示例省示例市示例甲县" and made[0].is_demo
    assert actions.create_demo_divisions(counties=counties, by="demo", at=NOW) == made
    assert Division.objects.count() == 5


@pytest.mark.parametrize(("code", "name"), [("110101", "示例县"), ("990101", "东城区")])
def test_an_invented_division_is_marked_and_outside_the_countrys_codes(code: str, name: str) -> None:
    with pytest.raises(actions.Refused, match=name):
        actions.create_demo_divisions(counties={code: name}, by="demo", at=NOW)
    assert not Division.objects.exists()


def test_the_invented_and_the_real_live_side_by_side() -> None:
    actions.create_demo_divisions(counties={"990101": "示例县"}, by="demo", at=NOW)
    load()
    assert "没有改动" in load()
    assert current("990101").parent == current("990100")
    assert current("990000").parent == current("110000").parent

"""A reviewer finds the county's explanations at the item whose figures they name, and none is lost."""

from types import SimpleNamespace
from typing import cast

from assessments.review import explained
from assessments.snapshots import Snap

AREA = {"message": "运动场地面积 12（BB6），比上年少一半。", "explanation": "校园改建"}
OTHER = {
    "message": "校内其他专用运动场地面积 960（BE6），只有中心城区的学校才能计入。",
    "explanation": "登记",
}
WALK = {"message": "校外租赁场馆步行时间 14（BD8），超过 10 分钟，租赁面积不能计入。", "explanation": "实测"}
BOOKS = {"message": "“图书册数”整列未填报。", "explanation": "另报"}


def snap() -> Snap:
    return cast(Snap, SimpleNamespace(explanations=(AREA, OTHER, WALK, BOOKS)))


def test_an_explanation_belongs_where_its_heading_is_used() -> None:
    assert explained.belonging(snap(), "books", ["books", "pupils_primary"]) == (BOOKS,)
    assert explained.belonging(snap(), "equipment_value", ["equipment_value"]) == ()


def test_the_longer_heading_is_meant_where_one_is_part_of_the_other() -> None:
    assert explained.belonging(snap(), "x", ["sports_ground_area"]) == (AREA,)
    assert explained.belonging(snap(), "x", ["other_sports_area"]) == (OTHER,)


def test_what_decides_whether_an_area_counts_belongs_to_it() -> None:
    found = explained.belonging(snap(), "sports_area", ["sports_ground_area", "indoor_sports_area"])
    assert found == (AREA, OTHER, WALK)


def test_what_belongs_to_no_item_is_left_over_and_told() -> None:
    assert explained.left_over(snap(), []) == (AREA, OTHER, WALK, BOOKS)

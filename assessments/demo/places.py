"""Names of schools, put together from invented towns and villages; none is meant to be a real one."""

from collections.abc import Iterator, Mapping
from itertools import cycle, product

from indicators.calculation.facts import SchoolType

URBAN, TOWN, RURAL = "城区", "镇区", "乡村"

QUARTERS = (
    "实验", "育才", "文澜", "明德", "朝晖", "新城", "滨河", "东苑", "南苑", "翠屏", "学府", "和平",
    "望江", "锦绣", "崇文", "致远", "启智", "春晓", "映山", "清源",
)  # fmt: skip
FOUNDATIONS = ("博雅双语", "新纪元", "晨星", "华章外国语", "金色摇篮", "育新", "明远", "培英")
VILLAGES = tuple(first + last for last, first in product("湾坪庄塘岭桥垄河", "上下东西大新"))

NAMES: Mapping[tuple[SchoolType, str], str] = {
    (SchoolType.PRIMARY, URBAN): "{quarter}小学",
    (SchoolType.PRIMARY, TOWN): "{town}镇中心小学",
    (SchoolType.PRIMARY, RURAL): "{town}镇{village}小学",
    (SchoolType.TEACHING_POINT, RURAL): "{town}镇{village}教学点",
    (SchoolType.JUNIOR, URBAN): "第{ordinal}中学",
    (SchoolType.JUNIOR, TOWN): "{town}镇初级中学",
    (SchoolType.NINE_YEAR, URBAN): "{quarter}学校",
    (SchoolType.NINE_YEAR, TOWN): "{town}镇九年一贯制学校",
    (SchoolType.NINE_YEAR, RURAL): "{town}镇{village}学校",
    (SchoolType.COMPLETE, URBAN): "第{ordinal}中学",
    (SchoolType.COMPLETE, TOWN): "{town}镇中学",
    (SchoolType.TWELVE_YEAR, URBAN): "{quarter}学校",
    (SchoolType.SPECIAL, URBAN): "特殊教育学校",
    (SchoolType.VOCATIONAL, URBAN): "职业技术学校",
}
PRIVATE_NAMES: Mapping[SchoolType, str] = {
    SchoolType.PRIMARY: "{foundation}小学",
    SchoolType.JUNIOR: "{foundation}初级中学",
    SchoolType.NINE_YEAR: "{foundation}学校",
    SchoolType.TWELVE_YEAR: "{foundation}学校",
}


class Names:
    """Gives out the names of one county's schools, always in the same order, none twice."""

    def __init__(self, towns: tuple[str, ...]) -> None:
        self._next: Mapping[str, Iterator[str]] = {
            "town": cycle(towns),
            "village": iter(VILLAGES),
            "quarter": iter(QUARTERS),
            "foundation": iter(FOUNDATIONS),
            "ordinal": iter("一二三四五六七八九十"),
        }

    def __getitem__(self, part: str) -> str:
        return next(self._next[part])

    def take(self, school_type: SchoolType, locale: str, *, private: bool) -> str:
        """Return the name of the next school of this type in this kind of place."""
        pattern = PRIVATE_NAMES[school_type] if private else NAMES[school_type, locale]
        return pattern.format_map(self)

"""Four more invented counties, small ones, for the way through the four levels and the years after it."""

from dataclasses import replace

from assessments.demo import cast
from assessments.demo.counties import CLEAR, NARROW
from assessments.demo.plans import County

# Schools like those of the second county, without its two exceptions.
_USUAL = replace(NARROW, plenty={}, spread=CLEAR.spread)


def _county(code: str, shows: str, towns: tuple[str, ...]) -> County:
    return replace(_USUAL, code=code, shows=shows, towns=towns)


RETURNED = _county(
    "990104",
    "退回过两次：市级一次、省级一次，第三轮正由两名督学核查，有存疑待答复",
    ("板桥", "清溪", "虹桥", "长宁", "新丰", "石门"),
)
REFUSED = _county("990105", "省级不予推荐，理由写在经过里", ("龙潭", "凤台", "永兴", "安乐", "仁和", "福田"))
WITHOUT_CITY = _county(
    "999001", "没有市级，由省级代行复核，正在实地核查", ("星湖", "江口", "西河", "南岭", "北渡", "东陵")
)
SLIPS = "上一学年已认定，本学年滑坡：小学骨干教师差异系数超限，两所初中有指标不达标，列入预警，正在复查"
# Recognised the year before: it passes then, and slips in the demonstration's year.
RECOGNISED = replace(
    _county("990106", SLIPS, ("竹溪", "梅川", "荷塘", "樟树", "麦积", "桑园")), year=cast.ASSESSED["990106"]
)
SLIPPED = replace(
    RECOGNISED,
    year=cast.YEAR,
    plenty={
        "实验小学": {"backbone_teachers": 460},
        "育才小学": {"backbone_teachers": 190},
        "文澜小学": {"backbone_teachers": 450},
        "第二中学": {"equipment_value": 72},
        "竹溪镇初级中学": {"sports_area": 78, "multimedia_rooms": 92},
    },
)
EARLIER = (RECOGNISED,)
MORE = (RETURNED, REFUSED, SLIPPED, WITHOUT_CITY)

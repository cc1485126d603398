"""Three more invented counties, small ones, for the way through the four levels."""

from dataclasses import replace

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
MORE = (RETURNED, REFUSED, WITHOUT_CITY)

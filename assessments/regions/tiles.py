"""Where each province stands in the table-map (方格图): equal tiles, no borders and no coast."""

from typing import NamedTuple


class Tile(NamedTuple):
    """A place in the grid, counted from the top and from the left, and the province's short name."""

    row: int
    column: int
    name: str


TILES = {
    "11": Tile(3, 7, "北京"),
    "12": Tile(3, 8, "天津"),
    "13": Tile(3, 6, "河北"),
    "14": Tile(3, 5, "山西"),
    "15": Tile(2, 6, "内蒙古"),
    "21": Tile(2, 7, "辽宁"),
    "22": Tile(2, 8, "吉林"),
    "23": Tile(1, 8, "黑龙江"),
    "31": Tile(5, 8, "上海"),
    "32": Tile(4, 7, "江苏"),
    "33": Tile(5, 7, "浙江"),
    "34": Tile(5, 6, "安徽"),
    "35": Tile(6, 7, "福建"),
    "36": Tile(6, 6, "江西"),
    "37": Tile(4, 6, "山东"),
    "41": Tile(4, 5, "河南"),
    "42": Tile(5, 5, "湖北"),
    "43": Tile(6, 5, "湖南"),
    "44": Tile(7, 6, "广东"),
    "45": Tile(7, 5, "广西"),
    "46": Tile(8, 5, "海南"),
    "50": Tile(5, 4, "重庆"),
    "51": Tile(5, 3, "四川"),
    "52": Tile(6, 4, "贵州"),
    "53": Tile(6, 3, "云南"),
    "54": Tile(5, 1, "西藏"),
    "61": Tile(4, 4, "陕西"),
    "62": Tile(3, 3, "甘肃"),
    "63": Tile(4, 2, "青海"),
    "64": Tile(3, 4, "宁夏"),
    "65": Tile(3, 1, "新疆"),
    "99": Tile(1, 1, "示例"),
}
# They stand in the picture; their schools are not evaluated by these standards.
OTHERS = (Tile(7, 8, "台湾"), Tile(8, 7, "香港"), Tile(8, 6, "澳门"))

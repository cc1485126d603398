"""The four levels of office (行政层级), told from a GB/T 2260 code."""

from enum import StrEnum


class Level(StrEnum):
    COUNTY = "county"
    CITY = "city"
    PROVINCE = "province"
    NATION = "nation"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {Level.COUNTY: "县级", Level.CITY: "市级", Level.PROVINCE: "省级", Level.NATION: "国家"}

NATION_CODE = "000000"
DEMO_PREFIX = "99"  # outside GB/T 2260: invented divisions for demonstration
# GB/T 2260 groups counties that answer to their province itself under a code that is no city.
PLACEHOLDERS = frozenset({"市辖区", "县", "直辖县", "省直辖县级行政区划", "自治区直辖县级行政区划"})


def level_of(code: str) -> Level:
    """Return the level of a six-digit division code.

    >>> [level_of(code).value for code in ("000000", "110000", "110100", "110101")]
    ['nation', 'province', 'city', 'county']
    """
    if code == NATION_CODE:
        return Level.NATION
    if code.endswith("0000"):
        return Level.PROVINCE
    if code.endswith("00"):
        return Level.CITY
    return Level.COUNTY


def prefix_of(code: str) -> str:
    """Return the beginning that all codes within the division share; the nation's is empty.

    >>> [prefix_of(code) for code in ("000000", "110000", "110100", "110101")]
    ['', '11', '1101', '110101']
    """
    lengths = {Level.NATION: 0, Level.PROVINCE: 2, Level.CITY: 4, Level.COUNTY: 6}
    return code[: lengths[level_of(code)]]

"""What all charts have in common: how wide they are, and how a coordinate is written.

A chart is 360 units wide, so that its letters are as large on a telephone as on paper. Coordinates are
tenths of a unit; none decides anything.
"""

from fractions import Fraction

from indicators.calculation import rounding

WIDTH = 360
LEFT, RIGHT = 104, 292  # of bars and rows; names stand before, values after
ROW = 20
MARGIN = 8


def tenth(value: Fraction | int) -> str:
    return rounding.shown(Fraction(value), 1)


def cut(text: str, most: int) -> str:
    """Return *text* in at most so many characters: its beginning and its end, which tell schools apart.

    >>> cut("城关镇寄宿制中心小学", 7), cut("城关小学", 7)
    ('城关镇…心小学', '城关小学')
    """
    half = most // 2
    return text if len(text) <= most else f"{text[: most - half - 1]}…{text[-half:]}"

"""How wide and how tall the cells of a workbook must be, that nothing in them is cut off in print."""

from collections.abc import Iterator, Sequence

from openpyxl.worksheet.worksheet import Worksheet

LEAST = 15.0  # points of a row's height
AIR = 4.0  # points above and below a cell's lines
CHINESE = 2.0  # widths of a digit that a Chinese character takes
BEGINS = 0x2E80  # the first of the characters that are as wide
BESIDE = 2  # digits' widths that stand empty beside a number


def widths(least: Sequence[float], rows: Sequence[Sequence[str]]) -> list[float]:
    """Return the widths of columns: *least*, or as much as the longest number of *rows* needs.

    >>> widths([6, 6], [["3082.84", "1"], ["2", "——"]])
    [9, 6]
    """
    found = list(least)
    for row in rows:
        for place, text in enumerate(row):
            if text.replace(".", "").isdigit():
                found[place] = max(found[place], len(text) + BESIDE)
    return found


def lines(text: str, width: float) -> int:
    """Return how many lines *text* takes in *width*, broken wherever it must be.

    >>> lines("每百名学生拥有教师数", 10), lines("0.139", 8), lines("甲\\n乙", 8)
    (2, 1, 2)
    """
    taken = (sum(CHINESE if ord(each) >= BEGINS else 1.0 for each in line) for line in text.splitlines())
    return sum(max(1, -(-int(each) // max(1, int(width)))) for each in taken)


def heighten(
    sheet: Worksheet, columns: Sequence[float], *, body: Sequence[int] = (), least: float = 0
) -> None:
    """Make each row of *sheet* as tall as its fullest cell, those of the *body* at least so many points;
    a cell that reaches over rows shares them."""
    heights: dict[int, float] = dict.fromkeys(body, least) if least else {}
    spans = list(_cells(sheet, columns))
    for row, rows, needed in sorted(spans, key=lambda span: span[1]):
        there = sum(heights.get(each, LEAST) for each in range(row, row + rows))
        if needed > there:
            more = (needed - there) / rows
            heights |= {each: heights.get(each, LEAST) + more for each in range(row, row + rows)}
    for row, height in heights.items():
        sheet.row_dimensions[row].height = round(height, 1)


def _cells(sheet: Worksheet, columns: Sequence[float]) -> Iterator[tuple[int, int, float]]:
    """Yield first row, rows and needed height in points of every cell that holds something."""
    merged = {(each.min_row, each.min_col): each for each in sheet.merged_cells.ranges}
    for line in sheet.iter_rows():
        for cell in line:
            if cell.value is None:
                continue
            span = merged.get((cell.row, cell.column))
            rows = span.max_row - span.min_row + 1 if span else 1
            last = span.max_col if span else cell.column
            size = float(cell.font.size or 10) / 10
            width = (sum(columns[cell.column - 1 : last]) - 1) / size
            yield cell.row, rows, lines(str(cell.value), width) * 13.0 * size + AIR

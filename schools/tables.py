"""Tables that administrators import, through the same gate and readers as ledgers."""

from operations.exchange.formats import TableRefused, armed
from schools.ledger import books, plain_text
from schools.ledger.problems import LedgerRefused
from schools.ledger.xlsx import ole
from schools.ledger.xlsx.grid import LETTERS, Form, Grid

MOST_LINES = 5000


def read(data: bytes) -> list[list[str]]:
    """Return the lines of the first visible sheet with something in it, all as long as the first.

    Raise ``TableRefused`` for what the gate refuses, old .xls, formulas and errors in cells, too many
    lines, and headings that are missing or there twice.
    """
    if ole.is_ole(data):
        raise TableRefused("这里只收 .xlsx 和 .csv：请另存为“Excel 工作簿（*.xlsx）”再导入。")
    try:
        books.inspect(data)
        sheets = (grid for grid, visible in books.opened(data).sheets if visible and grid.rows)
        grid = next(sheets, None)
    except LedgerRefused as fault:
        raise TableRefused(f"{fault.problem.message}{fault.problem.remedy}") from fault
    if grid is None:
        raise TableRefused("文件里没有内容，请填好再导入。")
    lines = _lines(grid)
    return [list(map(armed, line)) for line in lines] if plain_text.is_table(data) else lines


def _lines(grid: Grid) -> list[list[str]]:
    if len(grid.rows) > MOST_LINES:
        raise TableRefused(f"一次最多导入 {MOST_LINES} 行，请分几个文件。")
    width = max(grid.rows[0].cells, default=0)
    lines = []
    for row in grid.rows:
        for column, cell in row.cells.items():
            where = f"{LETTERS[column]}{row.number}"
            if cell.is_formula or cell.form in (Form.ERROR, Form.UNCALCULATED):
                raise TableRefused(f"{where} 是公式或错误值，请改成数值或文字再导入。")
            if column > width and cell.text.strip():
                raise TableRefused(f"{where} 上面没有表头，请补上表头或删去这一格。")
        cells = (row.cells.get(column) for column in range(1, width + 1))
        lines.append([cell.text.strip() if cell else "" for cell in cells])
    headings = lines[0]
    if "" in headings or len(set(headings)) < width:
        raise TableRefused("第一行应是表头，每列一个名称，不能空，也不能重复。")
    return lines

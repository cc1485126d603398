"""A plan as a table (.xlsx, .csv): the one that the page exports, or a province's own with these headings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

CODE = ("代码", "区划代码", "县代码")
YEAR = ("规划学年", "规划年度", "认定年度")
BASIS = ("依据", "文件", "备注")
DIGITS = 6


@dataclass(frozen=True)
class Wanted:
    """A line of the table; no year takes the county out of the plan."""

    code: str
    year: int | None
    basis: str


class Unread(Exception):
    """The table cannot be taken: one sentence for each line that is wrong."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = tuple(problems)


def read(lines: Sequence[Sequence[str]]) -> list[Wanted]:
    """Read the lines of a table, headings first. Raise ``Unread`` with all that is wrong at once.

    >>> read([["代码", "规划学年", "依据"], ["990101", "2027学年", "省教督〔2024〕1号"], ["990102", "", ""]])
    [Wanted(code='990101', year=2027, basis='省教督〔2024〕1号'), Wanted(code='990102', year=None, basis='')]
    """
    places = _places(lines[0] if lines else ())
    found: list[Wanted] = []
    problems: list[str] = []
    for number, line in enumerate(lines[1:], 2):
        cells = {name: line[place].strip() if place is not None else "" for name, place in places.items()}
        if not any(cells.values()):
            continue
        year = cells["year"].removesuffix("年").removesuffix("学")
        if not (_is_number(cells["code"], DIGITS)):
            problems.append(f"第 {number} 行：代码应是 6 位数字，现在是“{cells['code']}”。")
        elif year and not _is_number(year, len("2027")):
            problems.append(f"第 {number} 行：规划学年应是四位数字，现在是“{cells['year']}”。")
        elif any(each.code == cells["code"] for each in found):
            problems.append(f"第 {number} 行：代码 {cells['code']} 出现了两次，请只留一行。")
        else:
            found.append(Wanted(cells["code"], int(year) if year else None, cells["basis"]))
    if problems or not found:
        raise Unread(problems or ["表头下面没有一行内容，请填好再导入。"])
    return found


def _places(headings: Sequence[str]) -> Mapping[str, int | None]:
    names = [heading.strip() for heading in headings]
    wanted = {"code": CODE, "year": YEAR, "basis": BASIS}
    places = {
        key: next((names.index(name) for name in known if name in names), None)
        for key, known in wanted.items()
    }
    if places["code"] is None or places["year"] is None:
        raise Unread(["第一行应有“代码”和“规划学年”两列表头；可以先导出，改好再导入。"])
    return places


def _is_number(text: str, digits: int) -> bool:
    return text.isascii() and text.isdigit() and len(text) == digits

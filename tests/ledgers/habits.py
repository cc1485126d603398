"""More habits of clerks and of programs, each saying the same two schools as ``benign``: more than thirty."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.ledgers import packages
from tests.ledgers.packages import SHEET_PART, package
from tests.ledgers.sheets import FIRST, HEADINGS, SECOND

LINES = (HEADINGS, FIRST, SECOND)
Line = Sequence[object]
NOTHING = (None,) * 5
WPS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<worksheet xmlns="{packages.MAIN}" xmlns:r="{packages.OFFICE}"'
    ' xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData"><sheetPr/><dimension ref="A1:B2"/>'
    '<cols><col min="1" max="16384" width="9"/></cols><sheetData>{rows}</sheetData></worksheet>'
)
TOP = ("学校标识码", "学校名称", "办学类型", "小学", None)


def typed(*lines: Line, change: Callable[[Worksheet], object] = lambda sheet: None) -> Callable[[], bytes]:
    """Return a maker of *lines* as openpyxl writes them, after *change*."""

    def build() -> bytes:
        book, file = Workbook(), io.BytesIO()
        sheet = book.worksheets[0]
        for line in lines:
            sheet.append(list(line))
        change(sheet)
        book.save(file)
        return file.getvalue()

    return build


def raw(old: str, new: str) -> Callable[[], bytes]:
    """Return a maker of the sheet with *old* in its markup written as *new*."""
    return lambda: package({SHEET_PART: packages.sheet().replace(old, new)})


def below(cells: str) -> Callable[[], bytes]:
    """Return a maker of the ledger with *cells* in each of twenty rows below the schools."""
    rows = "".join(packages.row(number, line) for number, line in enumerate(LINES, 1))
    rows += "".join(f'<row r="{number}">{cells.format(r=number)}</row>' for number in range(4, 24))
    return lambda: package({SHEET_PART: packages.sheet(rows)})


def formulas(sheet: Worksheet) -> None:
    for row in range(4, 30):
        sheet[f"D{row}"] = f"=E{row}*40"


def by_wps() -> bytes:
    tag = '<row r="{0}" spans="1:5" customHeight="1" ht="20.25">'
    rows = "".join(
        packages.row(number, line).replace(f'<row r="{number}">', tag.format(number))
        for number, line in enumerate(LINES, 1)
    )
    return package({SHEET_PART: WPS.format(rows=rows + '<row r="1048576" spans="1:5"/>')})


def by_township() -> bytes:
    book, file = Workbook(), io.BytesIO()
    first = book.worksheets[0]
    first.title = "城关镇"
    second, summary = book.create_sheet("李家镇"), book.create_sheet("汇总")
    lines: Mapping[Worksheet, Sequence[Line]] = {
        first: (HEADINGS, FIRST),
        second: (HEADINGS, SECOND),
        summary: (("乡镇", "学校数", "小学在校生数"), ("城关镇", 1, 120), ("合计", 2, 165)),
    }
    for sheet, table in lines.items():
        for line in table:
            sheet.append(list(line))
    book.create_chartsheet("图")
    book.save(file)
    return file.getvalue()


def zip64() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/", b"")
        for name, content in packages.parts().items():
            with archive.open(name, "w", force_zip64=True) as part:
                part.write(content.encode() if isinstance(content, str) else content)
        archive.comment = b"written as a stream"
    return file.getvalue()


def text(begin: str = "", end: str = "", delimiter: str = ",") -> bytes:
    return (begin + "\r\n".join(delimiter.join(map(str, line)) + end for line in LINES)).encode("gb18030")


FILES: Mapping[str, Callable[[], bytes]] = {
    # lines that are no school
    "numbers of lines written beforehand": typed(
        ("序号", *HEADINGS), (1, *FIRST), (2, *SECOND), *((number,) for number in range(3, 60))
    ),
    "formulas written beforehand": typed(*LINES, change=formulas),
    "formulas that come to zero": below('<c r="A{r}" s="1"/><c r="D{r}"><f>E{r}*40</f><v>0</v></c>'),
    "formulas that come to nothing": below('<c r="D{r}" t="str"><f>IF(A{r}="","",1)</f><v></v></c>'),
    "zeros below": typed(*LINES, *[(None, None, None, 0, 0)] * 5),
    "choices written beforehand": typed(*LINES, *[(None, None, "小学", None, None)] * 5),
    "blanks below": typed(*LINES, *[(" ", "　", "\u00a0", None, None)] * 5),
    "totals that say of how many": typed(
        HEADINGS, FIRST, (None, "城区小计：", None, 120, 3), SECOND, (None, "全县总计（2所）", None, 165, 4)
    ),
    "a total of schools": typed(*LINES, (None, "共2所学校", None, 165, 4)),
    "heads and feet of pages": typed(
        ("示例县台账 第1页",), HEADINGS, FIRST, ("示例县台账 第2页",), HEADINGS, SECOND, ("第 2 页 共 2 页",)
    ),
    "signatures and seal": typed(
        *LINES, ("单位负责人（签字）：", None, None, "填表人：李四", None), ("（盖章）",), ("2025年9月30日",)
    ),
    "numbered notes": typed(*LINES, ("说明：",), ("1、本表由县教育局填报；",), ("2、以9月1日为准。",)),
    "titles of parts": typed(HEADINGS, ("小学",), FIRST, ("初中部",), SECOND),
    # where the table stands
    "headings of three rows": typed(
        TOP, (*NOTHING[:3], "在校生数", "班级数"), (*NOTHING[:3], "（人）", "（个）"), FIRST, SECOND
    ),
    "below and to the right": typed(*[(None, None, None, *line) for line in ((), (), *LINES)]),
    "far below": typed(*[(f"填报说明第{number}条",) for number in range(60)], *LINES),
    "a sheet for each township": by_township,
    "a merged category before": typed(
        ("类别", *HEADINGS),
        ("城区", *FIRST),
        (None, *SECOND),
        change=lambda sheet: sheet.merge_cells("A2:A3"),
    ),
    # single cells
    "names broken and spaced": typed(
        HEADINGS, (FIRST[0], "示例县\n第一小学", *FIRST[2:]), (SECOND[0], "示例县 第二小学", *SECOND[2:])
    ),
    "boxes ticked": typed((*HEADINGS, "是否寄宿制学校"), (*FIRST, "☑是□否"), (*SECOND, "□是☑否")),
    "codes wide and after an apostrophe": typed(
        HEADINGS, ("９９０１ ０００００１", *FIRST[1:]), ("'9901000002", *SECOND[1:])
    ),
    "a full stop of full width": typed(HEADINGS, (*FIRST[:3], "１２０．０", 3), (*SECOND[:3], "45.", 1)),
    # how programs write
    "as WPS saves": by_wps,
    "written as a stream": zip64,
    "an absolute target": lambda: package(
        {
            "xl/_rels/workbook.xml.rels": packages.relations(
                packages.relation("rId1", "worksheet", "/xl/worksheets/sheet1.xml")
            )
        }
    ),
    "line breaks in the markup": lambda: package(
        {SHEET_PART: packages.sheet().replace("<row", "\n  <row").replace("<c ", "\n    <c ")}
    ),
    "single quotes in the markup": raw('"', "'"),
    "attributes in another order": raw('<c r="B2" t="inlineStr">', '<c t="inlineStr" r="B2">'),
    "a sheet in UTF-16": lambda: package({SHEET_PART: packages.sheet().encode("utf-16")}),
    "CDATA": raw("示例县第一小学", "<![CDATA[示例县第一小学]]>"),
    "entities": raw("示例县第一小学", "示例&#21439;第一小学"),
    "a commented row": raw('<row r="2">', '<!-- <row r="2"><c r="D2"><v>9</v></c></row> --><row r="2">'),
    "a comment in a value": raw("<v>120</v>", "<v>1<!-- 9 -->20</v>"),
    "an exponent": raw("<v>120</v>", "<v>1.2E2</v>"),
    "a float that is nearly whole": raw("<v>120</v>", "<v>119.99999999999999</v>"),
    "tables, notes and properties": lambda: package(
        dict.fromkeys(("xl/tables/table1.xml", "customXml/item1.xml", "xl/persons/person.xml"), "<x/>")
    ),
    # plain text
    "csv that says its delimiter": lambda: text("sep=;\r\n", delimiter=";"),
    "csv with commas to the right": lambda: text(end=",,,,"),
    "csv below empty lines": lambda: text("\r\n,,,,\r\n"),
}

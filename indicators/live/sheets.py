"""The computed sheets: one of each stage, school by school, and one of the county."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from indicators.calculation.facts import JUDGED, Stage
from indicators.calculation.indicators import Indicator
from indicators.calculation.standard import Standard
from indicators.live import unit_formulas as unit
from schools.ledger.template import FIRST_ROW

RESULT = "测算结果"
HEAD = FIRST_ROW - 1
_ADVICE = (
    "这几张表由公式随填随算，不用填写；上传时系统只读“学校台账”。数字请填成数字：写成文字的数这里按未填报显示。"
    "不计宽限条款；恰在界限上的，以上传后系统的精确测算为准。"
)


@dataclass(frozen=True)
class Layout:
    """Where things stand on the sheet of a stage: A name, B counts, C pupils, D share, then values,
    then shortfalls, the verdict, and squared deviations."""

    stage: Stage
    standard: Standard
    last: int

    @property
    def title(self) -> str:
        return f"{self.stage.label}测算"

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        return self.standard.indicators

    def value(self, place: int) -> str:
        return get_column_letter(5 + place)

    def shortfall(self, place: int) -> str:
        return get_column_letter(5 + len(self.indicators) + place)

    @property
    def verdict(self) -> str:
        return self.shortfall(len(self.indicators))

    @property
    def doubt(self) -> str:
        return self.shortfall(len(self.indicators) + 1)

    def square(self, place: int) -> str:
        return self.shortfall(len(self.indicators) + 2 + place)

    def column(self, letter: str) -> str:
        return f"'{self.title}'!${letter}${FIRST_ROW}:${letter}${self.last}"

    def limit(self, indicator: Indicator) -> Fraction | None:
        return self.standard.threshold(indicator.code, self.stage)


def add(path: Path, standard: Standard, *, rows: int = 600) -> None:
    """Add the computed sheets, good for *rows* rows of schools, to the ledger's workbook at *path*."""
    book = load_workbook(path)
    last = FIRST_ROW + rows - 1
    layouts = [Layout(stage, standard, last) for stage in JUDGED]
    _county(book, standard, layouts)
    for layout in layouts:
        _stage(book.create_sheet(layout.title), layout)
    book.calculation.fullCalcOnLoad = True
    book.save(path)


def _stage(sheet: Worksheet, layout: Layout) -> None:
    for place, indicator in enumerate(layout.indicators):
        limit = layout.limit(indicator)
        asked = "" if limit is None else f"\n标准 {unit.number(limit)}"
        _head(sheet, f"{layout.value(place)}{HEAD}", f"{indicator.name}\n{indicator.unit}{asked}")
        _head(sheet, f"{layout.shortfall(place)}{HEAD}", f"{indicator.short}\n还差")
        sheet.column_dimensions[layout.square(place)].hidden = True
    for letter, text in (
        ("A", "校名"),
        ("B", "计入"),
        ("C", "学生"),
        ("D", "拆分比例"),
        (layout.verdict, "校结论"),
    ):
        _head(sheet, f"{letter}{HEAD}", text)
    sheet.column_dimensions[layout.doubt].hidden = True
    for row in range(FIRST_ROW, layout.last + 1):
        _row(sheet, layout, row)
    sheet["A1"], sheet["A2"] = f"{layout.stage.label}各校指标（自动计算）", _ADVICE
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.column_dimensions["A"].width = 28
    sheet.row_dimensions[HEAD].height = 80
    sheet.freeze_panes = f"B{FIRST_ROW}"


def _row(sheet: Worksheet, layout: Layout, row: int) -> None:
    pupils = unit.cell(f"pupils_{layout.stage}")
    sheet[f"A{row}"] = f'=IF({unit.used()},{unit.cell("name")}&"","")'
    sheet[f"B{row}"] = f"=IF({unit.counts(layout.stage, layout.standard)},1,0)"
    sheet[f"B{row}"].number_format = "0;;"
    sheet[f"C{row}"] = f'=IF(B{row}=0,"",IF(ISNUMBER({pupils}),{pupils},"{unit.MISSING}"))'
    sheet[f"D{row}"] = f'=IF(B{row}=0,"",{unit.share(layout.stage, layout.standard)})'
    for place, indicator in enumerate(layout.indicators):
        letter, limit = layout.value(place), layout.limit(indicator)
        sheet[f"{letter}{row}"] = f"={unit.value(indicator, layout.stage, row)}"
        sheet[f"{letter}{row}"].number_format = "0." + "0" * indicator.places
        if limit is not None:
            gap = sheet[f"{layout.shortfall(place)}{row}"]
            gap.value = f"={unit.short_of(indicator, limit, letter, row)}"
            gap.number_format = "0.00;;"
        mean = f"'{RESULT}'!${_mean_column(layout)}${_result_row(layout, place)}"
        here = f"{letter}{row}"
        sheet[f"{layout.square(place)}{row}"] = (
            f"=IF(AND(ISNUMBER({here}),ISNUMBER({mean})),$C{row}*({here}-{mean})^2,0)"
        )
    sheet[f"{layout.verdict}{row}"] = f"={_verdict(layout, row)}"
    sheet[f"{layout.doubt}{row}"] = f"=IF({unit.doubtful(layout.standard)},1,0)"


def _verdict(layout: Layout, row: int) -> str:
    rule = layout.standard.school
    if rule is None:
        return f'IF($B{row}=0,"","{unit.OPEN}")'
    below, under, unknown = [], [], []
    for place, indicator in enumerate(layout.indicators):
        limit, here = layout.limit(indicator), f"{layout.value(place)}{row}"
        assert limit is not None
        below.append(f"IF(ISNUMBER({here}),IF(ROUND({here}-{unit.number(limit)},10)<0,1,0),0)")
        floor = unit.number(limit * rule.floor.value)
        under.append(f"IF(ISNUMBER({here}),IF(ROUND({here}-{floor},10)<0,1,0),0)")
        unknown.append(f"IF(ISNUMBER({here}),0,1)")
    fails = f"OR({'+'.join(under)}>0,{'+'.join(below)}>{rule.may_fall_short})"
    return (
        f'IF($B{row}=0,"",IF({fails},"{unit.FAILS}",IF({"+".join(unknown)}>0,"{unit.OPEN}","{unit.PASSES}")))'
    )


def _result_row(layout: Layout, place: int) -> int:
    return 6 + place


def _mean_column(layout: Layout) -> str:
    return "B" if layout.stage is Stage.PRIMARY else "F"


def _county(book: Workbook, standard: Standard, layouts: list[Layout]) -> None:
    sheet = book.create_sheet(RESULT)
    sheet["A1"], sheet["A2"] = f"{standard.title}（{standard.reference}）自动测算", _ADVICE
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.column_dimensions["A"].width = 40
    for place, indicator in enumerate(standard.indicators):
        sheet[f"A{6 + place}"] = indicator.name
    end = 6 + len(standard.indicators)
    for text, row in (
        ("指标", 5),
        ("综合差异系数", end),
        ("计入的校数", end + 1),
        ("学段结论", end + 2),
        ("全县结论", end + 3),
    ):
        _head(sheet, f"A{row}", text)
    for layout in layouts:
        _of_stage(sheet, layout, end)
    outcomes = [f"{chr(ord(_mean_column(each)) + 1)}{end + 2}" for each in layouts]
    doubt = f"SUM({layouts[0].column(layouts[0].doubt)})>0"
    sheet[f"B{end + 3}"] = "=" + _all_of(
        [f'{each}="{unit.FAILS}"' for each in outcomes],
        [f'{each}="{unit.OPEN}"' for each in outcomes] + [doubt],
    )


def _of_stage(sheet: Worksheet, layout: Layout, end: int) -> None:
    first = _mean_column(layout)
    mean, cv, ceiling, judged = (chr(ord(first) + step) for step in range(4))
    limit = layout.standard.cv_ceiling[layout.stage].value
    for letter, text in ((mean, "平均"), (cv, "差异系数"), (ceiling, "上限"), (judged, "结论")):
        _head(sheet, f"{letter}5", f"{layout.stage.label}\n{text}")
    units, pupils = f"SUM({layout.column('B')})", f"SUM({layout.column('C')})"
    for place in range(len(layout.indicators)):
        row, values = _result_row(layout, place), layout.column(layout.value(place))
        whole = f"AND({units}>0,COUNT({values})={units})"
        sheet[f"{mean}{row}"] = (
            f'=IF({whole},SUMPRODUCT({layout.column("C")},{values})/{pupils},"{unit.OPEN}")'
        )
        squares = f"SUM({layout.column(layout.square(place))})"
        sheet[f"{cv}{row}"] = (
            f'=IF(ISNUMBER({mean}{row}),IF({mean}{row}>0,SQRT({squares}/{pupils})/{mean}{row},"{unit.OPEN}"),"{unit.OPEN}")'
        )
        sheet[f"{mean}{row}"].number_format, sheet[f"{cv}{row}"].number_format = "0.000", "0.000"
        if layout.standard.judges_each:
            sheet[f"{ceiling}{row}"] = float(limit)
            sheet[f"{judged}{row}"] = _judged(f"{cv}{row}", limit)
    measured = f"{cv}6:{cv}{end - 1}"
    sheet[f"{cv}{end}"] = f'=IF(COUNT({measured})={len(layout.indicators)},AVERAGE({measured}),"{unit.OPEN}")'
    sheet[f"{cv}{end}"].number_format = "0.000"
    if not layout.standard.judges_each:
        sheet[f"{ceiling}{end}"], sheet[f"{judged}{end}"] = float(limit), _judged(f"{cv}{end}", limit)
    sheet[f"{cv}{end + 1}"] = f"={units}"
    found = [layout.column(layout.verdict), f"{judged}6:{judged}{end}"]
    fails = [f'COUNTIF({each},"{unit.FAILS}")>0' for each in found]
    # An indicator that cannot be worked out leaves the stage open, judged by itself or not.
    open_ = [
        f"{units}=0",
        f'COUNTIF({cv}6:{cv}{end},"{unit.OPEN}")>0',
        *(f'COUNTIF({each},"{unit.OPEN}")>0' for each in found),
    ]
    sheet[f"{cv}{end + 2}"] = f'=IF({units}=0,"{unit.OPEN}",{_all_of(fails, open_)})'


def _judged(cv: str, limit: Fraction) -> str:
    within = f"ROUND({cv}-{unit.number(limit)},12)<=0"
    return f'=IF(ISNUMBER({cv}),IF({within},"{unit.PASSES}","{unit.FAILS}"),"{unit.OPEN}")'


def _all_of(fails: list[str], open_: list[str]) -> str:
    """``outcomes.all_of``."""
    return f'IF(OR({",".join(fails)}),"{unit.FAILS}",IF(OR({",".join(open_)}),"{unit.OPEN}","{unit.PASSES}"))'


def _head(sheet: Worksheet, address: str, text: str) -> None:
    head = sheet[address]
    head.value, head.font = text, Font(bold=True)
    head.fill = PatternFill("solid", fgColor="DDEBF7")
    head.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
    sheet.column_dimensions["".join(filter(str.isalpha, address))].width = 28 if address[0] == "A" else 14

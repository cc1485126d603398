"""The demonstration's ledgers as files: three as the template makes them, one as no clerk should."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from assessments.demo import cast, counties, figures, rows
from assessments.demo.plans import County
from schools.figures import template
from schools.ledger import template as ledger
from schools.ledger.columns import COLUMNS, Column, Value
from schools.ledger.xlsx import timeless

FAULTY = "示例-有错误的台账.xlsx"

# What a hurried office gets wrong, school by school: the cells as they are typed.
FAULTS: Mapping[str, Mapping[str, Value]] = {
    "实验小学": {"equipment_value": 2_385_000, "pupils_primary": "９６９"},
    "育才小学": {"teachers_bachelor_primary": 92},
    "文澜小学": {"teachers_backbone_primary": 260, "books": "约3万"},
    "芦湾镇中心小学": {"code": "9901020005"},
    "槐里镇中心小学": {"teaching_room_area": 48_200},
    "双塔镇中心小学": {"largest_class_primary": 23},
    "茶亭镇中心小学": {"school_type": "中心校"},
    "枣园镇中心小学": {"code": "99010208"},
    "白鹭镇中心小学": {"classes_primary": None},
    "芦湾镇上湾小学": {"indoor_sports_area": 4_100},
    "槐里镇下湾小学": {"books": 486_000},
    "双塔镇东湾小学": {"teachers_pe_primary": -1},
    "茶亭镇西湾小学": {"built_year": 1092},
    "第二中学": {"graduates": 512, "teachers_primary": 3},
    "第三中学": {"fitness_passed": 1_790},
    "芦湾镇初级中学": {"computers": "86.5"},
    "槐里镇初级中学": {"sports_ground_area": 21},
    "双塔镇初级中学": {"fitness_tested": 4_050, "code": 9901020021},
    "茶亭镇初级中学": {"name": "双塔镇初级中学"},
    "枣园镇九年一贯制学校": {"pupils_junior": None},
}


def write(county: County, path: Path) -> None:
    """Write the county's ledger to *path*: the same bytes whenever and wherever it is written."""
    ledger.write_template(
        path, rows=rows.of_county(county), county=cast.COUNTIES[county.code], year=county.year
    )
    timeless.forget_the_clock(path)


def write_figures(county: County, path: Path) -> None:
    """Write the county's own figures to *path*: the same bytes whenever and wherever."""
    template.write_template(
        path, values=figures.of_county(county), county=cast.COUNTIES[county.code], year=county.year
    )


def write_faulty(path: Path) -> None:
    """Write a ledger in a layout of the office's own, with a dozen mistakes, to *path*."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "汇总表"
    order = sorted(COLUMNS, key=lambda column: column.field != "name")
    sheet.append(["示例乙县义务教育学校基本情况汇总表（示例数据，有意写错，供试用校核）"])
    sheet.append(["填报单位：示例乙县教育局", *[None] * 8, f"{cast.YEAR} 学年"])
    sheet.append(["序号", *map(_heading, order), "备注"])
    for number, school in enumerate(_faulty_rows(), start=1):
        sheet.append([number, *(_cell(column, school[column.field]) for column in order), None])
    sheet.append(["注：本表为虚构的示例数据。"])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=20)
    sheet.merge_cells(start_row=2, start_column=1, end_row=2, end_column=9)
    sheet["A1"].font, sheet["A1"].alignment = Font(size=16, bold=True), Alignment(horizontal="center")
    timeless.save(book, path)


def _faulty_rows() -> Iterable[Mapping[str, Value]]:
    for school in rows.of_county(counties.NARROW):
        yield {**school, **FAULTS.get(str(school["name"]), {})}


def _heading(column: Column) -> str:
    """Headings as they are typed to fit narrow columns."""
    return column.title.replace("（", "\n（", 1)


def _cell(column: Column, value: Value) -> Value:
    if isinstance(value, bool):
        return "是" if value else "否"
    return column.choices.get(str(value), value)

"""A county whose ledger is in order: invented schools, realistic figures, no problem in any rule."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TypedDict

from schools.ledger.columns import BY_FIELD, COLUMNS, Value
from schools.ledger.rows import Reading, Row, RowCells
from schools.ledger.xlsx.grid import letters

Values = dict[str, Value]
CLASS = {"primary": 42, "junior": 46}


class Stages(TypedDict, total=False):
    primary: int
    junior: int
    senior: int


def stage_figures(stage: str, pupils: int) -> Values:
    """The figures of one stage of *pupils* pupils, all in agreement with each other."""
    classes = max(1, -(-pupils // CLASS[stage]))
    teachers = max(2, pupils // 14)
    arts = max(1, pupils // 100)
    figures: Values = {
        "grades": 6 if stage == "primary" and pupils >= 100 else 3 if stage == "junior" else 1,
        "pupils": pupils,
        "pupils_in_zone": pupils * 9 // 10,
        "classes": max(classes, 6 if stage == "primary" and pupils >= 100 else 1),
        "largest_class": min(CLASS[stage], pupils),
        "oversize_classes": 0,
        "large_classes": 0,
        "superlarge_classes": 0,
        "teachers": teachers,
        "teachers_bachelor": teachers * 6 // 10,
        "teachers_graduate": teachers // 20,
        "teachers_midrank": teachers // 2,
        "teachers_backbone": max(1, pupils // 90),
        "teachers_pe": arts,
        "teachers_music": max(0, arts - 1),
        "teachers_fineart": 0,
        "teachers_art": 0,
        "teachers_visiting_pe_art": 0,
    }
    if stage == "primary":
        figures["teachers_college"] = teachers * 3 // 10
    return {f"{field}_{stage}": value for field, value in figures.items()}


def school(number: int, name: str, school_type: str, stages: Stages, **changes: Value) -> Values:
    """One school's row; *changes* overwrite what is derived from its pupils."""
    row: Values = {
        "code": f"99010{number:05d}",
        "name": name,
        "school_type": school_type,
        "founder": "7",
        "locale": "镇区",
        "boarding": False,
        "built_year": 1980 + number,
        "dense_urban": False,
    }
    pupils = {"primary": stages.get("primary", 0), "junior": stages.get("junior", 0)}
    everybody = sum(pupils.values()) + stages.get("senior", 0)
    for stage, number_of_pupils in pupils.items():
        if number_of_pupils:
            row |= stage_figures(stage, number_of_pupils)
    if "senior" in stages:
        row["pupils_senior"] = stages["senior"]
    if everybody:
        row |= shared_figures(sum(pupils.values()), everybody, number)
        row |= staff(row)
    if pupils["junior"]:
        graduates = pupils["junior"] // 3
        row |= {
            "graduates": graduates,
            "entrants": graduates + 2,
            "cohort_transfers_in": 1,
            "cohort_deaths": 0,
            "cohort_transfers_out": 3,
        }
    return {field: two_places(value) for field, value in (row | changes).items()}


def two_places(value: Value) -> Value:
    return value.quantize(Decimal("0.01")) if isinstance(value, Decimal) else value


def shared_figures(pupils: int, everybody: int, number: int) -> Values:
    """What the whole school holds in common, a little different from school to school."""
    spread = Decimal(100 + number * 3) / 100
    return {
        "migrant_pupils": pupils // 10,
        "site_area": Decimal(everybody * 24) * spread,
        "building_area": Decimal(everybody * 9) * spread + 300,
        "teaching_room_area": Decimal(everybody * 7) * spread + 240,
        "indoor_sports_area": Decimal(everybody) / 2,
        "sports_ground_area": Decimal(everybody * 11) * spread,
        "leased_sports_area": Decimal(0),
        "leased_sports_walk_minutes": None,
        "other_sports_area": Decimal(0),
        "equipment_value": Decimal(everybody * 28) * spread / 100,
        "multimedia_rooms": max(2, everybody * 3 // 100 + number % 3),
        "computers": max(3, everybody * 14 // 100),
        "books": everybody * 30 + number * 11,
        "music_rooms_96": everybody // 500,
        "music_rooms_73": 1,
        "music_rooms_61": 0,
        "music_rooms_54": 0,
        "art_rooms_90": everybody // 500,
        "art_rooms_67": 1,
        "art_rooms_61": 0,
        "art_rooms_54": 0,
        "operating_budget": Decimal(everybody * 12) / 100,
        "training_budget": Decimal(everybody * 7) / 1000,
        "fitness_tested": pupils * 98 // 100,
        "fitness_passed": pupils * 95 // 100,
    }


def staff(row: Mapping[str, Value]) -> Values:
    teachers = sum(int(str(row.get(f"teachers_{stage}", 0))) for stage in ("primary", "junior"))
    return {"teachers_certified": teachers, "teachers_trained_360h": teachers}


def county_rows() -> list[Values]:
    """A county of sixteen schools of every type."""
    return [
        school(1, "示例县第一小学", "小学", {"primary": 1186}, locale="城区"),
        school(2, "示例县第二小学", "小学", {"primary": 902}),
        school(3, "示例县实验小学", "小学", {"primary": 1420}, locale="城区"),
        school(4, "示例县河东小学", "小学", {"primary": 388}),
        school(5, "示例县柳林乡中心小学", "小学", {"primary": 214}, locale="乡村", boarding=True),
        school(6, "示例县清溪小学", "小学", {"primary": 126}, locale="乡村", founder="8"),
        school(7, "示例县石桥教学点", "教学点", {"primary": 31}, locale="乡村"),
        school(8, "示例县启明小学", "小学", {"primary": 540}, founder="10"),
        school(9, "示例县第一初级中学", "初级中学", {"junior": 1105}, locale="城区"),
        school(10, "示例县第二初级中学", "初级中学", {"junior": 760}),
        school(11, "示例县柳林初级中学", "初级中学", {"junior": 333}, locale="乡村", boarding=True),
        school(12, "示例县九年一贯制学校", "九年一贯制学校", {"primary": 480, "junior": 240}),
        school(13, "示例县第一中学", "完全中学", {"junior": 620, "senior": 1500}, locale="城区"),
        school(14, "示例县育才学校", "十二年一贯制学校", {"primary": 600, "junior": 300, "senior": 420}),
        school(15, "示例县特殊教育学校", "特殊教育学校", {}),
        school(16, "示例县职业技术学校", "职业学校", {}),
    ]


def reading(rows: Sequence[Mapping[str, Value]], fields: Sequence[str] = ()) -> Reading:
    """Return *rows* as if read from a sheet 台账 whose data begin in row 5, one column a field.

    With *fields* only those columns are there.
    """
    columns = [column for column in COLUMNS if not fields or column.field in fields]
    empty: Values = dict.fromkeys(BY_FIELD)
    return Reading(
        rows=tuple(
            Row(
                sheet="台账",
                number=number,
                values=empty | {column.field: values.get(column.field) for column in columns},
                cells=RowCells(
                    {column.field: letters(place) for place, column in enumerate(columns, 1)},
                    number,
                    {column.field: text(values.get(column.field)) for column in columns},
                ),
            )
            for number, values in enumerate(rows, 5)
        ),
        fields=frozenset(column.field for column in columns),
        problems=(),
        notices=(),
    )


def text(value: Value) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else str(value)

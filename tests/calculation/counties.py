"""Invented schools for tests of the calculation."""

from collections.abc import Mapping
from fractions import Fraction

from indicators.calculation.facts import STAGES_OF, SchoolFacts, SchoolType, Stage

# What a school of 1,000 pupils in a stage has when it reaches every threshold with a little to spare.
AMPLE: Mapping[str, int] = {
    "teachers_college": 10,
    "teachers_bachelor": 50,
    "teachers_graduate": 10,
    "teachers_backbone": 12,
    "teachers_pe": 4,
    "teachers_music": 3,
    "teachers_fineart": 3,
    "teachers_art": 0,
    "teachers": 75,
    "teachers_midrank": 40,
}
AMPLE_SHARED: Mapping[str, int] = {
    "teaching_room_area": 8000,
    "indoor_sports_area": 1000,
    "sports_ground_area": 11000,
    "equipment_value": 300,
    "multimedia_rooms": 30,
    "computers": 150,
    "books": 30000,
}

Figure = int | str | Fraction | None


def school(
    name: str = "示例小学",
    *,
    school_type: SchoolType | None = SchoolType.PRIMARY,
    founder: str | None = "7",
    figures: Mapping[str, Figure] | None = None,
    **named: Figure,
) -> SchoolFacts:
    """Return a school of 1,000 pupils in each of its stages that reaches everything; what is given
    in *figures* or by name differs."""
    stages = STAGES_OF[school_type] if school_type else (Stage.PRIMARY,)
    filled: dict[str, Fraction | None] = {}
    for stage in stages:
        filled[f"pupils_{stage}"] = Fraction(1000)
        filled |= {f"{field}_{stage}": Fraction(amount) for field, amount in AMPLE.items()}
    filled |= {field: Fraction(amount * max(1, len(stages))) for field, amount in AMPLE_SHARED.items()}
    filled |= {
        field: None if figure is None else Fraction(figure)
        for field, figure in {**(figures or {}), **named}.items()
    }
    return SchoolFacts(
        code=f"code {name}", name=name, school_type=school_type, founder=founder, figures=filled
    )


def county(*schools: SchoolFacts) -> list[SchoolFacts]:
    """Return *schools* together with one plain junior school, so that both stages are there."""
    return [*schools, school("示例初中", school_type=SchoolType.JUNIOR)]

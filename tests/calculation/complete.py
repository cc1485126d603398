"""A county that meets everything both standards ask, and single changes to it.

Figures stand exactly at their limits wherever the law names one, so that one less (or more) fails.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from indicators import published
from indicators.calculation import whole
from indicators.calculation.facts import JUDGED, SchoolFacts, SchoolType, Stage
from indicators.calculation.items.judging import ItemFinding
from indicators.calculation.items.reading import Answer, CountyFacts
from indicators.calculation.standard import Standard
from indicators.calculation.whole import WholeFinding
from tests.calculation.counties import Figure, school

QUALITY, BASIC = published.load("quality-2017"), published.load("basic-2012")
YEAR = 2021
LAST_DAY = date(2022, 9, 30)  # of the allowances
Change = Callable[[CountyFacts], CountyFacts]

SCHOOL: Mapping[str, int] = {
    "teachers_certified": 75,
    "teachers_trained_360h": 75,
    "music_rooms_96": 2,
    "art_rooms_90": 2,
    "operating_budget": 100,
    "training_budget": 5,
    "built_year": 2017,
    "migrant_pupils": 0,
    "fitness_tested": 1000,
    "fitness_passed": 850,
}
OF_STAGE: Mapping[Stage, Mapping[str, int]] = {
    Stage.PRIMARY: {"classes": 24, "largest_class": 45, "oversize_classes": 0, "pupils_in_zone": 1000},
    Stage.JUNIOR: {"classes": 24, "largest_class": 50, "oversize_classes": 0, "pupils_in_zone": 950},
}
COHORT: Mapping[str, int] = {
    "graduates": 95,
    "entrants": 100,
    "cohort_transfers_in": 10,
    "cohort_deaths": 1,
    "cohort_transfers_out": 9,
}
COUNTY: Mapping[str, int | str] = {
    "population": 40,
    "funding_norm_primary": 650,
    "funding_norm_junior": 850,
    "small_school_pupils": 0,
    "small_school_funding": 0,
    "special_school_funding": 80,
    "special_school_pupils": 100,
    "teacher_pay": 90000,
    "civil_servant_pay": 90000,
    "rotation_eligible": 100,
    "rotated": 10,
    "rotated_backbone": 2,
    "senior_quota": 1000,
    "senior_quota_allocated": 500,
    "senior_quota_rural": 1,
    "migrant_eligible": 100,
    "migrant_in_public": 80,
    "migrant_in_purchased": 5,
    "disabled_children": 100,
    "disabled_enrolled": 95,
    "disabled_in_special": 20,
    "survey_total": 600,
    "survey_valid": 420,
    "survey_satisfied": 357,
    "survey_parents_total": 300,
    "basic_recognised_year": YEAR - 3,
    "allocation_growth": "8.1",
    "recurrent_revenue_growth": "8.0",
    "expenditure_per_pupil_growth_primary": "0.1",
    "expenditure_per_pupil_growth_junior": "0.1",
    "operating_per_pupil_growth_primary": "0.1",
    "operating_per_pupil_growth_junior": "0.1",
    "fee_reform_transfer": 100,
    "fee_reform_to_education": 50,
    "three_disabilities": 100,
    "three_disabilities_enrolled": 80,
    "retention_primary": 95,
}
KNOWN = {"locale", "boarding", "founder", "dense_urban"}
SUBJECTS = ("chinese", "maths", "science", "pe", "arts", "moral")


def a_school(name: str, school_type: SchoolType, stage: Stage, **figures: Figure) -> SchoolFacts:
    """Return a school of 1,000 pupils in a city that meets everything."""
    filled: dict[str, Figure] = {**SCHOOL, **(COHORT if stage is Stage.JUNIOR else {})}
    filled |= {f"{name}_{stage}": figure for name, figure in OF_STAGE[stage].items()}
    facts = school(name, school_type=school_type, figures={**filled, **figures})
    return replace(facts, locale="城区", boarding=False, dense_urban=False)


def complete() -> CountyFacts:
    """Return the county; its schools are one primary and one junior school."""
    codes = [item.code for standard in (QUALITY, BASIC) for item in standard.items]
    return CountyFacts(
        schools=(
            a_school("示例小学", SchoolType.PRIMARY, Stage.PRIMARY),
            a_school("示例初中", SchoolType.JUNIOR, Stage.JUNIOR),
        ),
        figures={
            **{name: Fraction(figure) for name, figure in COUNTY.items()},
            **{f"gap_{subject}": Fraction("0.149") for subject in SUBJECTS},
        },
        choices={f"level_{subject}": "Ⅲ" for subject in SUBJECTS},
        answers={code: Answer(met=True, conclusion="见佐证") for code in codes},
        year=YEAR,
        basic_composites={
            (year, stage): Fraction("0.6") if stage is Stage.PRIMARY else Fraction("0.5")
            for year in range(YEAR - 3, YEAR)
            for stage in JUDGED
        },
    )


def judged(*changes: Change, standard: Standard = QUALITY, on: date | None = LAST_DAY) -> WholeFinding:
    """Judge the complete county after *changes*."""
    facts = complete()
    for change in changes:
        facts = change(facts)
    return whole.judge(facts, standard, on=on)


def item_of(found: WholeFinding, code: str) -> ItemFinding:
    return next(each for each in found.items if each.item.code == code)


def county(**figures: int | str | None) -> Change:
    """Change county figures; None empties one."""
    changed = {name: None if figure is None else Fraction(figure) for name, figure in figures.items()}
    return lambda facts: replace(facts, figures={**facts.figures, **changed})


def primary(**figures: Figure) -> Change:
    """Change figures of the primary school."""
    return lambda facts: replace(facts, schools=(with_figures(facts.schools[0], figures), *facts.schools[1:]))


def junior(**figures: Figure) -> Change:
    """Change figures of the junior school."""
    return lambda facts: replace(
        facts, schools=(facts.schools[0], with_figures(facts.schools[1], figures), *facts.schools[2:])
    )


def with_figures(facts: SchoolFacts, figures: Mapping[str, Figure]) -> SchoolFacts:
    """Change figures, or what is known of the school itself where a name is no figure."""
    own = {name: figure for name, figure in figures.items() if name in KNOWN}
    changed = {
        name: None if figure is None else Fraction(figure)
        for name, figure in figures.items()
        if name not in KNOWN
    }
    known: dict[str, Any] = {**own}
    return replace(facts, figures={**facts.figures, **changed}, **known)


def also(*more: SchoolFacts) -> Change:
    """Add schools."""
    return lambda facts: replace(facts, schools=(*facts.schools, *more))


def answer(code: str, met: bool | None, score: Fraction | None = None) -> Change:
    """Change the county's conclusion on an item."""
    conclusion = "" if met is None else "见说明"
    return lambda facts: replace(
        facts, answers={**facts.answers, code: Answer(met=met, conclusion=conclusion, score=score)}
    )


def level(subject: str, reached: str | None) -> Change:
    """Change the level that pupils reached in a subject."""
    return lambda facts: replace(facts, choices={**facts.choices, f"level_{subject}": reached})

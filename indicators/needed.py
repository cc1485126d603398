"""Which county figures a standard asks for, found by asking it about a county that filled in none."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache

from indicators import published
from indicators.calculation import whole
from indicators.calculation.facts import JUDGED, SchoolFacts, SchoolType
from indicators.calculation.items.reading import CountyFacts
from schools.figures.columns import BY_FIELD

# A school too small to be funded by its pupils, of both stages: nothing is passed over for want of one.
_SCHOOL = SchoolFacts(
    code="0" * 10,
    name="",
    school_type=SchoolType.NINE_YEAR,
    founder="7",
    figures={f"pupils_{stage}": Fraction(1) for stage in JUDGED},
)


class _Unfilled(Mapping[str, None]):
    """Figures none of which is filled in; remembers which were asked for."""

    def __init__(self) -> None:
        self.asked: set[str] = set()

    def __getitem__(self, name: str) -> None:
        self.asked.add(name)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


@cache
def figures(code: str) -> frozenset[str]:
    """Return the fields of the county figures that items and survey of the standard *code* use."""
    unfilled = _Unfilled()
    facts = CountyFacts(schools=(_SCHOOL,), figures=unfilled, choices=unfilled, year=2000)
    whole.judge(facts, published.load(code), on=None)
    return frozenset(unfilled.asked & BY_FIELD.keys())

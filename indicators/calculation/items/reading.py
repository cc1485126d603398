"""What is known of a county beside its schools, and the taking of figures that is remembered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from indicators.calculation.facts import SchoolFacts, Stage
from indicators.calculation.outcomes import Outcome


@dataclass(frozen=True)
class Answer:
    """A county's conclusion (简要结论) on an item: *met* is None while it is not answered; *score* is
    what it claims of the item's points, where the province divides them."""

    met: bool | None
    conclusion: str = ""
    score: Fraction | None = None


@dataclass(frozen=True, kw_only=True)
class CountyFacts:
    """A county's figures under the field names of its template, its answers by item code, and the
    schools that count. A figure that is ``None`` or absent was not filled in.

    *too_small* are the teaching points (教学点) that do not count, but are funded all the same; *year*
    is the school year; *coefficients* what came of all coefficients of this year; *basic_composites*
    the composites (综合差异系数) of 2012 by year and stage, as far as known.
    """

    schools: tuple[SchoolFacts, ...]
    too_small: tuple[SchoolFacts, ...] = ()
    figures: Mapping[str, Fraction | None] = field(default_factory=dict)
    choices: Mapping[str, str | None] = field(default_factory=dict)
    answers: Mapping[str, Answer] = field(default_factory=dict)
    year: int | None = None
    coefficients: Outcome = Outcome.UNDETERMINED
    basic_composites: Mapping[tuple[int, Stage], Fraction] = field(default_factory=dict)


@dataclass
class Reading:
    """Gives figures to one method and remembers which it used and which were missing."""

    facts: CountyFacts
    used: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def county(self, name: str) -> Fraction | None:
        """Return a county figure."""
        return self._taken(name, self.facts.figures.get(name))

    def choice(self, name: str) -> str | None:
        found = self.facts.choices.get(name)
        self._taken(name, Fraction(1) if found else None)
        return found

    def school(self, school: SchoolFacts, name: str) -> Fraction | None:
        """Return a figure of one school."""
        return self._taken(name, school.figures.get(name))

    def optional(self, school: SchoolFacts, name: str) -> Fraction:
        """Return a figure a school may leave empty, which then is 0."""
        return school.figures.get(name) or Fraction(0)

    def total(self, name: str, schools: Iterable[SchoolFacts]) -> Fraction | None:
        """Add a figure over *schools*; None if one of them has not filled it in."""
        figures = [self.school(school, name) for school in schools]
        known = [figure for figure in figures if figure is not None]
        return sum(known, Fraction(0)) if len(known) == len(figures) else None

    def stage_total(self, name: str, stage: Stage, schools: Iterable[SchoolFacts]) -> Fraction | None:
        """Add the figure ``name_stage`` over those of *schools* that have the stage."""
        return self.total(f"{name}_{stage}", [school for school in schools if school.has_stage(stage)])

    def unknown(self, name: str) -> None:
        """Note that a figure is needed and missing."""
        self._taken(name, None)

    def _taken(self, name: str, figure: Fraction | None) -> Fraction | None:
        if name not in self.used:
            self.used.append(name)
        if figure is None and name not in self.missing:
            self.missing.append(name)
        return figure


def plus(*figures: Fraction | None) -> Fraction | None:
    """Add figures; None if one is missing.

    >>> plus(Fraction(1), Fraction(2)), plus(Fraction(1), None)
    (Fraction(3, 1), None)
    """
    known = [figure for figure in figures if figure is not None]
    return sum(known, Fraction(0)) if len(known) == len(figures) else None


def ratio(part: Fraction | None, whole: Fraction | None) -> Fraction | None:
    """Return part ÷ whole; None if one is missing or the whole is 0.

    >>> ratio(Fraction(1), Fraction(4)), ratio(Fraction(1), Fraction(0))
    (Fraction(1, 4), None)
    """
    return None if part is None or not whole else part / whole


def times(figure: Fraction | None, factor: Fraction) -> Fraction | None:
    """Multiply a figure; None if it is missing.

    >>> times(Fraction(2), Fraction(3)), times(None, Fraction(3))
    (Fraction(6, 1), None)
    """
    return None if figure is None else figure * factor

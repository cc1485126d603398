"""Whether a county is recognised (已认定), told in one place: by the assessment that ended so, until the
nation withdraws it (撤销认定) at the end of a review. It is stored nowhere else.

Both count by the school year of their figures: recognised from the assessment's year on, withdrawn from the
year of the figures that lay before the nation on. What is seen from an earlier year stays as it was.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery

from assessments.models import Assessment
from assessments.recheck import table
from assessments.recheck.models import RecheckChange
from assessments.workflow import Step

QUALITY = "quality"  # 优质均衡: the codes of its standards begin so


@dataclass(frozen=True, kw_only=True)
class Recognition:
    """A county's recognition from the school year *since* on, until *until*, if it was withdrawn."""

    code: str
    since: int
    until: int | None

    def holds_in(self, year: int) -> bool:
        """Tell whether the county is recognised, seen from the school *year*.

        >>> [Recognition(code="990101", since=2022, until=2024).holds_in(year) for year in (2021, 2023, 2024)]
        [False, True, False]
        """
        return self.since <= year and (self.until is None or year < self.until)


@dataclass(frozen=True, kw_only=True)
class Told:
    """An assessment by its key, where it stands, and the recognition that it ended with, if it did."""

    assessment: int
    code: str
    year: int
    step: Step
    recognition: Recognition | None


def with_withdrawal(rows: QuerySet[Assessment]) -> QuerySet[Assessment]:
    """Annotate ``withdrawn_in``, the school year, and ``withdrawn_at``, the moment; of most rows, nothing."""
    withdrawn = RecheckChange.objects.filter(
        recheck__assessment=OuterRef("pk"), target=table.Step.WITHDRAWN
    ).order_by("pk")
    return rows.annotate(
        withdrawn_in=Subquery(withdrawn.values("year")[:1]),
        withdrawn_at=Subquery(withdrawn.values("at")[:1]),
    )


def ever(rows: QuerySet[Assessment], *, year: int) -> QuerySet[Assessment]:
    """Those of *rows* that recognised a county up to the school *year*, withdrawn since or not: of a county's
    several the one that holds comes last."""
    found = with_withdrawal(rows.filter(step=Step.RECOGNISED, year__lte=year))
    held = Q(("withdrawn_in", None)) | Q(("withdrawn_in__gt", year))
    return found.annotate(holds=held).order_by("holds", "year", "pk")


def holds(assessment: Assessment) -> bool:
    """Tell whether *assessment* recognises its county to this day."""
    rows = Assessment.objects.filter(pk=assessment.pk, step=Step.RECOGNISED)
    return with_withdrawal(rows).filter(Q(("withdrawn_in", None))).exists()


def withdrawn(row: Assessment, *, year: int) -> datetime | None:
    """Return when it was withdrawn, of a row of ``with_withdrawal`` and as seen from the school *year*."""
    found: tuple[int | None, datetime | None] = vars(row)["withdrawn_in"], vars(row)["withdrawn_at"]
    return found[1] if found[0] is not None and found[0] <= year else None


def told(rows: QuerySet[Assessment]) -> Iterator[Told]:
    """Yield *rows*, the oldest first, each with the recognition (优质均衡) it ended with, in one query."""
    found = with_withdrawal(rows).order_by("year", "pk")
    names = ("pk", "county__code", "year", "step", "standard", "withdrawn_in")
    for key, code, year, step, standard, until in found.values_list(*names):
        recognised = step == Step.RECOGNISED and standard.startswith(QUALITY)
        yield Told(
            assessment=key,
            code=code,
            year=year,
            step=Step(step),
            recognition=Recognition(code=code, since=year, until=until) if recognised else None,
        )

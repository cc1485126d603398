"""The whole country at once: one county's year, judged by the product, copied row by row into many."""

import time
import zlib
from dataclasses import dataclass
from datetime import date
from io import StringIO
from itertools import cycle
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, models, transaction

from assessments import snapshots
from assessments.models import Assessment, Round, Snapshot
from assessments.workflow import Step
from counties.levels import Level
from counties.models import Division, Officer, User
from indicators.models import Calculation, CountyFigure, ItemFigure, SchoolFigure, StageFigure
from operations.models import Job
from schools import files
from schools.ledger.columns import Value
from schools.models import Ledger, LedgerContent, School, SchoolYear
from tests.factories import NOW, division, officer
from tests.ledgers.rows import school
from tests.steps import STANDARD, judged, workbook

YEARS = (2023, 2024, 2025)
SCHOOLS = 74  # of a county: 2,846 of them make 210,000
MOMENTS = {"opened_at": NOW, "moved_at": NOW}
BLOCK = 1_000_000  # keys of one copy begin this far from those of the one before
YEARLY = (Job, Ledger, SchoolYear, Calculation, StageFigure, CountyFigure, SchoolFigure, ItemFigure)


@dataclass(frozen=True)
class Column:
    """A column of the table, and what stands in it in a copy."""

    name: str
    copied: str


def build(count: int) -> None:
    """Build *count* counties, unless they are there."""
    settings.JOBS_WAKE, began = "none", time.monotonic()
    call_command("migrate", verbosity=0)
    if School.objects.count() >= count * SCHOOLS:
        return
    with transaction.atomic():
        first = officer("first", division("990101", "示例县"), Officer.Role.CLERK)
        calculation = judged(first, workbook(rows()))
        made = counties(count)
        copy(calculation, made)
        officers(made, Officer.Role.CLERK)
        above = Division.objects.current().exclude(level=Level.COUNTY).exclude(code__startswith="99")
        officers(list(above), Officer.Role.INSPECTOR)
        assessments(made)
        LedgerContent.objects.create(
            ledger=Ledger.objects.order_by("-pk")[0], content=LedgerContent.objects.get().content
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # when all is there: half of it would tell the planner the wrong sizes
    seconds = time.monotonic() - began
    print(f"{count} counties, {School.objects.count()} schools, built in {seconds:.0f} s")


def rows() -> list[dict[str, Value]]:
    """The schools of the county that is copied: two thirds primary, the others junior."""
    kinds = [("小学", "primary"), ("小学", "primary"), ("初级中学", "junior")]
    made = []
    for number, (kind, stage) in zip(range(SCHOOLS), cycle(kinds), strict=False):
        pupils: Any = {stage: 300 + 7 * number}
        made.append(school(number % 15, f"第{number}学校", kind, pupils) | {"code": f"9901{number:06d}"})
    return made


def counties(count: int) -> list[Division]:
    """Load the country's divisions; return the first *count* of its counties."""
    call_command("load_divisions", verbosity=0, stdout=StringIO())
    return list(Division.objects.current().counties().exclude(code__startswith="99").order_by("code")[:count])


def officers(divisions: list[Division], role: Officer.Role) -> list[User]:
    users = User.objects.bulk_create(
        [User(username=f"{each.level}-{each.code}", password="!") for each in divisions]
    )
    Officer.objects.bulk_create(
        [
            Officer(user=user, division=division, role=role, began_on=date(2020, 9, 1))
            for user, division in zip(users, divisions, strict=True)
        ]
    )
    return users


def assessments(counties: list[Division]) -> None:
    """An assessment of every county's last year but one, at one step or another; that of the last county is
    under review by its city, with its snapshot."""
    opened = {"year": YEARS[-2], "standard": STANDARD, "opened_by": User.objects.get(username="first")}
    steps = cycle(Step)
    rows = [
        Assessment(county=each, step=(step := next(steps)), held_by=step.holder, **opened, **MOMENTS)
        for each in counties[:-1]
    ]
    Assessment.objects.bulk_create(rows)
    last = Assessment.objects.create(
        county=counties[-1], step=Step.CITY_REVIEW, held_by=Level.CITY, **opened, **MOMENTS
    )
    first_round = Round.objects.create(assessment=last, number=1, opened_by=last.opened_by, opened_at=NOW)
    content = snapshots.freeze(last, at=NOW)
    Snapshot.objects.create(
        round=first_round, sha256=files.digest(content), content=zlib.compress(content), made_at=NOW
    )


def copy(calculation: Calculation, into: list[Division]) -> None:
    """Give every county of *into* the schools and, for each of ``YEARS``, the ledger and figures that
    *calculation* was made from and into."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE copies (n bigint, m bigint, county bigint, year integer)")
        rows = [
            (1 + m * len(YEARS) + place, 1 + m, county.pk, year)
            for m, county in enumerate(into)
            for place, year in enumerate(YEARS)
        ]
        cursor.executemany("INSERT INTO copies VALUES (%s, %s, %s, %s)", rows)
        once = f"copies c WHERE c.year = {YEARS[0]}"
        cursor.execute(_statement(School, once))
        for model in YEARLY:
            cursor.execute(_statement(model, "copies c WHERE 1 = 1"))


def _statement(model: type[models.Model], copies: str) -> str:
    table = model._meta.db_table
    columns = [_column(model, field) for field in model._meta.concrete_fields]
    source, _, where = copies.partition(" WHERE ")
    names, values = (", ".join(getattr(each, part) for each in columns) for part in ("name", "copied"))
    originals = f"{where} AND o.id < {BLOCK}"
    return f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} o, {source} WHERE {originals}"


def _column(model: type[models.Model], field: "models.Field[Any, Any]") -> Column:
    """Keys are moved by a block, what belongs to county or year is the copy's; the rest stays."""
    name, number = f'"{field.column}"', "c.m" if model is School else "c.n"
    copied = f"o.{name}"
    if field.primary_key or field.related_model in YEARLY:
        copied += f" + {number} * {BLOCK}"
    elif field.related_model is School:
        copied += f" + c.m * {BLOCK}"
    elif field.name in {"county", "year"}:
        copied = f"c.{field.name}"
    elif field.name == "code" and model in {School, SchoolYear}:
        school = "o.id" if model is School else "o.school_id"
        copied = f"CAST(1000000000 + c.m * 1000 + {school} % 1000 AS text)"
    elif field.unique and isinstance(field, models.CharField):
        copied = "CAST(c.n AS text) || '-' || CAST(o.id AS text)"
    return Column(name, copied)

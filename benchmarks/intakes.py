"""The intake of a ledger and what it is held against, step by step, on the database that is there."""

import cProfile
import gc
import io
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from itertools import cycle
from pstats import SortKey, Stats
from unittest import mock

from django.db import connection, transaction
from django.db.models import Model
from import_export import fields, resources, widgets
from openpyxl import Workbook
from python_calamine import CalamineWorkbook
from tablib import Dataset

from assessments import actions as assessments
from counties.models import Officer
from operations import apart, append_only, jobs
from schools import comparisons, reader, transport
from schools.ledger.columns import COLUMNS, Kind, Value
from schools.ledger.template import FIRST_ROW, SHEET
from schools.models import Ledger, School, SchoolYear
from tests.factories import NOW, division, officer
from tests.ledgers.rows import Stages, school
from tests.steps import sent, workbook

SCHOOLS, ROUNDS, STARTS = 400, 7, 5
GOAL, AGAINST_IMPORT_EXPORT = 3.0, 5.0
YEAR = 2025
FIELDS = [column.field for column in COLUMNS]
TYPES = ("小学", "初级中学", "九年一贯制学校")
Values = dict[str, Value]
Times = dict[str, list[float]]


class SchoolYearResource(resources.ModelResource):
    """The table as django-import-export fills it when nothing is tuned."""

    school = fields.Field("school", "school", widgets.ForeignKeyWidget(School, "code"))

    class Meta:
        model = SchoolYear
        import_id_fields = ("ledger", "school")
        fields = ("ledger", "school", "sheet", "row", *FIELDS)


def measure(*, profile: bool) -> int:
    """Print what was measured and return 1 where a goal is missed, otherwise 0."""
    clerk = officer("clerk", division("990101", "示例县"), Officer.Role.CLERK)
    times: Times = {}
    with mock.patch.object(apart, "run", _in_this_process):
        intake(clerk, workbook(rows(0)), YEAR - 1, None, times)
        before = intake(clerk, workbook(rows(0)), YEAR, None, times)
        contents = [workbook(rows(number)) for number in range(1, ROUNDS + 1)]
        if profile:
            _tell_where_time_goes(lambda: intake(clerk, contents[0], YEAR, before, times))
            return 0
        times.clear()
        for content in contents:  # turn about, so that a busy machine slows both
            gc.collect()
            with _unguarded(SchoolYear), _timed(times, "floor"):
                floor(content, before)
            with _timed(times, "ours"):
                intake(clerk, content, YEAR, before, times)
    table = _plain_table(contents[0], before)
    with _unguarded(SchoolYear), _timed(times, "import-export"):
        _through_import_export(table)
    return _judged(times)


def rows(version: int) -> list[Values]:
    """A county in which nothing is refused; each version has some figures of its own."""
    found: list[Values] = []
    for number, kind in zip(range(SCHOOLS), cycle(TYPES), strict=False):
        primary, junior = Stages(primary=300 + number), Stages(junior=200 + number)
        stages: Stages = {"小学": primary, "初级中学": junior}.get(kind, {**primary, **junior})
        row = school(number % 15, f"示例第{number}学校", kind, stages) | {"code": f"9901{number:06d}"}
        more = version if number < 5 * version else 0
        found.append(row | {"books": int(str(row["books"])) + more})
    return found


def intake(clerk: Officer, content: bytes, year: int, before: Ledger | None, times: Times) -> Ledger:
    """Take *content* from its bytes to accepted rows, adding to *times* how long each step took."""
    with _timed(times, "receive"):
        ledger = sent(clerk, content, year=year)
    with _timed(times, "check"):
        assert jobs.run(ledger.job_id)
    ledger.refresh_from_db()
    assert (ledger.state, ledger.schools) == (Ledger.State.CHECKED, SCHOOLS)
    if before:
        with _timed(times, "differences"):
            difference = comparisons.made(before, ledger)
            assert difference.figures_changed
            assert difference.totals
    with _timed(times, "accept"):
        return assessments.accept_ledger(ledger=ledger, by=clerk, at=NOW)


def floor(content: bytes, ledger: Ledger) -> None:
    """Read with calamine and write over the rows of *ledger*, looking at nothing."""
    read = _calamine(content)
    keys = dict(School.objects.filter(code__in=[row["code"] for row in read]).values_list("code", "pk"))
    with transaction.atomic():
        SchoolYear.objects.bulk_create(
            [
                SchoolYear(ledger=ledger, school_id=keys[str(row["code"])], sheet=SHEET, row=place, **row)
                for place, row in enumerate(read, FIRST_ROW)
            ],
            update_conflicts=True,
            unique_fields=["ledger", "school"],
            update_fields=["sheet", "row", *FIELDS],
        )


def _calamine(content: bytes) -> list[Values]:
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(SHEET)
    typed = [_TYPED.get(column.kind, str) for column in COLUMNS]
    return [
        {
            field: None if cell == "" else kind(cell)
            for field, kind, cell in zip(FIELDS, typed, line, strict=True)
        }
        for line in sheet.to_python()[FIRST_ROW - 1 :]
        if line[0]
    ]


def _decimal(cell: object) -> Decimal:
    return Decimal(str(cell))


def _founder(cell: object) -> str:
    return str(cell).split(" ", maxsplit=1)[0]


_TYPED: "dict[Kind, Callable[..., Value]]" = {
    Kind.INT: int,
    Kind.DECIMAL1: _decimal,
    Kind.DECIMAL2: _decimal,
    Kind.DECIMAL3: _decimal,
    Kind.BOOL: lambda cell: cell == "是",
    Kind.CHOICE: _founder,
}


def _plain_table(content: bytes, ledger: Ledger) -> bytes:
    """The rows of *content* as import-export wants them: one sheet, named fields, nothing else."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["ledger", "school", "sheet", "row", *FIELDS])
    for place, row in enumerate(_calamine(content), FIRST_ROW):
        sheet.append([ledger.pk, row["code"], SHEET, place, *row.values()])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _through_import_export(table: bytes) -> None:
    for dry_run in (True, False):  # the page reads the file for each
        read = Dataset().load(table, format="xlsx")
        result = SchoolYearResource().import_data(read, dry_run=dry_run, raise_errors=True)
        assert result.total_rows == SCHOOLS


def _in_this_process(_module: str, kind: str, *, data: bytes, wall: float) -> bytes:
    assert wall
    return reader.answer(kind, data)


def _start_of_a_process() -> float:
    """How long a reader takes that has nothing to read."""
    taken = []
    for _ in range(STARTS):
        began = time.perf_counter()
        apart.run("schools.reader", Ledger.Kind.SCHOOLS.value, data=transport.question(b"", {}), wall=30)
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


@contextmanager
def _unguarded(model: type[Model]) -> Iterator[None]:
    """Lift what keeps the rows of *model* as they were written: who looks at nothing writes over them."""
    append_only.lift(connection, model._meta.db_table)
    try:
        yield
    finally:
        append_only.guard(connection, model._meta.db_table)


@contextmanager
def _timed(times: Times, step: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    times.setdefault(step, []).append(time.perf_counter() - began)


def _tell_where_time_goes(work: Callable[[], object]) -> None:
    profiler = cProfile.Profile()
    profiler.runcall(work)
    Stats(profiler).sort_stats(SortKey.CUMULATIVE).print_stats(90)
    Stats(profiler).sort_stats(SortKey.TIME).print_stats(50)


def _judged(times: Times) -> int:
    took = {step: min(taken) for step, taken in times.items()}
    filled = statistics.mean(sum(value is not None for value in row.values()) for row in rows(0))
    print(f"{connection.vendor}: {SCHOOLS} schools, {filled:.0f} of {len(COLUMNS)} columns filled")
    for step in ("receive", "check", "differences", "accept"):
        print(f"  {step:12} {took[step]:.3f} s")
    print(f"  starting the reader's process {_start_of_a_process():.3f} s, once in an intake: apart")
    ratio, faster = took["ours"] / took["floor"], took["import-export"] / took["ours"]
    print(f"floor {took['floor']:.3f} s   ours {took['ours']:.3f} s   ratio {ratio:.2f}   goal {GOAL:.2f}")
    print(
        f"import-export {took['import-export']:.3f} s   ours {took['ours']:.3f} s   "
        f"{faster:.1f} times as fast   goal {AGAINST_IMPORT_EXPORT:.1f}"
    )
    return 0 if ratio <= GOAL and faster >= AGAINST_IMPORT_EXPORT else 1

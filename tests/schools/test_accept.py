"""Accepting puts all of a ledger in force, or nothing of it."""

from decimal import Decimal

import pytest

from counties.models import Division, Officer
from operations.models import AuditEvent
from schools import acceptance, actions, files
from schools.actions import Refused
from schools.ledger.problems import Severity
from schools.ledger.rows import Reading
from schools.models import Ledger, LedgerContent, LedgerProblem, School, SchoolYear
from tests.factories import NOW
from tests.forging import unguarded
from tests.ledgers.rows import county_rows
from tests.steps import accepted, checked, renumbered, sent, workbook

pytestmark = pytest.mark.django_db


def accept(ledger: Ledger, by: Officer) -> Ledger:
    return acceptance.accept(ledger=ledger, reading=actions.read_again(ledger), by=by, at=NOW)


def test_every_row_is_there_with_every_value_as_it_was_written(clerk: Officer) -> None:
    ledger = accepted(clerk)
    rows = {row.school.code: row for row in ledger.rows.select_related("school")}
    assert len(rows) == 16
    for written in county_rows():
        kept = rows[str(written["code"])].values
        for field, value in written.items():
            assert kept[field] == value, field
    assert isinstance(rows["9901000001"].values["teaching_room_area"], Decimal)


def test_it_says_who_accepted_it_and_when(clerk: Officer) -> None:
    ledger = accepted(clerk)
    assert (ledger.accepted_by, ledger.accepted_at) == (clerk.user, NOW)
    assert AuditEvent.objects.get(action="ledger.accepted").detail["sha256"] == ledger.sha256


def test_the_version_before_is_replaced_and_stays_as_it_was(clerk: Officer) -> None:
    first = accepted(clerk)
    second = accepted(clerk, workbook(county_rows()[:10]))
    first.refresh_from_db()
    assert (first.state, second.state) == (Ledger.State.REPLACED, Ledger.State.ACCEPTED)
    assert (first.rows.count(), second.rows.count()) == (16, 10)
    assert School.objects.count() == 16


def test_a_school_keeps_its_row_under_a_new_name(clerk: Officer) -> None:
    accepted(clerk)
    rows = county_rows()
    rows[0]["name"] = "示例县第一小学（新校区）"
    accepted(clerk, workbook(rows))
    school = School.objects.get(code=rows[0]["code"])
    assert (school.name, school.years.count()) == (rows[0]["name"], 2)


def test_a_ledger_with_errors_is_not_accepted(clerk: Officer) -> None:
    rows = county_rows()
    rows[3]["pupils_primary"] = None
    ledger = checked(clerk, workbook(rows))
    with pytest.raises(Refused, match="处错误"):
        accept(ledger, clerk)
    assert not SchoolYear.objects.exists()


def test_a_ledger_is_not_accepted_before_its_check_nor_twice(clerk: Officer) -> None:
    with pytest.raises(Refused, match="校核中"):
        accept(sent(clerk), clerk)
    ledger = accepted(clerk)
    with pytest.raises(Refused, match="已采用"):
        accept(ledger, clerk)
    assert ledger.rows.count() == 16


def test_bytes_that_have_changed_since_are_not_accepted(clerk: Officer) -> None:
    ledger = checked(clerk)
    files.path_of(ledger.sha256).write_bytes(workbook(county_rows()[:3]))
    with pytest.raises(Refused, match="重新上传"):
        actions.read_again(ledger)


def test_what_is_stored_is_what_was_checked_and_what_a_new_reading_gives(clerk: Officer) -> None:
    """Of every kind of value: the sixteen schools are of all types."""
    ledger = checked(clerk)
    kept, read = actions.as_checked(ledger), actions.read_again(ledger)
    assert isinstance(kept, Reading)
    assert isinstance(read, Reading)
    assert [(row.sheet, row.number) for row in kept.rows] == [(row.sheet, row.number) for row in read.rows]
    for ours, theirs in zip(kept.rows, read.rows, strict=True):
        filled = {field: value for field, value in theirs.values.items() if value is not None}
        assert ours.values == filled
        assert {type(ours.values[field]) is type(filled[field]) for field in filled} == {True}


def test_what_was_checked_is_not_taken_where_the_bytes_have_changed(clerk: Officer) -> None:
    ledger = checked(clerk)
    files.path_of(ledger.sha256).write_bytes(workbook(county_rows()[:3]))
    with pytest.raises(Refused, match="重新上传"):
        actions.as_checked(ledger)


def test_a_version_whose_reading_was_not_kept_is_read_again(clerk: Officer) -> None:
    ledger = checked(clerk)
    with unguarded(LedgerContent):
        LedgerContent.objects.filter(ledger=ledger).delete()
    reading = actions.as_checked(ledger)
    assert isinstance(reading, Reading)
    assert all(row.cells for row in reading.rows)


def test_a_school_entered_by_another_county_meanwhile_stops_it_all(
    clerk: Officer, neighbours_clerk: Officer, neighbour: Division
) -> None:
    ledger = checked(clerk)
    School.objects.create(code=str(county_rows()[7]["code"]), name="邻县小学", county=neighbour)
    with pytest.raises(Refused, match="其他县"):
        accept(ledger, clerk)
    ledger.refresh_from_db()
    assert ledger.state == Ledger.State.CHECKED
    assert School.objects.get().name == "邻县小学"


def test_nobody_else_accepts(clerk: Officer, neighbours_clerk: Officer, city_inspector: Officer) -> None:
    ledger = checked(clerk)
    for stranger in (neighbours_clerk, city_inspector):
        with pytest.raises(Refused):
            accept(ledger, stranger)


def query_of(ledger: Ledger, severity: Severity = Severity.QUERY) -> LedgerProblem:
    return LedgerProblem.objects.create(ledger=ledger, severity=severity, code="outlier", message="偏大")


def explain(problem: LedgerProblem, text: str, by: Officer) -> LedgerProblem:
    return actions.explain(problem=problem, text=text, by=by, at=NOW)


def test_a_query_is_explained_and_the_explanation_taken_back(clerk: Officer) -> None:
    problem = query_of(checked(clerk))
    assert explain(problem, "  新校区九月启用  ", clerk).explanation == "新校区九月启用"
    assert explain(problem, "", clerk).explanation == ""
    assert AuditEvent.objects.filter(action="problem.explained").count() == 2


def test_an_error_cannot_be_explained_away(clerk: Officer) -> None:
    problem = query_of(checked(clerk), Severity.ERROR)
    with pytest.raises(Refused, match="改正"):
        explain(problem, "就是这样", clerk)


def test_nothing_is_explained_in_a_replaced_ledger_or_by_a_neighbour(
    clerk: Officer, neighbours_clerk: Officer
) -> None:
    ledger = accepted(clerk)
    problem = query_of(ledger)
    with pytest.raises(Refused):
        explain(problem, "不关我事", neighbours_clerk)
    accepted(clerk, workbook(county_rows()[:10]))
    with pytest.raises(Refused, match="取代"):
        explain(problem, "晚了", clerk)


def test_the_neighbours_schools_under_their_own_codes_are_accepted_too(
    clerk: Officer, neighbours_clerk: Officer
) -> None:
    accepted(clerk)
    accepted(neighbours_clerk, workbook(renumbered(county_rows(), "990102")))
    assert School.objects.count() == 32

"""Checking: every problem at once, or the refusal; harmless when run again."""

import pytest

from counties.models import Division, Officer
from operations import jobs
from operations.models import Job
from schools import files
from schools.ledger.problems import Severity
from schools.models import Ledger, LedgerProblem, School
from tests.ledgers.rows import county_rows
from tests.steps import accepted, checked, renumbered, sent, workbook

pytestmark = pytest.mark.django_db


def test_an_orderly_ledger_is_checked_without_errors(clerk: Officer) -> None:
    ledger = checked(clerk)
    assert (ledger.state, ledger.schools) == (Ledger.State.CHECKED, 16)
    assert ledger.job.state == Job.State.DONE
    assert not ledger.problems.filter(severity=Severity.ERROR).exists()


def test_every_problem_names_its_cell(clerk: Officer) -> None:
    rows = county_rows()
    rows[3]["pupils_primary"] = None
    rows[5]["teachers_backbone_primary"] = 9999
    found = list(checked(clerk, workbook(rows)).problems.filter(severity=Severity.ERROR))
    assert {problem.school for problem in found} >= {rows[3]["name"], rows[5]["name"]}
    assert all(problem.sheet and problem.cell and problem.remedy for problem in found)


def test_a_workbook_without_a_ledger_is_refused_with_its_reason(clerk: Officer) -> None:
    ledger = checked(clerk, workbook([]))
    problem = ledger.problems.get()
    assert ledger.state == Ledger.State.REFUSED
    assert problem.code.startswith("E")
    assert problem.remedy


def test_a_school_of_another_county_is_an_error_that_does_not_say_whose(
    clerk: Officer, neighbours_clerk: Officer, neighbour: Division
) -> None:
    accepted(neighbours_clerk)
    ledger = checked(clerk)
    found = ledger.problems.filter(code="school_belongs_to_another_county")
    assert found.count() == School.objects.filter(county=neighbour).count() == 16
    for problem in found:
        told = f"{problem.message}{problem.remedy}{problem.expected}"
        assert neighbour.name not in told
        assert neighbour.code not in told


def test_running_the_check_again_changes_nothing(clerk: Officer) -> None:
    rows = county_rows()
    rows[3]["pupils_primary"] = None
    ledger = checked(clerk, workbook(rows))
    before = list(ledger.problems.values())
    handler = jobs.handlers()["schools.check_ledger"]
    handler(Job.objects.get(), lambda stage, done, total: None)
    assert list(ledger.problems.values()) == before


def test_a_check_that_was_broken_off_starts_from_nothing(clerk: Officer) -> None:
    """What an earlier attempt left behind is not counted twice."""
    ledger = sent(clerk)
    LedgerProblem.objects.create(ledger=ledger, severity=Severity.ERROR, code="half", message="残留")
    jobs.run_pending()
    assert not ledger.problems.filter(code="half").exists()


def test_a_job_looks_only_into_its_own_division(clerk: Officer, neighbour: Division) -> None:
    ledger = sent(clerk)
    Job.objects.update(scope=neighbour.code)
    jobs.run_pending()
    ledger.refresh_from_db()
    assert ledger.state == Ledger.State.CHECKING


def test_a_lost_file_fails_with_what_to_do_and_sending_it_again_mends_it(clerk: Officer) -> None:
    ledger = sent(clerk)
    files.path_of(ledger.sha256).unlink()
    jobs.run_pending()
    job = Job.objects.get()
    assert job.state == Job.State.FAILED
    assert "重新上传" in job.error
    again = checked(clerk)
    assert again == ledger
    assert again.state == Ledger.State.CHECKED


def test_another_countys_schools_are_no_hindrance_under_their_own_codes(
    clerk: Officer, neighbours_clerk: Officer
) -> None:
    accepted(neighbours_clerk, workbook(renumbered(county_rows(), "990102")))
    assert not checked(clerk).problems.filter(severity=Severity.ERROR).exists()

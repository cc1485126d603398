"""``manage.py demo`` goes the way every county goes, once, and never by mistake."""

import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from assessments.demo import cast, counties, workbooks
from counties.models import Division, Officer
from indicators.models import Calculation
from operations.models import AuditEvent, Job
from reports import demonstration
from reports.demonstration import Stuck
from reports.models import Document
from schools.ledger import checks, workbook
from schools.ledger.problems import Severity
from schools.models import Ledger
from tests.factories import NOW

SMALL = "990102"


@pytest.fixture
def embedded(settings: Settings) -> None:
    settings.EMBEDDED = True


@pytest.fixture
def in_earnest(settings: Settings) -> None:
    settings.EMBEDDED, settings.DEBUG = False, False


# Committed, so that the worker's heartbeat sees on its own connection what the worker is at.
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("embedded")
def test_a_county_goes_from_ledger_to_dossier_and_a_second_run_changes_nothing(
    var: Path, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("demo", county=SMALL)
    first = capsys.readouterr().out
    figures, ledger = (Ledger.objects.get(kind=kind) for kind in ("county", "schools"))
    assert figures.state == Ledger.State.ACCEPTED
    assert ledger.state == Ledger.State.ACCEPTED
    assert not ledger.problems.filter(severity=Severity.ERROR).exists()
    assert not ledger.problems.filter(explanation="").exists()
    assert Calculation.objects.get().get_outcome_display() == "不达标"
    of_2017 = set(Document.Kind.values) - {Document.Kind.FORM_7}  # which 2012 has, and 2017 not
    assert set(Document.objects.values_list("kind", flat=True)) == of_2017
    assert re.search(r"示例乙县 +24 +不达标 +达标 +不达标", first)
    for line in (var / "demo-logins.txt").read_text().splitlines():
        username, password = line.split()
        assert client.login(username=username, password=password)
        assert password in first

    events = AuditEvent.objects.count()
    call_command("demo", county=SMALL)
    second = capsys.readouterr().out
    assert "没有改动" in second
    assert AuditEvent.objects.count() == events
    assert first[first.index("用户名") :] == second[second.index("用户名") :]


@pytest.mark.django_db
@pytest.mark.usefixtures("in_earnest")
def test_a_server_in_earnest_gets_no_invented_county() -> None:
    with pytest.raises(CommandError, match="--yes-demo-data"):
        call_command("demo")
    assert not Division.objects.exists()


@pytest.mark.django_db
def test_who_sees_real_counties_gets_no_account_on_a_server_in_earnest(
    in_earnest: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demonstration, "bring_in", lambda **_: iter(()))
    call_command("demo", yes_demo_data=True)
    assert all(officer.division.code.startswith("99") for officer in Officer.objects.all())
    assert Officer.objects.count() == len(cast.CLERKS) + len(cast.OTHERS)


@pytest.mark.django_db
def test_a_password_nobody_kept_is_not_made_up_again(var: Path) -> None:
    demonstration.open_divisions(at=NOW)
    file = var / "demo-logins.txt"
    before = demonstration.open_accounts(parts=cast.CLERKS, file=file, at=NOW)
    file.unlink()
    after = demonstration.open_accounts(parts=cast.CLERKS, file=file, at=NOW)
    assert all(login.password for login in before)
    assert not any(login.password for login in after)


@pytest.mark.django_db
def test_a_job_that_fails_is_told(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    demonstration.open_divisions(at=NOW)
    demonstration.open_accounts(parts=cast.CLERKS, file=var / "demo-logins.txt", at=NOW)
    ledgers = demonstration.write_workbooks(var / "demo")

    def fail_all() -> int:
        Job.objects.update(state=Job.State.FAILED, error="坏了", finished_at=NOW)
        return 0

    monkeypatch.setattr("operations.jobs.run_pending", fail_all)
    with pytest.raises(Stuck, match="坏了"):
        list(demonstration.bring_in(invented=[counties.NARROW], ledgers=ledgers, at=NOW))


def test_the_faulty_ledger_shows_many_sorts_of_problems(tmp_path: Path) -> None:
    workbooks.write_faulty(tmp_path / "faulty.xlsx")
    reading = workbook.read(tmp_path / "faulty.xlsx")
    problems = checks.check(reading, standard=cast.STANDARD, year=cast.YEAR)
    errors = {problem.code for problem in problems if problem.severity is Severity.ERROR}
    queries = {problem.code for problem in problems if problem.severity is Severity.QUERY}
    assert len(errors) >= 12
    assert len(queries) >= 4
    assert errors >= {"code_duplicated", "equipment_in_yuan", "pupils_missing", "not_a_number"}
    assert next(row for row in reading.rows if row.name == "实验小学").values["pupils_primary"] == 969

"""Accepting is asked for and done by a worker: once, whole, watched, or refused with its reason."""

from datetime import date

import pytest
from django.test import Client

from assessments import actions
from counties.models import Officer
from operations import jobs
from operations.models import AuditEvent, Job
from schools import kinds
from schools.actions import Refused
from schools.models import Ledger, SchoolYear
from tests.factories import NOW, officer
from tests.ledgers.rows import county_rows
from tests.steps import checked, renumbered, workbook

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def asked(ledger: Ledger, clerk: Officer) -> Job:
    job = actions.ask_to_accept(ledger=ledger, by=clerk, at=NOW).acceptance
    assert job
    return job


def test_two_clicks_are_one_job_and_one_acceptance(clerk: Officer, clerk_client: Client) -> None:
    ledger = checked(clerk)
    for _ in range(2):
        assert clerk_client.post(f"/ledgers/{ledger.pk}/accept/").status_code == 302
    assert Job.objects.filter(kind="assessments.accept_ledger").count() == 1
    jobs.run_pending()
    assert clerk_client.post(f"/ledgers/{ledger.pk}/accept/").status_code == 302  # a click that came late
    actions_told = list(AuditEvent.objects.values_list("action", flat=True))
    assert actions_told.count("ledger.acceptance_asked") == actions_told.count("ledger.accepted") == 1
    assert SchoolYear.objects.count() == 16


def test_its_progress_is_shown_wherever_one_comes_back_to(clerk: Officer, clerk_client: Client) -> None:
    ledger = checked(clerk)
    clerk_client.post(f"/ledgers/{ledger.pk}/accept/")
    progress = f"/ledgers/{ledger.pk}/accept/progress/"
    for page in (f"/ledgers/{ledger.pk}/accept/", f"/ledgers/{ledger.pk}/", "/?year=2025", progress):
        text = clerk_client.get(page).content.decode()
        assert f'hx-get="{progress}"' in text, page
    jobs.run_pending()
    ended = clerk_client.get(progress, headers=HTMX)
    assert ended["HX-Redirect"] == f"/counties/{ledger.county.code}/?year=2025"
    assert "已采用" in clerk_client.get(f"/ledgers/{ledger.pk}/accept/").content.decode()


def test_how_many_rows_are_stored_is_told(clerk: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "STORED_AT_ONCE", 10)
    ledger, told = checked(clerk), list[tuple[str, int, int]]()
    job = asked(ledger, clerk)
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING, claim="0" * 32, lease_until=NOW)
    job.refresh_from_db()
    jobs.handlers()[job.kind](job, lambda *said: told.append(said))
    assert told == [("核对原件", 0, 0), *(("保存各校数据", done, 16) for done in (0, 10, 16))]


def test_what_cannot_be_is_said_at_once_or_by_the_job(
    clerk: Officer, neighbours_clerk: Officer, clerk_client: Client
) -> None:
    """A neighbour registers the same schools between question and answer."""
    ledger, theirs = checked(clerk), checked(neighbours_clerk)
    asked(ledger, clerk)
    actions.accept_ledger(ledger=theirs, by=neighbours_clerk, at=NOW)
    jobs.run_pending()
    ledger.refresh_from_db()
    assert ledger.acceptance_failed
    assert not ledger.rows.exists()
    for page in (f"/ledgers/{ledger.pk}/accept/", f"/ledgers/{ledger.pk}/"):
        assert "没有采用：台账里有学校标识码已登记在其他县" in clerk_client.get(page).content.decode()
    ended = clerk_client.get(f"/ledgers/{ledger.pk}/accept/progress/", headers=HTMX)
    assert ended["HX-Refresh"] == "true"
    rows = renumbered(county_rows(), "990101")
    rows[3]["pupils_primary"] = None
    with pytest.raises(Refused, match="处错误"):
        actions.ask_to_accept(ledger=checked(clerk, workbook(rows)), by=clerk, at=NOW)


def test_who_has_left_meanwhile_accepts_nothing_and_his_successor_may(clerk: Officer) -> None:
    ledger = checked(clerk)
    asked(ledger, clerk)
    Officer.objects.filter(pk=clerk.pk).update(ended_on=date(2025, 9, 20))
    jobs.run_pending()
    ledger.refresh_from_db()
    assert ledger.acceptance_failed
    successor = officer("successor", clerk.division, Officer.Role.CLERK)
    asked(ledger, successor)
    jobs.run_pending()
    ledger.refresh_from_db()
    assert (ledger.state, ledger.accepted_by) == (Ledger.State.ACCEPTED, successor.user)


def test_a_job_that_is_run_again_adds_nothing(clerk: Officer) -> None:
    ledger = checked(clerk)
    job = asked(ledger, clerk)
    jobs.run_pending()
    jobs.handlers()[job.kind](job, lambda *said: None)
    assert ledger.rows.count() == 16

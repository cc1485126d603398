"""Every kind of job that the apps offer is found, under the name of its app; patient kinds come last."""

import pytest

from operations import broker, jobs
from operations.models import Job
from tests.factories import NOW


def test_a_kind_is_named_after_the_app_that_does_it() -> None:
    kinds = jobs.handlers()
    assert {kind.split(".")[0] for kind in kinds} >= {"schools", "indicators", "reports"}
    for kind, handler in kinds.items():
        assert handler.__module__.split(".")[0] == kind.split(".")[0]


def test_celery_is_offered_every_kind_and_the_sweep() -> None:
    broker.offer_every_kind()
    assert broker.app.tasks.keys() >= {*jobs.handlers(), broker.SWEEP}
    assert broker.app.conf.beat_schedule["sweep"]["task"] == broker.SWEEP
    assert broker.app.conf.accept_content == ["json"]


@pytest.mark.django_db
def test_a_patient_kind_lets_all_others_go_first(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []
    monkeypatch.setattr(jobs, "_patient", {"tests.paper"})

    def note(job: Job, progress: jobs.Progress) -> None:
        ran.append(job.kind)

    monkeypatch.setattr(jobs, "handlers", lambda: {"tests.paper": note, "tests.check": note})
    for kind in ("tests.paper", "tests.check"):
        jobs.enqueue(kind=kind, subject={}, scope="", actor="", at=NOW)
    assert jobs.run_pending() == 2
    assert ran == ["tests.check", "tests.paper"]


def test_only_papers_and_mail_are_patient() -> None:
    assert (
        jobs.handlers().keys()
        > jobs._patient
        == {
            "reports.paper",
            "reports.bundle",
            "assessments.mail",
        }
    )

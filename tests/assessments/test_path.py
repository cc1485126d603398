"""The year's path, and the one thing to do next."""

import pytest
from django.test import Client

from assessments import actions as assessments
from assessments import path
from assessments.path import Next, Path, State
from counties.models import Officer
from operations import jobs
from operations.models import Job
from schools import files
from schools.ledger.problems import Severity
from schools.models import Ledger, LedgerProblem
from tests.evidence.shown import shown
from tests.factories import NOW
from tests.figures.county import orderly
from tests.figures.county import workbook as figures
from tests.ledgers.rows import county_rows
from tests.steps import (
    accepted,
    checked,
    everything_answered,
    figures_accepted,
    figures_checked,
    figures_sent,
    judged,
    sent,
    workbook,
)

pytestmark = pytest.mark.django_db


def of(clerk: Officer) -> Path:
    return path.of(clerk.division, 2025)


def states(way: Path) -> list[State]:
    return [step.state for step in way.steps]


def faulty() -> bytes:
    rows = county_rows()
    rows[3]["pupils_primary"] = None
    return workbook(rows)


def query(ledger: Ledger, explanation: str = "") -> LedgerProblem:
    return LedgerProblem.objects.create(
        ledger=ledger, severity=Severity.QUERY, code="x", message="x", explanation=explanation
    )


def test_a_year_begins_with_nothing(clerk: Officer) -> None:
    way = of(clerk)
    assert way.next is Next.UPLOAD
    assert states(way) == [State.NOW, *[State.AHEAD] * 8]


def test_a_ledger_just_sent_is_being_checked(clerk: Officer) -> None:
    sent(clerk)
    way = of(clerk)
    assert way.next is Next.WAIT
    assert states(way)[:2] == [State.DONE, State.NOW]


def test_a_check_that_failed_is_started_by_sending_the_file_again(clerk: Officer) -> None:
    files.path_of(sent(clerk).sha256).unlink()
    jobs.run_pending()
    assert of(clerk).next is Next.UPLOAD_AGAIN
    assert states(of(clerk))[1] is State.STUCK


def test_a_refused_ledger_is_sent_again(clerk: Officer) -> None:
    checked(clerk, workbook([]))
    assert of(clerk).next is Next.UPLOAD_AGAIN


def test_errors_are_mended_first(clerk: Officer) -> None:
    query(checked(clerk, faulty()))
    way = of(clerk)
    assert way.next is Next.MEND
    assert states(way)[:3] == [State.DONE, State.STUCK, State.AHEAD]
    assert not way.may_accept


def test_queries_are_explained_but_do_not_stand_in_the_way(clerk: Officer) -> None:
    problem = query(checked(clerk))
    way = of(clerk)
    assert way.next is Next.EXPLAIN
    assert way.may_accept
    problem.explanation = "属实"
    problem.save()
    assert of(clerk).next is Next.ACCEPT
    assert of(clerk).steps[2].note.endswith("已说明")


def test_an_accepted_ledger_is_calculated_and_then_read(clerk: Officer) -> None:
    figures_accepted(clerk)
    accepted(clerk)
    assert of(clerk).next is Next.WAIT
    job = of(clerk).job
    assert job
    assert job.kind == "indicators.evaluate"
    jobs.run_pending()
    way = of(clerk)
    assert way.next is Next.ANSWER
    assert states(way) == [*[State.DONE] * 5, State.NOW, *[State.AHEAD] * 3]
    assert way.steps[5].note == f"0 / {way.to_answer} 项已有结论"
    assert way.calculation
    everything_answered(clerk, way.calculation)
    way = of(clerk)
    assert way.next is Next.READ
    assert states(way) == [*[State.DONE] * 6, State.NOW, *[State.AHEAD] * 2]
    assert way.steps[5].note == f"{way.to_answer} / {way.to_answer} 项已有结论"


def test_after_the_conclusions_come_the_files_that_show_them(clerk: Officer) -> None:
    figures_accepted(clerk)
    everything_answered(clerk, judged(clerk))
    way = of(clerk)
    assert (way.shown, way.to_show, way.steps[6].note) == (0, 8, "0 条有、8 条没有")
    resting = [f"guarantee-{number}" for number in ("01", "02", "10")]
    resting += [f"quality-{number}" for number in ("03", "05", "06", "07")]
    shown(clerk, items=[*resting, "veto-1"])
    assert of(clerk).steps[6].note == "7 条有、1 条没有"
    shown(clerk, b"%PDF-1.4 another", items=["quality-08"])
    assert states(of(clerk)) == [*[State.DONE] * 7, State.NOW, State.AHEAD]


def test_after_the_schools_come_the_countys_own_figures(clerk: Officer) -> None:
    judged(clerk)
    way = of(clerk)
    assert way.next is Next.FIGURES
    assert states(way) == [*[State.DONE] * 4, State.NOW, *[State.AHEAD] * 4]
    assert way.steps[4].note == "未填报"
    figures_sent(clerk)
    assert of(clerk).steps[4].note == "校核中"
    jobs.run_pending()
    assert of(clerk).steps[4].note == "待采用"
    figures_accepted(clerk)
    assert of(clerk).steps[4].note == "第 1 版"
    jobs.run_pending()
    assert of(clerk).next is Next.ANSWER


def test_errors_in_the_countys_figures_are_told_and_hide_none_of_the_schools(clerk: Officer) -> None:
    first = judged(clerk)
    figures_checked(clerk, figures(orderly(rotated=9, rotated_backbone=10)))
    way = of(clerk)
    assert (way.next, way.errors, way.calculation) == (Next.FIGURES, 0, first)
    assert states(way)[4] is State.STUCK
    assert way.steps[4].note == "1 处错误"
    assert way.figures.errors == 1


def test_a_new_version_of_the_countys_figures_does_not_hide_the_one_in_force(clerk: Officer) -> None:
    judged(clerk)
    inforce = figures_accepted(clerk)
    newer = figures_checked(clerk, figures(orderly(townships=13)))
    way = of(clerk)
    assert (way.figures.accepted, way.figures.ledger) == (inforce, newer)
    assert way.steps[4].note == "待采用"


def test_accepted_figures_change_the_calculation(clerk: Officer) -> None:
    first = judged(clerk)
    figures_accepted(clerk)
    assert of(clerk).next is Next.WAIT
    jobs.run_pending()
    second = of(clerk).calculation
    assert second
    assert second != first
    assert (first.outcome, second.outcome) == (first.outcome, first.outcome)


def test_a_calculation_that_failed_is_asked_for_again(clerk: Officer, clerk_client: Client) -> None:
    ledger = accepted(clerk)
    Job.objects.filter(kind="indicators.evaluate").update(
        state=Job.State.FAILED, finished_at="2025-09-20T02:00Z"
    )
    assert of(clerk).next is Next.EVALUATE
    assert "重新测算" in clerk_client.get("/").content.decode()
    clerk_client.post(f"/ledgers/{ledger.pk}/evaluate/")
    jobs.run_pending()
    assert of(clerk).next is Next.FIGURES


def test_only_what_is_accepted_is_calculated(clerk: Officer, clerk_client: Client) -> None:
    response = clerk_client.post(f"/ledgers/{checked(clerk).pk}/evaluate/")
    assert response.status_code == 409
    assert "采用以后才测算" in response.content.decode()


def test_a_new_version_does_not_hide_the_one_in_force(clerk: Officer) -> None:
    first = judged(clerk)
    checked(clerk, faulty())
    way = of(clerk)
    assert way.next is Next.MEND
    assert way.calculation == first
    assert not way.is_accepted
    assert "第 1 版" in way.steps[3].note


def test_going_back_to_an_earlier_version_leaves_nothing_to_do(clerk: Officer) -> None:
    earlier = checked(clerk)
    judged(clerk, workbook(county_rows()[:10]))
    assessments.accept_ledger(ledger=earlier, by=clerk, at=NOW)
    jobs.run_pending()
    assert of(clerk).ledger == earlier
    assert of(clerk).next is Next.FIGURES


def test_the_page_offers_the_next_thing_to_do(clerk: Officer, clerk_client: Client) -> None:
    def button() -> str:
        text = clerk_client.get("/?year=2025").content.decode()
        return text.rpartition('class="btn btn-primary"')[2].partition("</a>")[0]

    assert "上传台账" in button()
    ledger = checked(clerk, faulty())
    assert f"/ledgers/{ledger.pk}/problems/?level=error" in button()
    ledger = checked(clerk)
    assert f"/ledgers/{ledger.pk}/accept/" in button()
    accepted(clerk)
    jobs.run_pending()
    assert "/ledgers/figures/?year=2025" in button()
    version = figures_sent(clerk)
    assert f"/ledgers/{version.pk}/" in button()
    figures_accepted(clerk)
    jobs.run_pending()
    calculation = of(clerk).calculation
    assert calculation
    assert f"/results/{calculation.pk}/items/" in button()
    everything_answered(clerk, calculation)
    assert "开始督导评估" in button()


def test_the_page_of_a_waiting_calculation_asks_again(clerk: Officer, clerk_client: Client) -> None:
    accepted(clerk)
    assert "every 1s" in clerk_client.get("/").content.decode()
    jobs.run_pending()
    assert "every 1s" not in clerk_client.get("/").content.decode()

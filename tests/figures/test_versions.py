"""County figures are received, checked and accepted as the schools' ledgers are, and beside them."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from assessments import actions as assessments
from counties.models import Officer
from operations import jobs
from operations.models import AuditEvent, Job
from schools import actions, files
from schools.actions import Refused
from schools.ledger.problems import Severity
from schools.models import CountyYear, Ledger, SchoolYear
from tests.factories import NOW
from tests.figures.county import orderly, orderly_workbook, workbook
from tests.steps import (
    accepted,
    figures_accepted,
    figures_checked,
    figures_sent,
    sent,
)
from tests.steps import (
    orderly as orderly_ledger,
)

pytestmark = pytest.mark.django_db


def test_each_kind_counts_its_own_versions(clerk: Officer) -> None:
    versions = [
        sent(clerk),
        figures_sent(clerk),
        figures_sent(clerk, workbook(orderly(townships=13))),
        figures_sent(clerk, year=2024),
    ]
    assert [(each.kind, each.year, each.version) for each in versions] == [
        ("schools", 2025, 1),
        ("county", 2025, 1),
        ("county", 2025, 2),
        ("county", 2024, 1),
    ]


def test_the_same_bytes_are_the_same_version_of_a_kind_and_two_jobs_for_two_kinds(clerk: Officer) -> None:
    assert figures_sent(clerk) == figures_sent(clerk)
    as_schools = sent(clerk, orderly_workbook())
    jobs.run_pending()
    as_schools.refresh_from_db()
    assert as_schools.state == Ledger.State.REFUSED
    assert Ledger.objects.get(kind="county").state == Ledger.State.CHECKED
    assert Job.objects.filter(kind="schools.check_ledger").count() == 2


def test_a_ledger_of_schools_sent_as_county_figures_is_refused_and_says_what_it_seems(clerk: Officer) -> None:
    ledger = figures_checked(clerk, orderly_ledger())
    assert ledger.state == Ledger.State.REFUSED
    problem = ledger.problems.get()
    assert problem.code == "E36"
    assert "学校台账" in problem.remedy


def test_checked_figures_say_how_many_were_filled_in(clerk: Officer) -> None:
    ledger = figures_checked(clerk, workbook(orderly(heads_rotated=None)))
    assert (ledger.state, ledger.figures, ledger.schools) == (Ledger.State.CHECKED, 74, 0)
    assert ledger.extent == "填了 74 项，共 75 项"


def test_the_check_knows_the_standard_the_year_and_the_year_before(clerk: Officer) -> None:
    figures_accepted(clerk, workbook(orderly(teacher_pay=51_000, civil_servant_pay=50_900)), year=2024)
    found = figures_checked(
        clerk, workbook(orderly(gap_maths=None, basic_recognised_year=2027, population=Decimal("35.20")))
    )
    codes = set(found.problems.values_list("code", flat=True))
    assert codes >= {"figure_missing", "recognition_year_impossible", "far_from_the_year_before"}
    assert found.problems.get(code="figure_missing").about == "数学校际差异率"


def test_every_figure_is_kept_with_its_cell(clerk: Officer) -> None:
    ledger = figures_accepted(clerk)
    kept = CountyYear.objects.get()
    assert kept.values == orderly()
    assert kept.ledger == ledger
    assert kept.cells["population"] == ["县级数据", "C5"]
    assert len(kept.cells) == 75
    assert not SchoolYear.objects.exists()


def test_figures_are_accepted_beside_the_schools_and_replace_only_figures(clerk: Officer) -> None:
    schools, first = accepted(clerk), figures_accepted(clerk)
    second = figures_accepted(clerk, workbook(orderly(townships=13)))
    for ledger in (schools, first):
        ledger.refresh_from_db()
    assert (schools.state, first.state, second.state) == ("accepted", "replaced", "accepted")
    assert CountyYear.objects.count() == 2
    assert first.county_year.values == orderly()


def test_all_figures_or_none_come_into_force(clerk: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    first = figures_accepted(clerk)
    second = figures_checked(clerk, workbook(orderly(townships=13)))
    events = AuditEvent.objects.count()

    def fail(*_args: object, **_values: object) -> None:
        raise IntegrityError

    monkeypatch.setattr(CountyYear.objects, "create", fail)
    with pytest.raises(IntegrityError), transaction.atomic():
        assessments.accept_ledger(ledger=second, by=clerk, at=NOW)
    for ledger in (first, second):
        ledger.refresh_from_db()
    assert (first.state, second.state) == (Ledger.State.ACCEPTED, Ledger.State.CHECKED)
    assert CountyYear.objects.count() == 1
    assert AuditEvent.objects.count() == events


def test_figures_with_errors_are_not_accepted(clerk: Officer) -> None:
    ledger = figures_checked(clerk, workbook(orderly(rotated_backbone=85)))
    with pytest.raises(Refused, match="1 处错误"):
        assessments.accept_ledger(ledger=ledger, by=clerk, at=NOW)
    assert not CountyYear.objects.exists()


def test_a_question_is_explained_and_does_not_stand_in_the_way(clerk: Officer) -> None:
    ledger = figures_checked(clerk, workbook(orderly(gap_maths=None)))
    [query] = ledger.problems.filter(severity=Severity.QUERY)
    actions.explain(problem=query, text="监测结果尚未公布", by=clerk, at=NOW)
    assessments.accept_ledger(ledger=ledger, by=clerk, at=NOW)
    assert CountyYear.objects.get().values["gap_maths"] is None


def test_nobody_else_accepts_them(clerk: Officer, neighbours_clerk: Officer, city_inspector: Officer) -> None:
    ledger = figures_checked(clerk)
    for stranger in (neighbours_clerk, city_inspector):
        with pytest.raises(Refused):
            assessments.accept_ledger(ledger=ledger, by=stranger, at=NOW)


def test_bytes_that_have_changed_since_are_not_accepted(clerk: Officer) -> None:
    ledger = figures_checked(clerk)
    files.path_of(ledger.sha256).write_bytes(workbook(orderly(townships=13)))
    with pytest.raises(Refused, match="重新上传"):
        assessments.accept_ledger(ledger=ledger, by=clerk, at=NOW)


def test_figures_are_not_calculated_by_themselves(clerk: Officer) -> None:
    with pytest.raises(Refused, match="随学校台账"):
        assessments.evaluate(ledger=figures_accepted(clerk), by=clerk, at=NOW)


def test_two_accepted_of_one_kind_cannot_be_stored(clerk: Officer) -> None:
    figures_accepted(clerk)
    other = figures_checked(clerk, workbook(orderly(townships=13)))
    with pytest.raises(IntegrityError), transaction.atomic():
        Ledger.objects.filter(pk=other.pk).update(state=Ledger.State.ACCEPTED)

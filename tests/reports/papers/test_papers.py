"""Documents of a round as rows: receipts by themselves, the rest asked for once; who may see them, and the
trail of it."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from assessments.models import Assessment
from counties.models import Division, Officer
from operations import jobs, verification
from operations.models import AuditEvent, Job
from reports.models import Paper
from reports.papers import actions
from reports.papers.kinds import BY_SLUG
from reports.verification import sealing
from reports.verification.sealing import Answer
from schools import files
from tests.assessments.offices import Offices, go
from tests.factories import NOW, client_of, division, officer, whole
from tests.reports.papers.conftest import snapshot_of

pytestmark = pytest.mark.django_db


def asked(client: Client, assessment: Assessment, kind: str, subject: str = "") -> int:
    address = f"/reports/assessments/{assessment.pk}/{assessment.round}/{kind}/"
    return client.post(address, {"subject": subject}).status_code


def test_each_passing_on_has_a_receipt_for_both_sides(
    recognised: Assessment, clerk: Officer, above: Offices
) -> None:
    jobs.run_pending()
    receipts = Paper.objects.filter(kind="receipt", form="pdf")
    moves = [move for move in recognised.changes.all() if move.way and move.way.passes_on]
    assert [each.subject for each in receipts] == [str(move.version) for move in moves]
    for person in (clerk, above.at("city", "leader"), above.at("nation", "leader")):
        client = client_of(person)
        page = client.get(f"/reports/assessments/{recognised.pk}/").content.decode()
        for each in receipts:
            assert f"/reports/papers/{each.pk}/" in page
            assert whole(client.get(f"/reports/papers/{each.pk}/"))[:4] == b"%PDF"


def test_a_document_is_made_once_as_pdf_and_as_word(
    submitted: Assessment, clerk_client: Client, setting: list[str]
) -> None:
    jobs.run_pending()
    before = len(setting)
    assert asked(clerk_client, submitted, "county") == 302
    assert asked(clerk_client, submitted, "county") == 302
    jobs.run_pending()
    assert len(setting) == before + 1
    made = Paper.objects.filter(kind="county")
    assert {each.form for each in made} == {"pdf", "docx"}
    assert all(each.final for each in made)
    for each in made:
        response = clerk_client.get(f"/reports/papers/{each.pk}/")
        assert files.digest(whole(response)) == each.sha256
        assert each.filename in unquote(response["Content-Disposition"])
    taken = AuditEvent.objects.filter(action="paper.downloaded")
    assert [event.snapshot for event in taken] == [snapshot_of(submitted).sha256] * 2


def test_the_page_offers_the_signature_of_each_pdf(submitted: Assessment, clerk_client: Client) -> None:
    jobs.run_pending()
    page = clerk_client.get(f"/reports/assessments/{submitted.pk}/").content.decode()
    paper = Paper.objects.get(kind="receipt", form="pdf")
    address = f"/reports/downloads/papers/{paper.pk}/signature/"
    assert page.count(address) == 1 and page.count("/signature/") == 1, "Word is not signed"
    signature = clerk_client.get(address)
    assert unquote(signature["Content-Disposition"]).endswith(f"{paper.filename}.sig")


def test_run_again_the_job_makes_nothing_again(submitted: Assessment, setting: list[str]) -> None:
    jobs.run_pending()
    before = (Paper.objects.count(), len(setting))
    Job.objects.filter(kind=actions.JOB).update(state=Job.State.QUEUED, attempt=0, finished_at=None)
    jobs.run_pending()
    assert (Paper.objects.count(), len(setting)) == before


def test_a_neighbour_and_another_city_see_nothing(submitted: Assessment, neighbour: Division) -> None:
    jobs.run_pending()
    paper = Paper.objects.all()[0]
    strangers = [
        officer("stranger", neighbour, Officer.Role.LEADER),
        officer("other_city", division("990200", "他市"), Officer.Role.INSPECTOR),
    ]
    for stranger in strangers:
        client = client_of(stranger)
        assert client.get(f"/reports/assessments/{submitted.pk}/").status_code == 404
        assert client.get(f"/reports/papers/{paper.pk}/").status_code == 404
        assert asked(client, submitted, "county") == 404
    assert AuditEvent.objects.filter(action="paper.downloaded").count() == 0


def test_a_draft_is_for_the_issuing_office_alone(
    submitted: Assessment, above: Offices, clerk_client: Client
) -> None:
    assert asked(clerk_client, submitted, "city") == 409
    go(submitted, "accept", above.at("city", "clerk"))
    city = client_of(above.at("city", "inspector"))
    assert asked(clerk_client, submitted, "city") == 403
    assert asked(city, submitted, "city") == 302
    jobs.run_pending()
    draft = Paper.objects.get(kind="city", form="docx")
    assert not draft.final
    assert whole(city.get(f"/reports/papers/{draft.pk}/"))
    for other in (clerk_client, client_of(above.at("province", "leader"))):
        assert other.get(f"/reports/papers/{draft.pk}/").status_code == 404
        assert (
            f"/reports/papers/{draft.pk}/"
            not in other.get(f"/reports/assessments/{submitted.pk}/").content.decode()
        )


def test_what_is_not_due_is_told_and_why(submitted: Assessment, clerk_client: Client) -> None:
    page = clerk_client.get(f"/reports/assessments/{submitted.pk}/").content.decode()
    assert "国家作出认定结论以后生成。" in page
    response = clerk_client.post(f"/reports/assessments/{submitted.pk}/1/nation/")
    assert response.status_code == 409
    assert "国家作出认定结论以后生成。" in response.content.decode()
    assert clerk_client.post(f"/reports/assessments/{submitted.pk}/1/nothing/").status_code == 404
    assert asked(clerk_client, submitted, "school", "0000000000") == 409


def test_a_code_is_looked_up_with_the_digest_of_either_file(submitted: Assessment) -> None:
    jobs.run_pending()
    for paper in Paper.objects.all():
        found = sealing.look_up(paper.code, paper.sha256)
        assert (found.answer, "这份文件没有改动" in found.why) == (Answer.SAME, True)
        assert "逐组核对" in sealing.look_up(paper.code).why
        assert found.seal and found.seal.number == paper.number
        assert sealing.look_up(paper.code, "0" * 64).answer is Answer.CHANGED
    wrong = paper.code[:-1] + ("0" if paper.code[-1] != "0" else "1")
    assert sealing.look_up(wrong).answer is Answer.UNKNOWN


def test_a_file_that_was_changed_is_found(submitted: Assessment) -> None:
    jobs.run_pending()
    paper = Paper.objects.all()[0]
    assert [fault for part in verification.examine(["各轮文书"]) for fault in part.faults] == []
    files.path_of(paper.sha256).write_bytes(b"another")
    faults = [fault for part in verification.examine(["各轮文书"]) for fault in part.faults]
    assert [paper.number in fault.where for fault in faults] == [True]


def test_a_province_gives_the_citys_opinion_where_there_is_no_city() -> None:
    assert BY_SLUG["city"].issuer(has_city=False) == "province"
    assert BY_SLUG["city"].issuer(has_city=True) == "city"


def test_asking_needs_a_round_that_is_there(submitted: Assessment, clerk: Officer) -> None:
    snapshot = snapshot_of(submitted)
    job = actions.request_paper(snapshot=snapshot, kind=BY_SLUG["form-2021"], by=clerk, at=NOW)
    again = actions.request_paper(snapshot=snapshot, kind=BY_SLUG["form-2021"], by=clerk, at=NOW)
    assert job == again


def test_the_command_writes_the_same_bytes_as_the_page(submitted: Assessment, tmp_path: Path) -> None:
    jobs.run_pending()
    made = Paper.objects.get(kind="receipt", form="docx")
    out = tmp_path / "receipt.docx"
    call_command("paper", "receipt", "990101", "2025", out=out)
    assert files.digest(out.read_bytes()) == made.sha256
    with pytest.raises(CommandError, match="没有报送过"):
        call_command("paper", "county", "990102", "2025", out=out)
    with pytest.raises(CommandError, match="--subject"):
        call_command("paper", "school", "990101", "2025", out=out)


def test_a_paper_is_named_by_its_number_so_that_no_two_counties_are_named_alike() -> None:
    paper = Paper(number="990101-2025-1", title="县级自评报告", form="pdf", final=True)
    assert paper.filename == "990101-2025-1 县级自评报告.pdf"


def test_what_can_be_pressed_keeps_the_focus_when_the_page_is_fetched_again(
    submitted: Assessment, clerk_client: Client
) -> None:
    jobs.run_pending()
    page = clerk_client.get(f"/reports/assessments/{submitted.pk}/").content.decode()
    fetched = page.partition('id="papers"')[2].partition("</main>")[0]
    pressed = re.findall(r"<(?:a|button|select)\b[^>]*>", fetched)
    assert pressed
    assert [each for each in pressed if " id=" not in each] == []

"""The pages of a ledger: sending it, watching its check, its problems, its file."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from counties.models import Officer
from operations import jobs
from operations.models import Job
from schools import files, uploads
from schools.ledger.problems import Severity
from schools.models import Ledger, LedgerProblem
from schools.problem_list import name_of
from tests.factories import client_of
from tests.forging import forge
from tests.ledgers.rows import county_rows
from tests.steps import accepted, checked, orderly, sent, workbook

pytestmark = pytest.mark.django_db

XSS = '"><img src=x onerror=alert(1)>'


def form(content: bytes = b"", **changes: str) -> dict[str, Any]:
    file = SimpleUploadedFile("台账.xlsx", content)
    return {"year": "2025", "standard": "quality-2017", "file": file, **changes}


@pytest.fixture
def faulty(clerk: Officer) -> Ledger:
    rows = county_rows()
    rows[3]["pupils_primary"] = rows[5]["pupils_primary"] = None
    ledger = checked(clerk, workbook(rows))
    LedgerProblem.objects.create(
        ledger=ledger, severity=Severity.QUERY, code="outlier", message="图书偏多。", school="示例县第一小学"
    )
    return ledger


def test_an_upload_leads_to_the_page_of_its_version(clerk_client: Client) -> None:
    response = clerk_client.post("/ledgers/upload/", form(orderly()))
    ledger = Ledger.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/ledgers/{ledger.pk}/")
    assert (ledger.year, ledger.standard, ledger.filename) == (2025, "quality-2017", "台账.xlsx")


def test_sending_the_same_file_again_says_that_it_is_the_same(clerk_client: Client) -> None:
    clerk_client.post("/ledgers/upload/", form(orderly()))
    response = clerk_client.post("/ledgers/upload/", form(orderly()), follow=True)
    assert "与第 1 版完全相同" in response.content.decode()
    assert Ledger.objects.count() == 1


def test_a_refused_upload_is_a_422_with_code_sentence_and_what_to_do(clerk_client: Client) -> None:
    response = clerk_client.post("/ledgers/upload/", form(b"%PDF-1.7 not a workbook"))
    text = response.content.decode()
    assert response.status_code == 422
    assert "E03" in text
    assert "另存为" in text
    assert not Ledger.objects.exists()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"year": "1949"}, "请从列表中选择"),
        ({"standard": "quality-2099"}, "请从列表中选择"),
        ({"file": ""}, "请选择文件"),
    ],
)
def test_a_form_filled_in_wrongly_is_a_422_that_says_where(
    clerk_client: Client, changes: dict[str, str], told: str
) -> None:
    response = clerk_client.post("/ledgers/upload/", form(orderly(), **changes))
    assert response.status_code == 422
    assert told in response.content.decode()
    assert not Ledger.objects.exists()


def test_a_file_beyond_the_limit_is_a_413_and_does_not_fill_the_disk(clerk_client: Client) -> None:
    response = clerk_client.post("/ledgers/upload/", form(b"0" * (uploads.LIMIT + 2 * uploads.MEGABYTE)))
    assert response.status_code == 413
    assert "20 MB" in response.content.decode()


def test_whose_ledger_it_is_cannot_be_forged(
    clerk: Officer, clerk_client: Client, neighbours_clerk: Officer
) -> None:
    forged = {"county": str(neighbours_clerk.division.pk), "version": "9", "state": "accepted"}
    clerk_client.post("/ledgers/upload/", form(orderly(), **forged))
    ledger = Ledger.objects.get()
    assert (ledger.county, ledger.version, ledger.state) == (clerk.division, 1, Ledger.State.CHECKING)


def test_progress_asks_again_until_the_job_has_ended(clerk: Officer, clerk_client: Client) -> None:
    ledger = sent(clerk)
    waiting = clerk_client.get(f"/ledgers/{ledger.pk}/progress/", headers={"HX-Request": "true"})
    assert "every 1s" in waiting.content.decode()
    assert "HX-Refresh" not in waiting
    jobs.run_pending()
    ended = clerk_client.get(f"/ledgers/{ledger.pk}/progress/", headers={"HX-Request": "true"})
    assert "every 1s" not in ended.content.decode()
    assert ended["HX-Refresh"] == "true"


def test_without_scripts_the_page_reloads_itself_while_the_check_runs(
    clerk: Officer, clerk_client: Client
) -> None:
    ledger = sent(clerk)
    assert "<noscript><meta" in clerk_client.get(f"/ledgers/{ledger.pk}/").content.decode()
    jobs.run_pending()
    text = clerk_client.get(f"/ledgers/{ledger.pk}/").content.decode()
    assert "<noscript><meta" not in text
    assert f"/ledgers/{ledger.pk}/accept/" in text


def test_a_page_that_shows_progress_sees_that_there_is_a_worker(
    clerk: Officer, clerk_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[str] = []
    monkeypatch.setattr(jobs, "ensure_running", lambda: called.append("here"))
    ledger = sent(clerk)
    clerk_client.get(f"/ledgers/{ledger.pk}/progress/")
    assert called
    jobs.run_pending()
    called.clear()
    clerk_client.get(f"/ledgers/{ledger.pk}/progress/")
    assert not called


def test_a_failed_job_says_what_happened(clerk: Officer, clerk_client: Client) -> None:
    ledger = sent(clerk)
    files.path_of(ledger.sha256).unlink()
    jobs.run_pending()
    text = clerk_client.get(f"/ledgers/{ledger.pk}/").content.decode()
    assert "未完成" in text
    assert Job.objects.get().error in text


def test_a_refused_ledger_says_why_and_that_nothing_was_taken(clerk: Officer, clerk_client: Client) -> None:
    ledger = checked(clerk, workbook([]))
    text = clerk_client.get(f"/ledgers/{ledger.pk}/").content.decode()
    assert "已拒收" in text
    assert ledger.problems.get().message in text
    assert "以前各版不受影响" in text


def test_the_original_comes_back_byte_for_byte(clerk: Officer, clerk_client: Client) -> None:
    response = clerk_client.get(f"/ledgers/{sent(clerk).pk}/file/")
    assert b"".join(response) == orderly()
    assert response["Content-Disposition"].startswith("attachment")


def test_the_template_is_a_workbook(clerk_client: Client) -> None:
    response = clerk_client.get("/ledgers/template/")
    assert b"".join(response).startswith(b"PK")


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("", {"error", "query"}),
        ("?level=error", {"error"}),
        ("?level=query", {"query"}),
        ("?rule=outlier", {"query"}),
        ("?school=河东", {"error"}),
        ("?school=不存在", set()),
        ("?open=1", {"query"}),
        ("?level=nonsense", {"error", "query"}),
    ],
)
def test_problems_are_filtered_without_scripts(
    faulty: Ledger, clerk_client: Client, asked: str, shown: set[str]
) -> None:
    text = clerk_client.get(f"/ledgers/{faulty.pk}/problems/{asked}").content.decode()
    assert {level for level in ("error", "query") if f'class="verdict {level}"' in text} == shown
    assert ("没有这样的问题" in text) == (not shown)


def test_every_problem_shows_where_it_is_and_how_to_mend_it(faulty: Ledger, clerk_client: Client) -> None:
    text = clerk_client.get(f"/ledgers/{faulty.pk}/problems/").content.decode()
    for problem in faulty.problems.filter(severity=Severity.ERROR):
        assert f"{problem.sheet} · {problem.cell}" in text
        assert problem.remedy in text


def test_a_rule_is_named_without_the_figures_of_one_case() -> None:
    assert name_of("“小学班级数”没有填。") == "“…”没有填"
    assert name_of("图书册数：“约3万”不是一个数。") == "“…”不是一个数"
    assert name_of("学校标识码 9901010001 重复：第 5 行与第 9 行。") == "学校标识码 … 重复"
    assert name_of("小学骨干教师数 260（AJ6），多于专任教师数 97（AB6）。") == "小学骨干教师数 …"


def test_a_query_is_explained_with_and_without_scripts(faulty: Ledger, clerk_client: Client) -> None:
    problem = faulty.problems.get(severity=Severity.QUERY)
    address = f"/ledgers/{faulty.pk}/problems/{problem.pk}/"
    plain = clerk_client.post(address, {"text": "新校区启用"})
    assert plain["Location"] == f"/ledgers/{faulty.pk}/problems/#problem-{problem.pk}"
    part = clerk_client.post(address, {"text": "新校区九月启用"}, headers={"HX-Request": "true"})
    assert "新校区九月启用" in part.content.decode()
    assert "<html" not in part.content.decode()
    problem.refresh_from_db()
    assert problem.explanation == "新校区九月启用"


def test_an_error_cannot_be_explained_on_the_page_either(faulty: Ledger, clerk_client: Client) -> None:
    error = faulty.problems.filter(severity=Severity.ERROR).first()
    assert error
    response = clerk_client.post(f"/ledgers/{faulty.pk}/problems/{error.pk}/", {"text": "就这样"})
    assert response.status_code == 409
    assert "须在台账中改正" in response.content.decode()


def test_those_who_only_read_see_no_form(faulty: Ledger, city_inspector_client: Client) -> None:
    text = city_inspector_client.get(f"/ledgers/{faulty.pk}/problems/").content.decode()
    assert "图书偏多" in text
    assert "<textarea" not in text


def test_what_stands_in_a_cell_is_never_markup(clerk: Officer, clerk_client: Client) -> None:
    ledger = sent(clerk)
    forge(Ledger.objects.all(), filename=XSS, notices=[XSS])
    LedgerProblem.objects.create(
        ledger=ledger,
        severity=Severity.QUERY,
        code=XSS[:60],
        message=XSS,
        remedy=XSS,
        school=XSS,
        sheet=XSS,
        value=XSS,
        expected=XSS,
        explanation=XSS,
    )
    for path in ("", "problems/", "progress/"):
        assert "<img" not in clerk_client.get(f"/ledgers/{ledger.pk}/{path}").content.decode()
    assert "<img" not in clerk_client.get("/ledgers/").content.decode()
    assert "<img" not in clerk_client.get(f"/ledgers/{ledger.pk}/problems/?school={XSS}").content.decode()


def test_what_no_database_can_hold_is_passed_over(
    clerk: Officer, clerk_client: Client, faulty: Ledger
) -> None:
    for address in (
        "/?search=%00%ed%a0%80",
        "/ledgers/1%00/",
        f"/ledgers/{faulty.pk}/problems/?school=%00&rule=%00",
    ):
        assert clerk_client.get(address).status_code in {200, 404}
    problem = faulty.problems.get(severity=Severity.QUERY)
    clerk_client.post(f"/ledgers/{faulty.pk}/problems/{problem.pk}/", {"text": "新\x00校\u202e区"})
    problem.refresh_from_db()
    assert problem.explanation == "新校区"


def test_nothing_changes_without_the_forms_own_mark(clerk: Officer) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(clerk.user)
    response = client.post("/ledgers/upload/", form(orderly()))
    assert response.status_code == 403
    assert "刷新" in response.content.decode()
    assert not Ledger.objects.exists()


def test_a_county_that_moved_its_clerk_shows_him_nothing_more(
    clerk: Officer, neighbours_clerk: Officer
) -> None:
    ledger = accepted(clerk)
    client = client_of(clerk)
    forge(Officer.objects.filter(pk=clerk.pk), division=neighbours_clerk.division)
    assert client.get(f"/ledgers/{ledger.pk}/").status_code == 404

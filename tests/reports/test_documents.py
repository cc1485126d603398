"""Documents as rows: asked for once, made once, handed to those who may see them, each time noted."""

from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from urllib.parse import unquote

import openpyxl
import pytest
from django.core.management import call_command
from django.test import Client

from counties.models import Officer
from indicators.models import Calculation
from operations import jobs
from operations.models import AuditEvent, Job
from reports import actions, rendering, shelf
from reports.models import Document
from reports.rendering import RenderingFailed
from schools import files
from schools.figures.template import write_template
from schools.ledger.problems import Severity
from schools.models import LedgerProblem
from tests.factories import NOW, whole
from tests.figures.county import FIGURES
from tests.ledgers.rows import county_rows
from tests.steps import judged, workbook

pytestmark = pytest.mark.django_db

OF_LEDGERS = {"form-1": "表Ⅰ", "form-2-1": "表Ⅱ-1", "form-2-2": "表Ⅱ-2", "form-3": "表Ⅲ"}
FORMS = OF_LEDGERS | {"form-4": "表Ⅳ", "form-5": "表Ⅴ", "form-6": "表Ⅵ"}


@pytest.fixture
def calculation(clerk: Officer, setting: list[str]) -> Calculation:
    return judged(clerk)


@pytest.fixture
def made(calculation: Calculation, clerk: Officer) -> Calculation:
    actions.request_documents(calculation=calculation, by=clerk, at=NOW)
    jobs.run_pending()
    return calculation


def downloads() -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(action="document.downloaded"))


def query(calculation: Calculation, explanation: str = "") -> LedgerProblem:
    return LedgerProblem.objects.create(
        ledger=calculation.ledger,
        severity=Severity.QUERY,
        code="x",
        message="体育教师偏少。",
        school="示例小学",
        explanation=explanation,
    )


def test_every_kind_is_made_and_kept_under_its_digest(made: Calculation) -> None:
    found = Document.objects.filter(calculation=made)
    assert {document.kind for document in found} >= {"dossier", "forms", *FORMS}
    for document in found:
        content = files.verified(document.sha256).read_bytes()
        assert len(content) == document.size
        assert content[:4] == (b"%PDF" if document.kind == "dossier" else b"PK\x03\x04")


def test_asked_for_twice_it_is_one_job_and_one_document_of_each_kind(
    made: Calculation, clerk: Officer, setting: list[str]
) -> None:
    first = Job.objects.get(kind="reports.render")
    assert actions.request_documents(calculation=made, by=clerk, at=NOW) == first
    assert jobs.run_pending() == 0
    assert len(setting) == 1


def test_a_job_run_again_makes_nothing_again(made: Calculation, setting: list[str]) -> None:
    before = Document.objects.count()
    Job.objects.filter(kind="reports.render").update(state=Job.State.QUEUED, attempt=0, finished_at=None)
    jobs.run_pending()
    assert Job.objects.get(kind="reports.render").state == Job.State.DONE
    assert (len(setting), Document.objects.count()) == (1, before)


def test_a_query_explained_afterwards_makes_the_documents_out_of_date(
    made: Calculation, clerk: Officer, setting: list[str]
) -> None:
    before = Document.objects.count()
    assert shelf.of(made, clerk).current
    query(made, "已核对，属实。")
    assert not shelf.of(made, clerk).current
    actions.request_documents(calculation=made, by=clerk, at=NOW)
    jobs.run_pending()
    assert shelf.of(made, clerk).current
    assert "已核对，属实。" in setting[1]
    assert Document.objects.count() == 2 * before


def test_what_cannot_be_set_leaves_no_document_behind(
    calculation: Calculation, clerk: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(html: str) -> bytes:
        raise RenderingFailed("exit -9")

    monkeypatch.setattr(rendering, "render", fail)
    actions.request_documents(calculation=calculation, by=clerk, at=NOW)
    jobs.run_pending()
    job = Job.objects.get(kind="reports.render")
    assert (job.state, Document.objects.count()) == (Job.State.FAILED, 0)
    assert "exit -9" not in job.error


def test_making_is_noted_in_the_trail(made: Calculation, clerk: Officer) -> None:
    event = AuditEvent.objects.get(action="documents.made")
    assert (event.stream, event.actor) == (clerk.division.code, clerk.user.username)
    assert event.detail["dossier"] == Document.objects.get(kind="dossier").sha256


def test_the_page_goes_from_asking_to_downloading(calculation: Calculation, clerk_client: Client) -> None:
    address = f"/reports/{calculation.pk}/"
    assert "生成报告与申报表" in clerk_client.get(address).content.decode()
    assert clerk_client.get(f"{address}dossier/").status_code == 409
    assert clerk_client.post(address, follow=True).redirect_chain == [(address, 302)]
    waiting = clerk_client.get(address).content.decode()
    assert "排队中" in waiting
    assert 'http-equiv="refresh"' in waiting
    jobs.run_pending()
    progress = clerk_client.get(f"{address}progress/", headers={"HX-Request": "true"})
    assert progress["HX-Refresh"] == "true"
    page = clerk_client.get(address).content.decode()
    for document in Document.objects.all():
        assert document.get_kind_display() in page
        assert document.sha256[:12] in page


def test_a_document_is_downloaded_under_a_chinese_name_and_noted(
    made: Calculation, clerk: Officer, clerk_client: Client
) -> None:
    response = clerk_client.get(f"/reports/{made.pk}/dossier/")
    assert response["Content-Type"] == "application/pdf"
    named = unquote(response["Content-Disposition"])
    assert named == "attachment; filename*=utf-8''示例县2025学年自评报告.pdf"
    assert whole(response).startswith(b"%PDF")
    (event,) = downloads()
    assert (event.stream, event.actor) == (clerk.division.code, clerk.user.username)
    assert event.detail == {"kind": "dossier", "sha256": Document.objects.get(kind="dossier").sha256}


@pytest.mark.parametrize(("kind", "label"), FORMS.items())
def test_each_form_is_a_workbook_of_its_own(
    made: Calculation, clerk_client: Client, kind: str, label: str
) -> None:
    response = clerk_client.get(f"/reports/{made.pk}/forms/{kind}/")
    assert openpyxl.load_workbook(BytesIO(whole(response))).sheetnames == [label]
    assert unquote(response["Content-Disposition"]).endswith(f"示例县2025学年{label}.xlsx")


def test_one_workbook_holds_all_forms(made: Calculation, clerk_client: Client) -> None:
    book = openpyxl.load_workbook(BytesIO(whole(clerk_client.get(f"/reports/{made.pk}/forms/forms/"))))
    assert set(book.sheetnames) >= set(FORMS.values())


def test_the_neighbour_finds_nothing_and_nothing_is_noted(
    made: Calculation, neighbours_clerk_client: Client
) -> None:
    for address in ("", "progress/", "dossier/", "forms/form-3/"):
        assert neighbours_clerk_client.get(f"/reports/{made.pk}/{address}").status_code == 404
    assert neighbours_clerk_client.post(f"/reports/{made.pk}/").status_code == 404
    assert downloads() == []


def test_the_city_may_download(made: Calculation, city_inspector_client: Client) -> None:
    response = city_inspector_client.get(f"/reports/{made.pk}/forms/form-2-1/")
    assert response.status_code == 200
    whole(response)


def test_an_unknown_form_is_not_there(made: Calculation, clerk_client: Client) -> None:
    assert clerk_client.get(f"/reports/{made.pk}/forms/form-9/").status_code == 404


def test_a_damaged_document_is_not_handed_out(made: Calculation, clerk_client: Client) -> None:
    path = files.path_of(Document.objects.get(kind="form-3").sha256)
    path.write_bytes(path.read_bytes()[:-1] + b"\x01")
    assert clerk_client.get(f"/reports/{made.pk}/forms/form-3/").status_code == 404
    assert downloads() == []


def test_the_dossier_speaks_of_the_ledger_it_was_made_from(made: Calculation, setting: list[str]) -> None:
    ledger = made.ledger
    for text in (ledger.sha256[:32], f"第 {ledger.version} 版", ledger.county.full_name, "示例数据"):
        assert text in setting[0]


def test_a_file_alone_gives_the_same_documents(setting: list[str], tmp_path: Path) -> None:
    ledger, folder = tmp_path / "台账.xlsx", tmp_path / "out"
    ledger.write_bytes(workbook(county_rows()))
    call_command("evaluate", str(ledger), out=folder, stdout=StringIO())
    names = {path.name for path in folder.iterdir()}
    assert names == {"自评报告.pdf", "国家申报表.xlsx", *(f"{label}.xlsx" for label in OF_LEDGERS.values())}
    assert "台账“台账.xlsx”" in setting[0]
    assert "示例数据" in setting[0]


def test_with_county_figures_beside_it_the_whole_declaration_is_written(
    setting: list[str], tmp_path: Path
) -> None:
    ledger, figures, folder = tmp_path / "台账.xlsx", tmp_path / "县级数据.xlsx", tmp_path / "out"
    ledger.write_bytes(workbook(county_rows()))
    write_template(figures, values=FIGURES)
    options = {"county_figures": figures, "on": date(2025, 10, 1), "out": folder}
    call_command("evaluate", str(ledger), **options, stdout=StringIO())
    book = openpyxl.load_workbook(folder / "国家申报表.xlsx")
    assert book.sheetnames == list(FORMS.values())
    assert [book["表Ⅰ"][cell].value for cell in ("A9", "C9")] == [35.2, 12]
    assert book["表Ⅵ"]["B6"].value == 560
    assert "按整个标准判定" in setting[0]

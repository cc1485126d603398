"""The download centre: documents of many counties at once, made where missing, never made twice."""

import zipfile
from hashlib import sha256
from io import BytesIO
from urllib.parse import unquote

import pytest
from django.test import Client

from counties.models import Division, Officer
from operations import jobs, keys
from operations.models import AuditEvent
from reports.carrying import checking
from reports.downloads import actions, collecting
from reports.downloads.models import Bundle, BundleContent
from reports.models import Document, Paper
from schools import files
from schools.actions import Refused
from tests.assessments.offices import filled_in, submitted
from tests.factories import client_of, officer, whole
from tests.forging import forge
from tests.ledgers.rows import county_rows
from tests.reports.parcels import FORMS, KINDS, ask, made
from tests.steps import judged, renumbered, workbook

pytestmark = pytest.mark.django_db

EVERYTHING = {"kinds": KINDS, "forms": FORMS}


@pytest.fixture
def content(clerk: Officer, setting: list[str]) -> BundleContent:
    judged(clerk)
    return made(clerk.division, clerk)


def taken(client: Client, content: BundleContent) -> zipfile.ZipFile:
    response = client.get(f"/reports/downloads/{content.bundle_id}/zip/")
    assert response.status_code == 200
    return zipfile.ZipFile(BytesIO(whole(response)))


def test_what_is_missing_is_made_and_all_lies_in_one_zip(
    content: BundleContent, clerk: Officer, clerk_client: Client
) -> None:
    archive = taken(clerk_client, content)
    assert archive.testzip() is None
    names = archive.namelist()
    assert names[:2] == ["清单.csv", "SHA256SUMS"]
    assert "990101示例县/示例县2025学年自评报告.pdf" in names
    assert "990101示例县/示例县2025学年表Ⅲ.xlsx" in names
    assert Document.objects.count() == len([name for name in names if name.endswith((".pdf", ".xlsx"))])
    for line in archive.read("SHA256SUMS").decode().splitlines():
        digest, _, name = line.partition("  ")
        assert sha256(archive.read(name)).hexdigest() == digest


def test_the_zip_has_the_size_and_digest_that_the_page_says(
    content: BundleContent, clerk_client: Client
) -> None:
    response = clerk_client.get(f"/reports/downloads/{content.bundle_id}/zip/")
    sent = whole(response)
    assert (len(sent), sha256(sent).hexdigest()) == (content.size, content.sha256)
    assert response["Content-Length"] == str(content.size)
    assert unquote(response["Content-Disposition"]).endswith("示例县2025学年文书.zip")
    page = clerk_client.get(f"/reports/downloads/{content.bundle_id}/").content.decode()
    assert content.sha256 in page
    assert "示例县2025学年自评报告.pdf" in page


def test_a_signature_lies_beside_each_pdf_and_is_offered_by_itself(
    content: BundleContent, clerk_client: Client
) -> None:
    archive = taken(clerk_client, content)
    name = "990101示例县/示例县2025学年自评报告.pdf"
    document = Document.objects.get(kind="dossier")
    alone = clerk_client.get(f"/reports/downloads/documents/{document.pk}/signature/")
    assert whole(alone) == archive.read(f"{name}.sig")
    found = checking.document(name, archive.read(name), whole(alone), keys.trusted())
    assert found.is_whole
    assert checking.document(name, archive.read(name) + b"x", whole(alone), keys.trusted()).faults
    assert AuditEvent.objects.filter(action="signature.downloaded", stream="990101").count() == 1


def test_asked_for_again_nothing_is_made_again_and_the_bytes_are_the_same(
    content: BundleContent, clerk: Officer, setting: list[str]
) -> None:
    again = made(clerk.division, clerk)
    assert again.pk != content.pk
    assert (again.sha256, again.size, again.members) == (content.sha256, content.size, content.members)
    assert len(setting) == 1


def test_asked_for_while_it_is_being_made_it_is_the_same_parcel(clerk: Officer, setting: list[str]) -> None:
    judged(clerk)
    assert ask(clerk.division, clerk) == ask(clerk.division, clerk)
    assert ask(clerk.division, clerk, ["draft"]) != ask(clerk.division, clerk)


def test_only_what_was_chosen_is_in_it(clerk: Officer, setting: list[str]) -> None:
    judged(clerk)
    names = [each["name"] for each in made(clerk.division, clerk, ["forms"]).members]
    assert names[2:] == ["990101示例县/示例县2025学年国家申报表.xlsx"]


def test_a_submitted_rounds_documents_are_taken_too_and_what_is_not_due_is_told(
    clerk: Officer, setting: list[str]
) -> None:
    filled_in(clerk)
    submitted(clerk, officer("leader", clerk.division, Officer.Role.LEADER))
    content = made(clerk.division, clerk, ["county", "receipt", "city"])
    papers = Paper.objects.all()
    assert {paper.kind for paper in papers} == {"county", "receipt"}
    names = {each["name"].rpartition("/")[2] for each in content.members[2:]}
    assert names == {name for each in papers for name in (each.filename, f"{each.filename}.sig")}
    assert content.missing == [["示例县", "市级复核意见书", "市级出具复核意见以后生成。"]]
    pdf = papers.get(kind="receipt", form="pdf")
    bytes_of = files.verified(pdf.sha256).read_bytes()
    signature = whole(client_of(clerk).get(f"/reports/downloads/papers/{pdf.pk}/signature/"))
    found = checking.document(pdf.filename, bytes_of, signature, keys.trusted())
    assert found.is_whole
    assert found.signed is not None
    assert found.signed.statement.number == pdf.number


def test_a_city_takes_all_its_counties_and_learns_what_is_missing(
    clerk: Officer, neighbour: Division, city_inspector: Officer, setting: list[str]
) -> None:
    judged(clerk)
    content = made(city_inspector.division, city_inspector, ["draft"])
    assert [each[0] for each in content.missing] == ["邻县"]
    assert "没有采用台账" in content.missing[0][2]
    listed = taken(client_of(city_inspector), content).read("清单.csv").decode("utf-8-sig")
    assert "990102,邻县,自评报告（草稿）,,,,该县这一学年还没有采用台账并测算" in listed
    sister = officer("neighbours_clerk", neighbour, Officer.Role.CLERK)
    judged(sister, workbook(renumbered(county_rows(), "990102")))
    whole_city = made(city_inspector.division, city_inspector, ["draft"])
    assert whole_city.missing == []
    assert [each["name"][:6] for each in whole_city.members[2::2]] == ["990101", "990102"]
    assert len(setting) == 2


def test_it_is_the_offices_own(
    content: BundleContent,
    clerk: Officer,
    neighbours_clerk_client: Client,
    city_inspector_client: Client,
) -> None:
    document = Document.objects.get(kind="dossier")
    for address in ("", "progress/", "zip/"):
        path = f"/reports/downloads/{content.bundle_id}/{address}"
        assert neighbours_clerk_client.get(path).status_code == 404
        assert city_inspector_client.get(path).status_code == 404
    signature = f"/reports/downloads/documents/{document.pk}/signature/"
    assert neighbours_clerk_client.get(signature).status_code == 404
    assert whole(city_inspector_client.get(signature))
    assert "示例县" not in neighbours_clerk_client.get("/reports/downloads/").content.decode()
    assert not AuditEvent.objects.filter(action="bundle.downloaded").exists()


def test_who_now_looks_after_the_accounts_takes_nothing_with_him(
    content: BundleContent, clerk: Officer
) -> None:
    forge(Officer.objects.filter(pk=clerk.pk), role=Officer.Role.ACCOUNTS)
    response = client_of(clerk).get(f"/reports/downloads/{content.bundle_id}/zip/")
    assert response.status_code in {403, 404}


def test_nobody_asks_for_anothers_county(clerk: Officer, neighbour: Division, clerk_client: Client) -> None:
    with pytest.raises(Refused, match="本级和下级"):
        ask(neighbour, clerk)
    sent = {"area": neighbour.code, "year": 2025, **EVERYTHING}
    assert clerk_client.post("/reports/downloads/", sent).status_code == 422
    assert not Bundle.objects.exists()


def test_whoever_chooses_nothing_is_told_so(clerk: Officer, clerk_client: Client) -> None:
    judged(clerk)
    response = clerk_client.post("/reports/downloads/", {"area": "990101", "year": 2025})
    assert response.status_code == 422
    assert "请至少选择一种文书" in response.content.decode()
    with pytest.raises(Refused, match="没有选择"):
        ask(clerk.division, clerk, [])


def test_the_page_goes_from_asking_to_downloading(
    clerk: Officer, clerk_client: Client, setting: list[str]
) -> None:
    judged(clerk)
    page = clerk_client.get("/reports/downloads/").content.decode()
    assert page.count("checked") == len(collecting.CHOICES) + 3
    sent = {"area": "990101", "year": 2025, **EVERYTHING}
    there = clerk_client.post("/reports/downloads/", sent)["Location"]
    assert "排队中" in clerk_client.get(there).content.decode()
    early = clerk_client.get(f"{there}zip/")
    assert early.status_code == 409
    assert "还没有做好" in early.content.decode()
    jobs.run_pending()
    assert clerk_client.get(f"{there}progress/", headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert "zip/" in clerk_client.get(there).content.decode()


def test_each_step_is_in_the_trail(content: BundleContent, clerk_client: Client) -> None:
    taken(clerk_client, content)
    taken(clerk_client, content)
    events = AuditEvent.objects.filter(object=f"bundle:{content.bundle_id}").order_by("seq")
    assert [event.action for event in events] == [
        "bundle.asked",
        "bundle.made",
        "bundle.downloaded",
        "bundle.downloaded",
    ]
    assert {(event.stream, event.actor) for event in events} == {("990101", "clerk")}
    assert events[2].detail["sha256"] == content.sha256


def test_a_damaged_file_is_not_sent(content: BundleContent, clerk_client: Client) -> None:
    path = files.path_of(Document.objects.get(kind="form-3").sha256)
    path.write_bytes(path.read_bytes()[:-1] + b"\x01")
    response = clerk_client.get(f"/reports/downloads/{content.bundle_id}/zip/")
    assert response.status_code == 409
    assert "缺失或损坏" in response.content.decode()


def test_after_its_time_it_is_asked_for_again(clerk: Officer, clerk_client: Client) -> None:
    judged(clerk)
    bundle = ask(clerk.division, clerk)
    long_ago = bundle.asked_at - 2 * actions.KEPT
    BundleContent.objects.create(
        bundle=bundle,
        members=[],
        missing=[],
        sha256="0" * 64,
        size=22,
        made_at=long_ago,
        kept_until=long_ago + actions.KEPT,
    )
    page = clerk_client.get(f"/reports/downloads/{bundle.pk}/").content.decode()
    assert "重新打包" in page
    response = clerk_client.get(f"/reports/downloads/{bundle.pk}/zip/")
    assert response.status_code == 409
    assert "已过保存期" in response.content.decode()

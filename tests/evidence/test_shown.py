"""Evidence on pages: the matrix now and of a round, who opens a file and how it is handed out."""

import pytest
from django.urls import reverse

from assessments.evidence.actions import Purpose, place, remove
from assessments.models import Assessment
from counties.models import Officer
from operations import verification
from operations.models import AuditEvent
from schools import files
from schools.models import School
from tests.assessments.offices import Offices, begun, filled_in, go, submitted
from tests.evidence.shown import CONTENT, shown
from tests.factories import NOW, client_of, officer, whole
from tests.steps import YEAR

pytestmark = pytest.mark.django_db

NAMES = ("a\r\nSet-Cookie: x.pdf", "a\u202efdp.exe", '布局";图.pdf', "x" * 110 + ".pdf", "con.pdf")


@pytest.fixture
def leader(clerk: Officer) -> Officer:
    return Offices(clerk.division).at("county", "leader")


@pytest.fixture
def passed_on(clerk: Officer, leader: Officer) -> Assessment:
    """Submitted with one file, then withdrawn, and the file removed."""
    filled_in(clerk)
    evidence = shown(clerk)
    assessment = submitted(clerk, leader)
    go(assessment, "withdraw", leader)
    remove(evidence=evidence, by=clerk, at=NOW)
    return assessment


def text(officer: Officer, address: str) -> str:
    return whole(client_of(officer).get(address, follow=True)).decode()


def test_the_matrix_tells_what_is_there_and_what_is_not(clerk: Officer) -> None:
    school = School.objects.create(code="9901010001", name="示例小学", county=clerk.division)
    shown(clerk, schools=[school.code])
    address = f"{reverse('evidence', args=[clerk.division.code])}?year={YEAR}"
    page = text(clerk, address)
    assert "1 份材料，1 条有佐证、34 条没有" in page
    assert "7 条还没有佐证" in page
    assert "规划布局图与文件" in page
    assert "沈阳市优质均衡佐证材料清单" in page
    assert 'id="guarantee-01"' in page
    bare = text(clerk, address + "&only=without")
    assert 'id="guarantee-01"' not in bare
    assert 'id="guarantee-02"' in bare
    assert "示例小学：1 份材料" in text(clerk, f"{address}&school={school.code}")
    assert "上传佐证材料" not in text(Offices(clerk.division).at("city", "inspector"), address)


def test_a_round_shows_what_it_was_submitted_with(clerk: Officer, passed_on: Assessment) -> None:
    address = reverse("assessment-evidence", args=[passed_on.pk])
    assert "第 1 轮报送时封存的清单" in text(clerk, f"{address}?round=1")
    inspector = Offices(clerk.division).at("city", "inspector")
    page = text(inspector, address)
    assert "第 1 轮报送时封存的清单" in page and "规划布局图" in page
    assert "现在的清单" in text(clerk, address)
    [frozen] = [each for each in page.split('"') if each.endswith(files.digest(CONTENT) + "/")]
    assert whole(client_of(inspector).get(frozen)) == CONTENT
    event = AuditEvent.objects.get(action="evidence.downloaded")
    assert (event.actor, event.detail["round"]) == (inspector.user.username, "1")
    assert client_of(inspector).get(frozen.replace("rounds/1", "rounds/2")).status_code == 404


def test_a_file_is_handed_out_so_that_nothing_in_it_runs(clerk: Officer) -> None:
    evidence = shown(clerk)
    answer = client_of(clerk).get(reverse("evidence-file", args=[evidence.pk]))
    assert whole(answer) == CONTENT
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")


@pytest.mark.parametrize("name", NAMES)
def test_no_name_breaks_the_header(clerk: Officer, name: str) -> None:
    evidence = shown(clerk, filename=name.replace("\r\n", " "))
    answer = client_of(clerk).get(reverse("evidence-file", args=[evidence.pk]))
    assert "\n" not in answer["Content-Disposition"]
    assert answer["Content-Disposition"].startswith("attachment;")
    assert whole(answer) == CONTENT


def test_who_only_looks_sees_the_list_and_opens_nothing(clerk: Officer, nation_viewer: Officer) -> None:
    evidence = shown(clerk)
    address = reverse("evidence-file", args=[evidence.pk])
    assert client_of(nation_viewer).get(address).status_code == 403
    own = officer("looks", clerk.division, Officer.Role.VIEWER)
    assert whole(client_of(own).get(address)) == CONTENT
    page = text(nation_viewer, f"{reverse('evidence', args=[clerk.division.code])}?year={YEAR}")
    assert "规划布局图" in page and address not in page


def test_a_removed_or_damaged_file_is_not_handed_out(clerk: Officer) -> None:
    evidence, other = shown(clerk), shown(clerk, b"%PDF-1.4 other")
    remove(evidence=evidence, by=clerk, at=NOW)
    files.path_of(other.sha256).write_bytes(b"%PDF-1.4 othex")
    for each in (evidence, other):
        assert client_of(clerk).get(reverse("evidence-file", args=[each.pk])).status_code == 404
    assert not AuditEvent.objects.filter(action="evidence.downloaded").exists()


def test_a_changed_byte_is_named_of_the_list_and_of_a_round(clerk: Officer, passed_on: Assessment) -> None:
    live = shown(clerk, b"%PDF-1.4 live")
    assert not any(part.faults for part in verification.examine(["佐证材料"]))
    for sha256 in (live.sha256, files.digest(CONTENT)):
        path = files.path_of(sha256)
        content = path.read_bytes()
        path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        [part] = verification.examine(["佐证材料"])
        assert [sha256[:12] in str(fault) for fault in part.faults] == [True]
        path.write_bytes(content)


def test_a_leader_does_not_sign_for_a_file_that_is_gone(clerk: Officer, leader: Officer) -> None:
    filled_in(clerk)
    evidence, assessment = shown(clerk), begun(clerk)
    address = reverse("assessment-advance", args=[assessment.pk, "sign"])
    page = text(leader, address)
    assert "有 7 条靠材料判断的条目还没有佐证材料" in page
    assert "还不能办理" not in page
    files.path_of(evidence.sha256).unlink()
    assert "原文件缺失" in text(leader, address)


def test_placing_says_what_is_wrong(clerk: Officer) -> None:
    evidence = shown(clerk)
    address = reverse("evidence-place", args=[evidence.pk])
    client = client_of(clerk)
    answer = client.post(address, {"title": "x"})
    assert (answer.status_code, "请至少选一个条目" in answer.content.decode()) == (422, True)
    assert client.post(address, {"title": "x", "items": "guarantee-02"}).status_code == 302
    place(evidence=evidence, purpose=Purpose(title="y", items=["veto-1"]), by=clerk, at=NOW)
    assert client.post(reverse("evidence-remove", args=[evidence.pk])).status_code == 302
    assert client.get(address).status_code == 409

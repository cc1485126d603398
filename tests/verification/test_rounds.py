"""A submitted round, carried away, recomputed and looked up by strangers."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from assessments.models import Assessment, Round, Snapshot
from counties.models import Officer
from operations import keys
from operations.models import AuditEvent
from reports.carrying import archive, checking, packing, parcel
from reports.verification import limits, sealing
from schools import files
from tests.assessments.offices import filled_in, submitted
from tests.evidence.shown import shown, shown_digest
from tests.factories import NOW, officer
from tests.verification.parcels import flipped

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment(clerk: Officer) -> Assessment:
    filled_in(clerk)
    shown(clerk)
    return submitted(clerk, officer("leader", clerk.division, Officer.Role.LEADER))


@pytest.fixture
def snapshot(assessment: Assessment) -> Snapshot:
    return Snapshot.objects.get()


def test_a_round_is_carried_checked_and_recomputed_to_the_same_texts(
    snapshot: Snapshot, tmp_path: Path
) -> None:
    file = tmp_path / "carry.zip"
    call_command("carry", "990101", "2025", str(file), stdout=StringIO())
    content = file.read_bytes()
    found = checking.carry(content, keys.trusted())
    assert found.is_whole, [str(part) for part in found.faults]
    assert packing.carry_of(snapshot) == content
    assert AuditEvent.objects.filter(action="dossier.carried").count() == 1
    told = StringIO()
    call_command("recompute", str(file), stdout=told)
    assert "逐字相同" in told.getvalue()
    code, pdf = sealing.seal_of(snapshot).code, archive.unpack(content).members["自评报告.pdf"]
    for known in (content, pdf):
        assert sealing.look_up(code, files.digest(known)).answer is sealing.Answer.SAME
        assert sealing.look_up(code, files.digest(flipped(known, 4_001))).answer is sealing.Answer.CHANGED

    members = dict(archive.unpack(content).members)
    assert snapshot.bytes == members[parcel.SNAPSHOT]
    assert [each["sha256"] for each in json.loads(members[parcel.EVIDENCE])] == [shown_digest()]
    stated = json.loads(members[parcel.FIGURES])
    name = "primary/sports_area/cv"
    members[parcel.FIGURES] = json.dumps({**stated, name: stated[name] + "1"}).encode()
    file.write_bytes(archive.pack(members))
    told = StringIO()
    with pytest.raises(SystemExit):
        call_command("recompute", str(file), stdout=told)
    assert [line.partition("：")[0] for line in told.getvalue().splitlines()] == [f"不同　{name}"]


def test_nothing_is_carried_where_nothing_was_submitted(clerk: Officer, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="没有报送过"):
        call_command("carry", "990101", "2025", str(tmp_path / "x.zip"))


def test_a_stranger_learns_how_a_code_stands_and_nothing_else(snapshot: Snapshot, client: Client) -> None:
    seal = sealing.seal_of(snapshot)
    page = client.get(f"/verify/{seal.grouped}")
    text = page.content.decode()
    assert page.status_code == 200
    assert "与系统记录一致" in text
    assert seal.number in text
    assert seal.digest_lines[0] in text
    said = json.loads(snapshot.bytes)
    names = [row["values"]["name"] for row in said["ledger"]["rows"]]
    assert names
    assert not [each for each in (*names, "clerk", "leader", said["ledger"]["uploaded_by"]) if each in text]
    assert "差异系数" not in text
    spoken = client.get("/verify/", {"code": seal.code.lower(), "digest": seal.digest.upper()})
    assert "与系统记录一致" in spoken.content.decode()


def test_another_digest_and_an_unknown_code_are_told_so(snapshot: Snapshot, client: Client) -> None:
    seal = sealing.seal_of(snapshot)
    other = flipped(bytes.fromhex(seal.digest), 100).hex()
    assert "<h2>不一致</h2>" in client.get("/verify/", {"code": seal.code, "digest": other}).content.decode()
    slip = client.get(f"/verify/{seal.code[:-1]}")
    assert slip.status_code == 404
    assert "查无此码" in slip.content.decode()


def test_an_earlier_round_is_superseded_by_a_later_one(snapshot: Snapshot) -> None:
    first = snapshot.round
    second = Round.objects.create(
        assessment=first.assessment, number=2, opened_by=first.opened_by, opened_at=NOW, reason="退回"
    )
    assert sealing.look_up(sealing.seal_of(snapshot).code).answer is sealing.Answer.SAME
    Snapshot.objects.create(round=second, sha256="2", content=snapshot.content, made_at=NOW)
    assert sealing.look_up(sealing.seal_of(snapshot).code).answer is sealing.Answer.SUPERSEDED


def test_a_snapshot_that_was_changed_in_the_database_is_told(snapshot: Snapshot) -> None:
    changed = Snapshot(round=snapshot.round, sha256=snapshot.sha256, content=b"x", made_at=snapshot.made_at)
    answer, _ = sealing._compared(changed, "")
    assert answer is sealing.Answer.CHANGED


def test_who_asks_too_often_waits_whatever_a_proxy_header_says(client: Client, db: None) -> None:
    answers = [
        client.get("/verify/", headers={"x-forwarded-for": f"10.0.0.{n}"}).status_code
        for n in range(2 * limits.A_MINUTE + 1)
    ]
    assert answers[: limits.A_MINUTE] == [200] * limits.A_MINUTE
    assert answers[-1] == 429 or answers.count(429) > 0


def test_the_public_key_is_published(client: Client, db: None) -> None:
    assert client.get("/verify/key").content == keys.public_pem()
    told = StringIO()
    call_command("verification_key", stdout=told)
    assert told.getvalue().encode() == keys.public_pem()


def test_what_is_no_file_to_carry_is_told_how_it_is_checked(tmp_path: Path) -> None:
    parcel_of_the_centre = tmp_path / "示例市2025学年文书.zip"
    parcel_of_the_centre.write_bytes(archive.pack({"清单.csv": b"", "SHA256SUMS": b""}))
    with pytest.raises(CommandError, match=r"这不是随身卷，里面没有“快照.json”。.*sha256sum -c SHA256SUMS"):
        call_command("recompute", str(parcel_of_the_centre))

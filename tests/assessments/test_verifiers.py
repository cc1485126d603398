"""A snapshot, a file or a row that is no longer what it was is named."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone

from assessments.models import Assessment, Snapshot
from counties.models import Division, Officer, User
from indicators.models import Answer, CountyFigure
from operations import verification
from operations.models import Anchor, AuditEvent
from schools import files
from schools.models import CountyYear, Ledger, LedgerProblem, SchoolYear
from tests.assessments.offices import Offices, begun, filled_in, go
from tests.forging import unguard

pytestmark = pytest.mark.django_db


def faults(*names: str) -> list[str]:
    parts = verification.examine(names)
    return [f"{part.name} {fault}" for part in parts for fault in part.faults if "链头" not in part.name]


@pytest.fixture
def submitted(clerk: Officer) -> Assessment:
    filled_in(clerk)
    assessment = begun(clerk)
    leader = Offices(clerk.division).at("county", "leader")
    go(assessment, "sign", leader)
    go(assessment, "submit", leader)
    assert faults() == []
    unguard()
    return assessment


def test_a_submission_is_anchored_with_its_snapshot(submitted: Assessment) -> None:
    anchor, snapshot = Anchor.objects.get(), Snapshot.objects.get()
    event = AuditEvent.objects.get(stream=anchor.stream, seq=anchor.seq)
    assert (anchor.snapshot, anchor.hash) == (snapshot.sha256, event.hash)
    assert (event.action, event.snapshot, event.role) == ("assessment.moved", snapshot.sha256, "leader")


def test_a_changed_snapshot_is_named(submitted: Assessment) -> None:
    snapshot = Snapshot.objects.get()
    content, packed = snapshot.bytes, bytes(snapshot.content)
    for at in range(0, len(content), len(content) // 20):
        changed = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
        Snapshot.objects.update(content=zlib.compress(changed))
        assert [fault.startswith(f"快照 快照 {snapshot.sha256[:12]}") for fault in faults("快照")] == [True]
    Snapshot.objects.update(content=packed[:-9])
    assert "无法解开" in faults("快照")[0]


def test_a_snapshot_exchanged_with_its_digest_is_told_by_its_anchor(submitted: Assessment) -> None:
    content = Snapshot.objects.get().bytes.replace(b"1", b"2", 1)
    Snapshot.objects.update(content=zlib.compress(content), sha256=files.digest(content))
    assert any("锚点 1 为它作证" in fault for fault in faults())


def test_an_assessment_moved_past_its_actions_is_named(submitted: Assessment) -> None:
    Assessment.objects.update(step="draft")
    assert ["所在环节与办理记录不符" in fault for fault in faults()] == [True]


def test_a_changed_byte_of_an_upload_is_named(submitted: Assessment) -> None:
    for ledger in Ledger.objects.accepted():
        path = Path(files.path_of(ledger.sha256))
        content = path.read_bytes()
        path.write_bytes(content[:50] + bytes([content[50] ^ 1]) + content[51:])
        assert any(ledger.sha256[:12] in fault for fault in faults())
        path.write_bytes(content)
    assert faults() == []


def test_a_changed_row_is_told_by_its_workbook(submitted: Assessment) -> None:
    row = SchoolYear.objects.all()[0]
    SchoolYear.objects.filter(pk=row.pk).update(name="别的学校")
    assert [f"第 {row.row} 行 name" in fault for fault in faults("台账数据")] == [True]
    assert any("学校台账与报送时不同" in fault for fault in faults("快照测算"))
    assert any("name：库中" in fault for fault in faults("测算结果"))
    SchoolYear.objects.filter(pk=row.pk).update(name=row.values["name"])
    CountyYear.objects.update(population=1)
    assert ["population" in fault for fault in faults("台账数据")] == [True]


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_figures_are_worked_out_again_from_rows_and_from_snapshots(submitted: Assessment) -> None:
    figure = CountyFigure.objects.exclude(cv="")[0]
    with undone():
        CountyFigure.objects.filter(pk=figure.pk).update(cv="0.001")
        [told] = faults("测算结果")
        assert f"{figure.indicator} cv：库中 0.001，重新计算 {figure.cv}" in told
        assert any(f"{figure.indicator}/cv" in fault for fault in faults("快照测算"))
    with undone():  # an explanation may change, but not while the round is locked
        ledger = Ledger.objects.accepted().get(kind=Ledger.Kind.SCHOOLS)
        LedgerProblem.objects.create(ledger=ledger, severity="query", code="x", message="x", explanation="改")
        assert ["疑点说明与报送时不同" in fault for fault in faults("快照测算")] == [True]
    with undone():  # what breaks its check is a fault and no crash
        SchoolYear.objects.update(school_type="无此类")
        assert any("算不出来" in fault for fault in faults("测算结果"))
    said = Answer.objects.latest("pk")
    said.pk, said.conclusion = None, "补记"
    said.save()  # written down later with an earlier time, which no calculation before it knew
    assert faults("测算结果") == []
    Answer.objects.filter(pk=said.pk).delete()
    User.objects.update(first_name="改名")
    Division.objects.filter(pk=submitted.county_id).update(name="改名县")
    assert faults("快照测算", "测算结果") == []  # what is called otherwise since is no alarm


def test_the_check_itself_is_written_down(submitted: Assessment) -> None:
    verification.note(verification.examine(), by="x", at=timezone.now())
    last = verification.last()
    assert last is not None
    assert not last.refused

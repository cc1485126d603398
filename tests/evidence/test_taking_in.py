"""Evidence is taken in, placed and removed by the county's own people, while the year is filled in."""

import errno
import os
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse

from assessments.evidence import actions, apart, asked, coverage, gate
from assessments.evidence.actions import Purpose
from assessments.evidence.gate.refusals import EvidenceRefused
from assessments.evidence.models import Evidence, Placement
from counties.models import Division, Officer
from indicators import published
from operations import append_only
from operations.models import AuditEvent
from schools import files, uploads
from schools.actions import Refused
from schools.locked import REASON
from schools.models import School
from tests.assessments.offices import Offices, begun, filled_in, go
from tests.evidence.makers import docx, pdf, png
from tests.factories import NOW, client_of, division, officer
from tests.forging import unguard
from tests.steps import YEAR

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def judged_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The gate runs in this process; that it runs in its own otherwise, another test tells."""
    monkeypatch.setattr(apart, "kind_of", lambda data, name: gate.inspect(data, apart.suffix_of(name)))


def received(
    clerk: Officer, content: bytes | None = None, name: str = "布局图.pdf", **purpose: Any
) -> Evidence:
    given = {"items": ["guarantee-01"], **purpose}
    return actions.receive(
        county=clerk.division,
        year=YEAR,
        file=ContentFile(pdf() if content is None else content, name=name),
        purpose=Purpose(**given),
        by=clerk,
        at=NOW,
    )


def listed(county: Division) -> dict[str, list[str]]:
    return {file.title: [*file.items, *file.schools] for file in coverage.live(county, YEAR)}


def test_a_file_serves_several_items_and_schools_and_is_in_the_trail(clerk: Officer) -> None:
    School.objects.create(code="9901010001", name="示例小学", county=clerk.division)
    evidence = received(clerk, items=["guarantee-01", "quality-03"], schools=["9901010001"])
    assert listed(clerk.division) == {"布局图": ["guarantee-01", "quality-03", "9901010001"]}
    assert files.verified(evidence.sha256).read_bytes() == pdf()
    event = AuditEvent.objects.get(action="evidence.received")
    assert (event.stream, event.detail["sha256"]) == (clerk.division.code, evidence.sha256)


def test_the_same_bytes_are_kept_once_and_serve_both(clerk: Officer) -> None:
    first, again = received(clerk), received(clerk, name="另一个名字.pdf", items=["guarantee-02"])
    assert first == again
    assert listed(clerk.division) == {"布局图": ["guarantee-01", "guarantee-02"]}


def test_bytes_that_were_lost_are_there_again_when_sent_again(clerk: Officer) -> None:
    evidence = received(clerk)
    files.path_of(evidence.sha256).unlink()
    received(clerk)
    assert files.verified(evidence.sha256)


def test_a_file_is_placed_anew_removed_and_taken_in_again(clerk: Officer) -> None:
    evidence = received(clerk)
    leader = officer("leader", clerk.division, Officer.Role.LEADER)
    purpose = Purpose(title="布局", note="县政府文件", items=["guarantee-02"])
    actions.place(evidence=evidence, purpose=purpose, by=leader, at=NOW)
    assert listed(clerk.division) == {"布局": ["guarantee-02"]}
    actions.remove(evidence=evidence, by=clerk, at=NOW)
    actions.remove(evidence=evidence, by=clerk, at=NOW)
    assert listed(clerk.division) == {}
    assert Placement.objects.filter(removed=True).count() == 1
    received(clerk, title="布局图")
    assert listed(clerk.division) == {"布局图": ["guarantee-01"]}


def test_an_unknown_item_or_another_countys_school_is_refused(clerk: Officer) -> None:
    School.objects.create(code="9901030001", name="邻县小学", county=division("990103", "邻县"))
    purposes: tuple[dict[str, Any], ...] = (
        {"items": ["work-01"]},
        {"schools": ["9901030001"]},
        {"items": []},
    )
    for purpose in purposes:
        with pytest.raises(Refused):
            received(clerk, **purpose)
    assert not Evidence.objects.exists()


def test_nobody_else_places_evidence(clerk: Officer, city_inspector: Officer) -> None:
    sibling = officer("sibling", division("990103", "邻县"), Officer.Role.CLERK)
    for by in (sibling, city_inspector, officer("looks", clerk.division, Officer.Role.VIEWER)):
        with pytest.raises(Refused, match="只有本县"):
            actions.receive(
                county=clerk.division,
                year=YEAR,
                file=ContentFile(pdf(), name="a.pdf"),
                purpose=Purpose(items=["guarantee-01"]),
                by=by,
                at=NOW,
            )


def test_a_county_has_a_quota_and_what_was_removed_counts_in_the_end(clerk: Officer) -> None:
    one, other = pdf(b"/A 1"), pdf(b"/A 2")
    with override_settings(EVIDENCE_QUOTA=len(one) + 10):
        evidence = received(clerk, one)
        with pytest.raises(EvidenceRefused, match="已到上限") as caught:
            received(clerk, other)
        assert caught.value.code == "M18"
        received(clerk, one, items=["guarantee-02"])  # no more bytes
        for number in range(2, 4):
            actions.remove(evidence=evidence, by=clerk, at=NOW)
            evidence = received(clerk, pdf(b"/A %d" % number))
        actions.remove(evidence=evidence, by=clerk, at=NOW)
        with pytest.raises(EvidenceRefused, match="移除过的"):
            received(clerk, pdf(b"/A 9"))


def test_a_full_disk_leaves_neither_row_nor_file(clerk: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(EvidenceRefused, match="存储空间不足") as caught:
        received(clerk)
    assert caught.value.code == "M21"
    assert not Evidence.objects.exists()
    assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_a_refused_file_is_in_the_trail_and_nowhere_else(clerk: Officer) -> None:
    with pytest.raises(EvidenceRefused):
        received(clerk, b"MZ\x90", name="a.exe")
    event = AuditEvent.objects.get(action="evidence.refused")
    assert (event.refused, event.detail["code"], event.object) == (True, "M03", "file:a.exe")
    assert not Evidence.objects.exists()


def test_what_was_signed_takes_no_evidence_by_page_action_or_database(clerk: Officer) -> None:
    filled_in(clerk)
    evidence, assessment = received(clerk), begun(clerk)
    go(assessment, "sign", Offices(clerk.division).at("county", "leader"))
    for deed in (
        lambda: received(clerk, png(), name="a.png"),
        lambda: actions.place(
            evidence=evidence, purpose=Purpose(title="x", items=["guarantee-02"]), by=clerk, at=NOW
        ),
        lambda: actions.remove(evidence=evidence, by=clerk, at=NOW),
    ):
        with pytest.raises(Refused, match="不能再改"):
            deed()
    client = client_of(clerk)
    for page in ("evidence-place", "evidence-remove"):
        given = {"title": "x", "items": "guarantee-02"}
        assert client.post(reverse(page, args=[evidence.pk]), given).status_code == 409
    assert posted(client, ("a.png", png())).status_code == 409
    for row in (Placement(evidence=evidence, title="x", by=clerk.user, at=NOW), copy_of(evidence)):
        with pytest.raises(DatabaseError, match=REASON), transaction.atomic():
            row.save()


def copy_of(evidence: Evidence) -> Evidence:
    twin = Evidence.objects.get(pk=evidence.pk)
    twin.pk, twin.sha256 = None, "0" * 64
    return twin


def test_rows_of_evidence_are_only_added(clerk: Officer) -> None:
    evidence = received(clerk)
    for deed in (
        lambda: Evidence.objects.update(filename="x"),
        lambda: Placement.objects.update(title="x"),
        lambda: Placement.objects.all().delete(),
        lambda: Evidence.objects.filter(pk=evidence.pk)._raw_delete(using="default"),
    ):
        with pytest.raises(DatabaseError, match=append_only.REASON), transaction.atomic():
            deed()


def test_without_the_triggers_they_could_be_changed(clerk: Officer) -> None:
    """The control."""
    received(clerk)
    unguard()
    assert Placement.objects.update(title="x") == 1


def posted(client: Client, *sent: tuple[str, bytes], **given: Any) -> Any:
    files_ = [ContentFile(content, name=name) for name, content in sent]
    data = {"files": files_, "items": ["guarantee-01"], "whole": "1", **given}  # as the page sends them
    return client.post(reverse("evidence-upload") + f"?year={YEAR}", data)


def test_several_files_are_sent_at_once_and_each_is_judged_for_itself(clerk: Officer) -> None:
    client = client_of(clerk)
    answer = posted(client, ("a.pdf", pdf()), ("../../\u202eb.png", png()), ("c.docx", docx()))
    assert answer.status_code == 302
    assert set(listed(clerk.division)) == {"a", "b", "c"}
    answer = posted(client, ("d.pdf", pdf(b"/A 1")), ("e.pdf", b"<html>"))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "没有收下“e.pdf”" in text and "M03" in text and "其余 1 份已经收下" in text
    assert "d" in listed(clerk.division)


def test_what_is_too_much_is_said_in_words(clerk: Officer) -> None:
    client = client_of(clerk)
    answer = posted(client, ("a.pdf", pdf()), **{"whole": []})
    assert (answer.status_code, "M20" in answer.content.decode()) == (422, True)
    answer = posted(client, *((f"{n}.pdf", pdf(b"/A %d" % n)) for n in range(21)))
    assert (answer.status_code, "M20" in answer.content.decode()) == (422, True)
    assert "请选择文件" in posted(client).content.decode()
    before_the_form = posted(client, ("a.pdf", pdf()), items=[]).content.decode().partition('id="files"')[0]
    assert "请至少选一个条目" in before_the_form
    assert not Evidence.objects.exists()


def test_a_file_that_is_too_large_is_told_though_nothing_of_it_is_kept(clerk: Officer) -> None:
    answer = posted(client_of(clerk), ("a.pdf", b"%PDF-1.7" + bytes(uploads.LIMIT)))
    assert (answer.status_code, "每份最大 20 MB" in answer.content.decode()) == (422, True)


def test_what_is_more_than_may_come_at_once_is_thrown_away(clerk: Officer, monkeypatch: Any) -> None:
    monkeypatch.setattr(uploads, "AT_ONCE", 1000)
    answer = posted(client_of(clerk), ("a.pdf", pdf()), ("b.pdf", bytes(1000)))
    assert (answer.status_code, "M20" in answer.content.decode()) == (422, True)
    assert not Evidence.objects.exists()


def test_every_material_names_an_item_of_its_standard_and_a_source() -> None:
    known = {(code, item.code) for code in published.codes() for item in published.load(code).items}
    assert set(asked._materials()) <= known
    quality = published.load("quality-2017")
    resting = {item.code for item in quality.items if asked.rests_on_evidence(item)}
    assert {item.code for item in quality.items if asked.materials(quality, item)} >= resting
    shenyang = published.load("quality-2017-shenyang")
    assert asked.materials(shenyang, shenyang.items[0]) == asked.materials(quality, quality.items[0])

"""Which files stand behind which item: live while it is filled in, of the snapshot once it is submitted."""

import pytest

from assessments import snapshots
from assessments.desk import difference
from assessments.evidence import coverage
from assessments.evidence.models import Placement
from assessments.models import Snapshot
from counties.models import Officer
from tests.assessments.offices import Offices, begun, filled_in, submitted
from tests.evidence.shown import shown
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def test_the_newest_placement_counts_and_a_removed_file_is_gone(clerk: Officer) -> None:
    evidence, other = shown(clerk), shown(clerk, b"%PDF-1.4 another\n", items=["quality-03"])
    Placement.objects.create(
        evidence=evidence, title="布局", items=["guarantee-01", "guarantee-02"], by=clerk.user, at=NOW
    )
    found = coverage.by_item(coverage.live(clerk.division, evidence.year))
    assert {item: [file.title for file in files] for item, files in found.items()} == {
        "guarantee-01": ["布局"],
        "guarantee-02": ["布局"],
        "quality-03": ["规划布局图"],
    }
    Placement.objects.create(evidence=other, title="x", removed=True, by=clerk.user, at=NOW)
    assert "quality-03" not in coverage.by_item(coverage.live(clerk.division, evidence.year))


def test_what_was_submitted_is_read_from_the_snapshot(clerk: Officer) -> None:
    filled_in(clerk)
    evidence = shown(clerk, schools=["9901010001"])
    draft = begun(clerk)
    assert [file.key for file in coverage.of(draft)["guarantee-01"]] == [evidence.pk]
    assessment = submitted(clerk, Offices(clerk.division).at("county", "leader"))
    [file] = coverage.of(assessment)["guarantee-01"]
    assert (file.sha256, file.schools, file.key) == (evidence.sha256, ("9901010001",), None)
    [frozen] = snapshots.opened(Snapshot.objects.get().bytes).evidence
    assert (frozen["sha256"], frozen["type"], frozen["by"]) == (evidence.sha256, "pdf", "clerk")


def test_what_changed_between_two_rounds_is_told(clerk: Officer) -> None:
    filled_in(clerk)
    assessment, evidence = begun(clerk), shown(clerk)

    def now() -> snapshots.Snap:
        return snapshots.opened(snapshots.freeze(assessment, at=NOW))

    first = now()
    Placement.objects.create(evidence=evidence, title="布局", items=["quality-03"], by=clerk.user, at=NOW)
    shown(clerk, b"%PDF-1.4 another", title="新的", schools=["9901010001"])
    changes = difference.between(first, now())
    assert [(each.part, each.about, each.before, each.after) for each in changes] == [
        (
            "佐证材料",
            "布局",
            "规划布局图（规划布局图.pdf）；全县；政府保障程度 1",
            "布局（规划布局图.pdf）；全县；教育质量 3",
        ),
        ("佐证材料", "新的", "没有这份", "新的（规划布局图.pdf）；1 所学校；政府保障程度 1"),
    ]
    assert difference.between(first, first) == []


def test_a_signature_is_for_the_evidence_too(clerk: Officer) -> None:
    filled_in(clerk)
    assessment = begun(clerk)
    before = snapshots.essence(snapshots.freeze(assessment, at=NOW))
    shown(clerk)
    assert snapshots.essence(snapshots.freeze(assessment, at=NOW)) != before

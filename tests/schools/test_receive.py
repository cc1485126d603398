"""An upload is kept byte for byte as the next version, once."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from counties.models import Division, Officer
from operations.models import AuditEvent, Job
from schools import actions, files, uploads
from schools.ledger.problems import LedgerRefused
from schools.models import Ledger
from tests.factories import NOW, officer
from tests.ledgers.rows import county_rows
from tests.steps import orderly, sent, workbook

pytestmark = pytest.mark.django_db


def test_the_first_upload_is_version_one_and_waits_for_its_check(clerk: Officer) -> None:
    ledger = sent(clerk)
    assert (ledger.version, ledger.state, ledger.size) == (1, Ledger.State.CHECKING, len(orderly()))
    assert ledger.sha256 == files.digest(orderly())
    assert (ledger.job.kind, ledger.job.state) == ("schools.check_ledger", Job.State.QUEUED)
    assert AuditEvent.objects.get(action="ledger.received").actor == clerk.user.username


def test_the_bytes_are_kept_under_their_digest(clerk: Officer) -> None:
    ledger = sent(clerk)
    assert files.verified(ledger.sha256).read_bytes() == orderly()
    assert [path.name for path in Path(files.path_of(ledger.sha256)).parent.iterdir()] == [ledger.sha256]


def test_the_same_bytes_are_the_same_version(clerk: Officer) -> None:
    first, again = sent(clerk), sent(clerk, filename="另一个名字.xlsx")
    assert first == again
    assert again.filename == "台账.xlsx"
    assert (Ledger.objects.count(), Job.objects.count()) == (1, 1)


def test_other_bytes_another_year_and_another_standard_are_versions_of_their_own(clerk: Officer) -> None:
    other = workbook(county_rows()[:5])
    ledgers = [sent(clerk), sent(clerk, other), sent(clerk, year=2024), sent(clerk, standard="basic-2012")]
    assert [(each.year, each.version) for each in ledgers] == [(2025, 1), (2025, 2), (2024, 1), (2025, 3)]


def test_bytes_damaged_on_the_disk_are_found(clerk: Officer) -> None:
    ledger = sent(clerk)
    files.path_of(ledger.sha256).write_bytes(orderly()[:-1])
    with pytest.raises(files.Damaged):
        files.verified(ledger.sha256)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "E01"),
        (b"%PDF-1.7", "E03"),
        (b"PK\x03\x04 and no more", "E04"),
        (b"0" * (uploads.LIMIT + 1), "E11"),
    ],
)
def test_what_is_no_workbook_leaves_a_note_and_nothing_else(
    clerk: Officer, content: bytes, code: str
) -> None:
    with pytest.raises(LedgerRefused) as refusal:
        sent(clerk, content)
    assert refusal.value.problem.code == code
    event = AuditEvent.objects.get()
    assert (event.action, event.refused, event.detail) == ("ledger.refused", True, {"code": code})
    assert not Ledger.objects.exists()
    assert not Job.objects.exists()


def test_only_the_countys_own_clerk_sends_ledgers(
    county: Division, clerk: Officer, neighbours_clerk: Officer, city_inspector: Officer
) -> None:
    leader = officer("leader", county, Officer.Role.LEADER)
    for stranger in (neighbours_clerk, city_inspector, leader):
        with pytest.raises(actions.Refused):
            actions.receive(
                county=county,
                year=2025,
                kind=Ledger.Kind.SCHOOLS,
                standard="quality-2017",
                file=ContentFile(orderly(), name="x.xlsx"),
                by=stranger,
                at=NOW,
            )
    assert not Ledger.objects.exists()


@pytest.mark.parametrize(
    ("sent_as", "kept_as"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\台账\\2025.xlsx", "2025.xlsx"),
        ("a\r\nSet-Cookie: x.xlsx", "a Set-Cookie: x.xlsx"),
        ("a\u202efdp.xlsx", "afdp.xlsx"),
        ("\x00", "未命名.xlsx"),
        ("长" * 300 + ".xlsx", "长" * 115 + ".xlsx"),
        ("𠮷野.xlsx", "𠮷野.xlsx"),
    ],
)
def test_a_file_name_is_a_label(sent_as: str, kept_as: str) -> None:
    assert uploads.label(sent_as) == kept_as

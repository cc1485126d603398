"""What was backed up while the server ran is there again, to the byte, after everything was damaged."""

import io
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from counties.models import Division, Officer
from operations import audit
from operations.models import AuditEvent
from schools.models import Ledger, SchoolYear
from tests.factories import NOW
from tests.forging import unguard
from tests.ledgers.rows import county_rows
from tests.steps import accepted, workbook

pytestmark = pytest.mark.django_db(transaction=True)


def say(command: str, *arguments: str) -> str:
    out = io.StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


def test_backup_damage_restore_and_all_is_as_it_was(clerk: Officer, tmp_path: Path) -> None:
    ledger, folder = accepted(clerk), str(tmp_path / "backup")
    told = say("backup", folder)
    assert "个文件" in told
    assert "签名私钥没有复制" in told
    assert not list((tmp_path / "backup").rglob("signing.pem"))
    count = AuditEvent.objects.count()
    accepted(clerk, workbook(county_rows()[:-1]))  # what comes after the backup is gone with it
    unguard()
    SchoolYear.objects.update(pupils_primary=1)
    shutil.rmtree(settings.MEDIA_ROOT)
    with pytest.raises(CommandError, match="不一致"):
        say("audit_verify")
    with pytest.raises(CommandError, match="加 --yes"):
        say("restore", folder)
    heads = Path(settings.ANCHORS).stat().st_ino
    assert "已恢复" in say("restore", folder, "--yes")
    assert Path(settings.ANCHORS).stat().st_ino == heads  # a volume cannot be moved
    assert AuditEvent.objects.count() == count
    assert Ledger.objects.get().pk == ledger.pk
    assert "核对一致" in say("audit_verify")
    assert len(list(tmp_path.glob("anchors-before-*"))) == 1
    audit.append(stream="s", action="a", object="o", actor="x", at=NOW)  # and it goes on
    assert "核对一致" in say("audit_verify")


def test_a_damaged_backup_is_refused_before_anything_is_touched(clerk: Officer, tmp_path: Path) -> None:
    accepted(clerk)
    folder = tmp_path / "backup"
    say("backup", str(folder))
    with pytest.raises(CommandError, match="不是空的"):
        say("backup", str(folder))
    for path in [folder / "database", next((folder / "files").rglob("??/*")), folder / "backup.json"]:
        content = path.read_bytes()
        path.write_bytes(content[:-2] + bytes([content[-2] ^ 1]) + content[-1:])
        with pytest.raises(CommandError, match="没有恢复"):
            say("restore", str(folder), "--yes")
        path.write_bytes(content)
    missing = next((folder / "files").rglob("??/*"))
    missing.unlink()
    with pytest.raises(CommandError, match="应有"):
        say("restore", str(folder), "--yes")
    assert Division.objects.exists()
    assert connection.is_usable()

"""A backup (备份) that belongs together, made while the server runs, and put back after it was compared.

The heads of the trail are copied first, then the database as it is at one moment, then the files: what the
heads name the database has, and what the database names the files have, for neither is ever changed. The
signing key stays where it is; the backup says which it was, and holds its public half.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from operations import keys

FORMAT = "balance-backup-1"
MANIFEST = "backup.json"
DATABASE = "database"
PIECE = 1024 * 1024


class Unfit(Exception):
    """It cannot be backed up, or put back; the message is for the administrator."""


def make(folder: Path, *, at: datetime) -> Mapping[str, str]:
    """Write a whole backup into *folder*, which must be new or empty, and return what its manifest says."""
    if folder.exists() and any(folder.iterdir()):
        raise Unfit(f"目录 {folder} 不是空的。请指定一个新的目录。")
    folder.mkdir(parents=True, exist_ok=True)
    _copy_tree(Path(settings.ANCHORS), folder / "anchors")
    _ENGINES[connection.vendor].dump(folder / DATABASE)
    count = _copy_tree(Path(settings.MEDIA_ROOT), folder / "files")
    (folder / "keys").mkdir()
    for name, public in keys.trusted().items():
        (folder / "keys" / keys.PUBLIC.format(name)).write_bytes(public)
    manifest = {
        "format": FORMAT,
        "made_at": at.isoformat(),
        "engine": connection.vendor,
        "database": _digest(folder / DATABASE),
        "anchors": _digest_of_tree(folder / "anchors"),
        "files": str(count),
        "keys": " ".join(sorted(keys.trusted())),
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=True)
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    return manifest


def compare(folder: Path) -> Mapping[str, str]:
    """Return what the manifest in *folder* says; raise ``Unfit`` unless every byte is as it was written."""
    try:
        manifest: Mapping[str, str] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if manifest["format"] != FORMAT or manifest["engine"] != connection.vendor:
            raise Unfit(f"这份备份是 {manifest['engine']} 的，现在的数据库是 {connection.vendor}，不能恢复。")
        if _digest(folder / DATABASE) != manifest["database"]:
            raise Unfit("备份里的数据库与备份时不同，已损坏。请用另一份备份。")
        if _digest_of_tree(folder / "anchors") != manifest["anchors"]:
            raise Unfit("备份里的链头文件与备份时不同，已损坏。请用另一份备份。")
        stored = list(_files(folder / "files"))
        if len(stored) != int(manifest["files"]):
            raise Unfit(f"备份里应有 {manifest['files']} 个文件，现在有 {len(stored)} 个。请用另一份备份。")
        damaged = next((path for path in stored if _digest(path) != path.name), None)
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise Unfit(f"{folder} 里没有完整的备份：{fault}") from fault
    if damaged:
        raise Unfit(f"备份里的文件 {damaged.name[:12]} 已损坏。请用另一份备份。")
    return manifest


def put_back(folder: Path, *, at: datetime) -> Path | None:
    """Put the backup in *folder* in place of what is there, after ``compare``; with the server stopped.

    Return where the heads of the trail that were there are kept: they name what came after the backup.
    """
    compare(folder)
    aside = _put_aside(Path(settings.ANCHORS), folder.with_name(f"anchors-before-{at:%Y%m%dT%H%M%S}"))
    _ENGINES[connection.vendor].load(folder / DATABASE)
    for path in _files(folder / "files"):
        target = Path(settings.MEDIA_ROOT) / path.relative_to(folder / "files")
        if not target.is_file() or _digest(target) != path.name:
            _copy(path, target)
    _copy_tree(folder / "anchors", Path(settings.ANCHORS))
    return aside


class _Sqlite:
    """By its online backup: a moment's state, whoever writes meanwhile."""

    def dump(self, path: Path) -> None:
        connection.ensure_connection()
        assert not connection.in_atomic_block  # SQLite would wait for it for ever
        with closing(sqlite3.connect(path)) as copy:
            connection.connection.backup(copy)

    def load(self, path: Path) -> None:
        connection.ensure_connection()
        with closing(sqlite3.connect(path)) as copy:
            copy.backup(connection.connection)


class _PostgreSQL:
    """By pg_dump, which sees a moment's state, and pg_restore, in one transaction."""

    def dump(self, path: Path) -> None:
        _run("pg_dump", "--format=custom", f"--file={path}", _name())

    def load(self, path: Path) -> None:
        connection.close()
        how = ("--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error")
        _run("pg_restore", *how, f"--dbname={_name()}", str(path))


_ENGINES: Mapping[str, _Sqlite | _PostgreSQL] = {"sqlite": _Sqlite(), "postgresql": _PostgreSQL()}


def _name() -> str:
    return str(connection.settings_dict["NAME"])


def _run(program: str, *arguments: str) -> None:
    server = connection.settings_dict
    asked = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    where = {name: str(server[key]) for name, key in asked.items() if server.get(key)}
    try:
        done = subprocess.run(
            [program, *arguments], env={**os.environ, **where}, capture_output=True, check=False, text=True
        )
    except FileNotFoundError as missing:
        raise Unfit(f"没有找到 {program}，请安装 PostgreSQL 客户端（版本不低于服务器）。") from missing
    if done.returncode:
        raise Unfit(f"{program} 没有完成：{done.stderr.strip()[-500:]}")


def _put_aside(source: Path, target: Path) -> Path | None:
    """Move all that is in *source*, itself maybe a volume, to *target*, if there is anything."""
    if not source.is_dir() or not any(source.iterdir()):
        return None
    target.mkdir(mode=0o700)
    for path in sorted(source.iterdir()):
        shutil.move(path, target / path.name)
    return target


def _copy_tree(source: Path, target: Path) -> int:
    """Copy every file of *source* that is whole, and return how many those were."""
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = list(_files(source))
    for path in found:
        _copy(path, target / path.relative_to(source))
    return len(found)


def _copy(path: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"incoming-{target.name}")
    shutil.copy2(path, part)
    os.replace(part, target)


def _files(folder: Path) -> Iterator[Path]:
    """Every file, but for those that are being written."""
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and not _is_of_the_moment(path))


def _is_of_the_moment(path: Path) -> bool:
    return path.name.startswith("incoming-") or path.name == "lock"


def _digest_of_tree(folder: Path) -> str:
    lines = [f"{_digest(path)} {path.relative_to(folder).as_posix()}" for path in _files(folder)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _digest(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            found.update(piece)
    return found.hexdigest()

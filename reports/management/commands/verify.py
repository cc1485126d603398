"""``manage.py verify``: is a document or a file to carry as it was signed? Needs no database."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from operations import keys
from reports.carrying import archive, checking
from reports.carrying.checking import Checked

ZIP = b"PK\x03\x04"


class Command(BaseCommand):
    help = "核对报告（PDF 与旁边的 .sig）或随身卷（.zip）是否被改动，指出改动在哪一部分；不需要数据库。"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="报告文件，或随身卷 .zip")
        parser.add_argument("--signature", type=Path, help="签名文件，默认是旁边同名的 .sig")
        parser.add_argument("--key", type=Path, metavar="PEM", help="公布的公钥，默认用本机的")

    def handle(self, *args: Any, **options: Any) -> None:
        found = self._checked(options)
        for part in found.parts:
            self.stdout.write(str(part))
        if found.signed:
            said = found.signed.statement
            self.stdout.write(f"报告编号 {said.number}　快照摘要 {said.snapshot}")
        if not found.is_whole:
            named = dict.fromkeys(part.name for part in found.faults)
            self.stdout.write(f"结论：不一致（{'、'.join(named)}）")
            sys.exit(1)
        self.stdout.write("结论：一致，与签名时相同")

    def _checked(self, options: dict[str, Any]) -> Checked:
        file: Path = options["file"]
        trusted = _trusted(options["key"])
        content = _bytes(file)
        if content.startswith(ZIP) and options["signature"] is None and not _beside(file).is_file():
            return checking.carry(content, trusted)
        signature = options["signature"] or _beside(file)
        if not signature.is_file():
            raise CommandError(f"找不到签名文件 {signature}。请把 .sig 放在旁边，或用 --signature 指出。")
        return checking.document(file.name, content, _bytes(signature), trusted)


def _beside(file: Path) -> Path:
    return file.with_name(f"{file.name}.sig")


def _bytes(file: Path) -> bytes:
    try:
        if file.stat().st_size > archive.MOST_BYTES:
            raise CommandError(f"文件过大：{file}。")
        return file.read_bytes()
    except OSError as error:
        raise CommandError(f"读不到这个文件：{file}。请检查路径后再试。") from error


def _trusted(key: Path | None) -> dict[str, bytes]:
    """Return the public keys to check with: the one given, or those of this installation."""
    if key is None:
        found = keys.trusted()
        if not found:
            raise CommandError("本机没有公钥。请用 --key 给出从 /verify/key 取得的公钥文件。")
        return found
    pem = _bytes(key)
    name = keys.name_of(pem)
    if name is None:
        raise CommandError(f"{key} 不是 Ed25519 公钥（PEM）。")
    return {name: pem}

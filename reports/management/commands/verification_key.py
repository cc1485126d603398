"""``manage.py verification_key``: the public key with which strangers check; needs no database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from operations import keys


class Command(BaseCommand):
    help = "打印本机签名密钥的公钥（PEM），供公布和离线核对；第一次运行时生成密钥。"
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.stdout.write(keys.public_pem().decode(), ending="")
        except keys.Unusable as fault:
            raise CommandError(str(fault)) from fault

from importlib import import_module

from django.apps import AppConfig

from operations import words


class SchoolsConfig(AppConfig):
    name = "schools"
    verbose_name = "学校与台账"

    def ready(self) -> None:
        ledger = import_module("schools.models").Ledger
        words.call_values(("ledger.kind",), lambda: dict(ledger.Kind.choices))

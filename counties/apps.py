from importlib import import_module

from django.apps import AppConfig


class CountiesConfig(AppConfig):
    name = "counties"
    verbose_name = "区划与人员"

    def ready(self) -> None:
        import_module("counties.comings")

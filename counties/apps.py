from importlib import import_module

from django.apps import AppConfig

from counties.levels import Level
from operations import words


class CountiesConfig(AppConfig):
    name = "counties"
    verbose_name = "区划与人员"

    def ready(self) -> None:
        import_module("counties.comings")
        import_module("counties.lasting")
        role = import_module("counties.models").Officer.Role
        words.call_values(("role", "from_role"), lambda: dict(role.choices))
        words.call_values(("level",), lambda: {level.value: level.label for level in Level})

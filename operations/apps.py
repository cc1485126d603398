from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class OperationsConfig(AppConfig):
    name = "operations"
    verbose_name = "运行"

    def ready(self) -> None:
        import_module("operations.labels").put_everywhere()
        append_only = import_module("operations.append_only")
        pre_migrate.connect(append_only.lift_before, sender=self, dispatch_uid="append_only")
        post_migrate.connect(append_only.guard_all, sender=self, dispatch_uid="append_only")

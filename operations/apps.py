from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class OperationsConfig(AppConfig):
    name = "operations"
    verbose_name = "运行"

    def ready(self) -> None:
        import_module("operations.labels").put_everywhere()
        guard_all = import_module("operations.append_only").guard_all
        post_migrate.connect(guard_all, sender=self, dispatch_uid="append_only")

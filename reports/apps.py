from importlib import import_module

from django.apps import AppConfig

from assessments.signals import status_changed


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "报告"

    def ready(self) -> None:
        receivers = import_module("reports.papers.receivers")
        status_changed.connect(receivers.write_receipt, dispatch_uid="receipt")

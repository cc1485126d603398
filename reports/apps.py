from functools import partial
from importlib import import_module

from django.apps import AppConfig

from assessments.signals import status_changed
from operations import words


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "报告"

    def ready(self) -> None:
        receivers = import_module("reports.papers.receivers")
        # Only when somebody reads of it: what papers are made of takes long to load.
        kinds = partial(import_module, "reports.papers.kinds")
        words.call_values(("paper.kind",), lambda: {each.slug: each.label for each in kinds().KINDS})
        status_changed.connect(receivers.write_receipt, dispatch_uid="receipt")

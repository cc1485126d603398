from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate

from assessments import workflow
from assessments.recheck import table
from operations import words


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = "督导评估"

    def ready(self) -> None:
        guards = import_module("assessments.guards")
        frozen = import_module("assessments.snapshots.freezing").ADDED
        frozen["evidence"] = import_module("assessments.evidence.freezing").listed
        marks = import_module("assessments.review.models").Mark.Kind
        words.call_values(("assessment.mark",), lambda: dict(marks.choices))
        steps = (*workflow.Step, *table.Step)
        words.call_values(("source", "target", "step"), lambda: {each.value: each.label for each in steps})
        words.call_values(("way",), lambda: {each.name: each.label for each in table.WAYS})
        grounds = import_module("assessments.recheck.models").Recheck.Ground
        words.call_values(("ground",), lambda: dict(grounds.choices))
        words.call_values(("transition",), lambda: {each.name: each.label for each in workflow.TRANSITIONS})
        pre_migrate.connect(guards.lift_before, dispatch_uid="unlock")
        post_migrate.connect(guards.set_again, sender=self, dispatch_uid="lock")

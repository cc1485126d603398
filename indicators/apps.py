from django.apps import AppConfig

from indicators import needed
from indicators.calculation.outcomes import Outcome
from operations import words
from schools.figures import needs


class IndicatorsConfig(AppConfig):
    name = "indicators"
    verbose_name = "指标测算"

    def ready(self) -> None:
        needs.tell(needed.figures)
        words.call_values(("outcome", "whole_outcome"), lambda: {each.value: each.label for each in Outcome})

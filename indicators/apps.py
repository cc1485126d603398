from django.apps import AppConfig

from indicators import needed
from schools.figures import needs


class IndicatorsConfig(AppConfig):
    name = "indicators"
    verbose_name = "指标测算"

    def ready(self) -> None:
        needs.tell(needed.figures)

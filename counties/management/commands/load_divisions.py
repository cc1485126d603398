from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from counties import actions, gazetteer
from counties.levels import Level
from counties.models import Division

FIXTURES = settings.BASE_DIR / "fixtures"


class Command(BaseCommand):
    help = "载入全国行政区划（含沿革）。可以重复执行，已有的不变。"

    def handle(self, **options: Any) -> None:
        entries = gazetteer.read(FIXTURES / "divisions.csv", FIXTURES / "division_history.csv")
        loaded = actions.load_divisions(entries=entries, by="load_divisions", at=timezone.now())
        current = [entry.level for entry in entries if entry.valid_to is None]
        childless = (
            Division.objects.current().filter(level=Level.CITY, children__isnull=True).order_by("code")
        )
        self.stdout.write(
            f"区划名录：县级 {current.count(Level.COUNTY)} 个、市级 {current.count(Level.CITY)} 个、"
            f"省级 {current.count(Level.PROVINCE)} 个；已撤销或更名的县级 {len(entries) - len(current)} 条。"
        )
        self.stdout.write(
            f"其中 {'、'.join(city.name for city in childless)} 是不设县级的地级市，"
            "作为市级载入，下面没有县级单位。"
        )
        if any(loaded):
            self.stdout.write(f"新增 {loaded.created} 条，更正 {loaded.changed} 条。")
        else:
            self.stdout.write("与已载入的一致，没有改动。")

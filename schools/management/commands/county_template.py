"""Write the blank workbook of the county figures."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from schools.figures.template import write_template


class Command(BaseCommand):
    help = "写出空白的县级数据模板（.xlsx）"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("-o", "--output", type=Path, required=True, help="写到哪个文件")
        parser.add_argument("--county", default="", help="县名，写在标题里")
        parser.add_argument("--year", type=int, help="学年，写在标题里")

    def handle(self, *, output: Path, county: str, year: int | None, **_options: object) -> None:
        try:
            write_template(output, county=county, year=year)
        except OSError as fault:
            raise CommandError(f"写不了 {output}：{fault.strerror}。请换一个可以写入的位置。") from fault
        self.stdout.write(f"已写出 {output}")

"""Write the blank workbook of the ledger."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from indicators.live import ready
from schools.ledger.template import write_template


class Command(BaseCommand):
    help = "写出空白的学校台账模板（.xlsx）"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("-o", "--output", type=Path, required=True, help="写到哪个文件")
        parser.add_argument("--county", default="", help="县名，写在标题里")
        parser.add_argument("--year", type=int, help="学年，写在标题里")
        parser.add_argument("--live", action="store_true", help="带公式：边填边算各校指标、差距和差异系数")
        parser.add_argument(
            "--standard",
            default=ready.STANDARDS[0],
            choices=ready.STANDARDS,
            help="按哪个标准算（与 --live 同用）",
        )

    def handle(self, *, output: Path, county: str, year: int | None, **options: object) -> None:
        try:
            if options.get("live"):
                ready.write(output, str(options["standard"]), county=county, year=year)
            else:
                write_template(output, county=county, year=year)
        except OSError as fault:
            raise CommandError(f"写不了 {output}：{fault.strerror}。请换一个可以写入的位置。") from fault
        self.stdout.write(f"已写出 {output}")

"""How long a dossier takes to set, beside WeasyPrint as it comes on the same content.

    .venv/bin/python -m benchmarks.dossier [schools …]

Each runs in a process of its own, on the same HTML and fonts; counted is the processor time from
HTML to PDF, the start of the process apart, the better of some runs, so that what else the machine
does counts less. Ends with 1 when a goal is missed.
"""

import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace

import django
from django.template.loader import render_to_string

from indicators import published
from indicators.calculation import findings
from reports import rendering, setting
from reports.contents import dossier
from reports.contents.dossier import Dossier
from reports.contents.occasion import Occasion
from reports.pdf import BUNDLED, STYLE
from tests.reports.counties import county

SCHOOLS = (50, 100, 200, 400)
RATIO = 0.65
MEGABYTES = 200
RUNS = 3
AS_IT_COMES = """
from time import process_time
import sys
from weasyprint import HTML
html, began = sys.stdin.read(), process_time()
sys.stdout.buffer.write(HTML(string=html, base_url="/").write_pdf())
print(process_time() - began, file=sys.stderr)
"""
OURS = """
from time import process_time
import sys
from reports import pdf
began = process_time()
pdf.main()
print(process_time() - began, file=sys.stderr)
"""


@dataclass(frozen=True)
class Run:
    """What a process took."""

    seconds: float
    megabytes: int
    written: int


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    print("schools  floor s  ours s  ratio  goal    MB  goal     KB")
    missed = False
    for schools in [int(word) for word in sys.argv[1:]] or SCHOOLS:
        contents = _contents(schools)
        html = setting.html(contents)
        plain = _plain(contents, html)
        runs = [(_run(AS_IT_COMES, plain), _run(OURS, html)) for _ in range(RUNS)]
        floor, ours = (min(each, key=lambda run: run.seconds) for each in zip(*runs, strict=True))
        ratio = ours.seconds / floor.seconds
        missed |= ratio > RATIO or ours.megabytes > MEGABYTES
        print(
            f"{schools:7} {floor.seconds:8.2f} {ours.seconds:7.2f} {ratio:6.2f} {RATIO:5.2f} "
            f"{ours.megabytes:5} {MEGABYTES:5} {ours.written // 1024:6}",
            flush=True,
        )
    return int(missed)


def _contents(schools: int) -> Dossier:
    finding = findings.judge(county(schools), published.load("quality-2017"))
    occasion = Occasion(
        county="示例县", filename="台账.xlsx", sha256="0" * 64, schools=schools, demo=True, year=2025
    )
    return dossier.dossier(finding, occasion)


def _plain(contents: Dossier, html: str) -> str:
    """The same content as one writes it first: a cell for each figure, columns as wide as they want
    to be, a rule below each row."""
    style = STYLE.read_text("utf-8").replace("table-layout: fixed; border-collapse: separate", "")
    style = style.replace(" img {", " svg {")  # drawings stand within the page, as they are written
    style += "table { border-collapse: collapse } table.matrix td { border-bottom: .3pt solid #bbb }"
    for address, path in BUNDLED.items():
        style = style.replace(address, path.as_uri())
    tables = [
        render_to_string(
            "reports/papers/table.html", {"table": replace(table, notes=()), "kind": "dense matrix"}
        )
        for table in contents.by_school.by_stage()
    ]
    html = re.sub(r'<table class="dense matrix">.*?</table>', lambda _: tables.pop(0), html, flags=re.DOTALL)
    html = re.sub(r"<colgroup>.*?</colgroup>", "", html)
    return html.replace("</head>", f"<style>{style}</style></head>")


def _run(code: str, html: str) -> Run:
    environment = {"FONTCONFIG_FILE": str(rendering.FONTS), "LANG": "C.UTF-8"}
    with (
        tempfile.TemporaryFile() as given,
        tempfile.TemporaryFile() as written,
        tempfile.TemporaryFile() as told,
    ):
        given.write(html.encode())
        given.seek(0)
        process = subprocess.Popen(
            [sys.executable, "-c", code],
            stdin=given,
            stdout=written,
            stderr=told,
            cwd=rendering.ROOT,
            env=environment,
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0, "the document was not set"
        told.seek(0)
        return Run(float(told.read().split()[-1]), used.ru_maxrss // 1024, written.tell())


if __name__ == "__main__":
    sys.exit(main())

"""`manage.py evaluate` on 400 schools beside a bare read of the same workbook.

Floor: interpreter start and openpyxl in read-only mode, every cell. Goal: at most 3 times that,
dossier excluded. Prints floor, ours, ratio and goal; exits 1 when the goal is missed.

    .venv/bin/python -m benchmarks.evaluate
"""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path

from assessments.demo import rows
from assessments.demo.counties import COUNTIES
from schools.ledger import template
from schools.ledger.columns import Value

GOAL = 3.0
SCHOOLS = 400
ROUNDS = 7
BARE_READ = """
import sys, openpyxl
for sheet in openpyxl.load_workbook(sys.argv[1], read_only=True):
    for row in sheet.iter_rows(values_only=True):
        pass
"""


def ledger(path: Path) -> None:
    """Write a ledger of 400 invented schools, each under a code and name of its own."""
    invented = cycle(row for county in COUNTIES for row in rows.of_county(county))
    schools: list[dict[str, Value]] = [
        {**row, "code": f"99{number:08}", "name": f"{row['name']}{number}"}
        for number, row in enumerate(islice(invented, SCHOOLS))
    ]
    template.write_template(path, rows=schools, county="示例县", year=2025)


def seconds(command: Sequence[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.xlsx"
        ledger(path)
        floors, ours = [], []
        for _ in range(ROUNDS):  # turn about, so that a busy machine slows both
            floors.append(seconds([sys.executable, "-c", BARE_READ, str(path)]))
            ours.append(seconds([sys.executable, "manage.py", "evaluate", str(path), "--json"]))
    floor, own = statistics.median(floors), statistics.median(ours)
    print(f"floor {floor:.3f} s   ours {own:.3f} s   ratio {own / floor:.2f}   goal {GOAL:.2f}")
    return 0 if own / floor <= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())

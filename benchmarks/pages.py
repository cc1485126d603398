"""How long each page takes on a database of the whole country, alone and with many people at once.

    .venv/bin/python -m benchmarks.pages [--counties 2846] [--people 50] [--var FOLDER]

Builds the country's 2,846 counties with 210,000 schools and three years of ledgers and results, in FOLDER
or in the database that DATABASE_URL names (once; kept for the next run). Opens every page in process and
counts its queries, then serves them by gunicorn to 50 people, each of whom opens a page every two seconds,
while 5 upload. Prints what each page took, and exits 1 where a goal is missed.
"""

import argparse
import os
import sys
import tempfile
from importlib import import_module
from pathlib import Path

import django


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--counties", type=int, default=2846)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--var", type=Path, default=Path(tempfile.gettempdir()) / "balance-nation")
    asked = parser.parse_args()
    os.environ |= {"VAR_DIR": str(asked.var), "DJANGO_SETTINGS_MODULE": "config.settings"}
    django.setup()
    # What follows uses the models, which are there from here on.
    nation, crowd = import_module("benchmarks.nation"), import_module("benchmarks.crowd")
    nation.build(asked.counties)
    missed = crowd.alone()
    missed += crowd.together(asked.people)
    print("\n".join(missed) or "every goal is reached")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())

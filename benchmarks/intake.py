"""A county's ledger of 400 schools, from its bytes to its accepted rows, beside a bare read and write.

    .venv/bin/python -m benchmarks.intake

Floor: python-calamine reads the same bytes, and their rows are written to our table (insert or update),
nothing checked. Ours: the upload received through the gate and kept, the job that reads and checks it and
keeps its problems, the differences from the version before, acceptance, with every record in the trail;
a version of this year and an accepted ledger of last year are there.
Reading runs in this process here: what starting a process of its own takes is measured apart.
Also beside django-import-export as it comes: dry run, then import, of the same rows as a plain table.

The database is SQLite in a temporary folder or, where DATABASE_URL is set, one made on that server; either is
removed again. Prints floor, ours, ratio and goal, each the best of several runs, and the steps apart; exits 1
when a goal is missed.
With ``--profile`` tells where the time goes instead.
"""

import argparse
import os
import sys
import tempfile
from importlib import import_module
from pathlib import Path

import django
from django.conf import settings
from django.db import connection


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--profile", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"VAR_DIR": folder, "DJANGO_SETTINGS_MODULE": "config.settings"}
        django.setup()
        settings.JOBS_WAKE, settings.MEDIA_ROOT = "none", Path(folder) / "files"
        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = str(Path(folder) / "intake.sqlite3")
        name = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:  # What is imported uses the models, which are there from here on.
            return int(import_module("benchmarks.intakes").measure(profile=asked.profile))
        finally:
            connection.creation.destroy_test_db(name, verbosity=0)


if __name__ == "__main__":
    sys.exit(main())

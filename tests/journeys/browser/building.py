"""The demonstration that the browser looks at, built by one process: ``manage.py shell -c``.

Its reports and receipts are not made, which would take longer than all the rest; a journey that wants one
asks for it on the page. With ``PROOFS`` it is the whole, as ``make demo`` builds it.
"""

import os

from django.conf import settings
from django.core.management import call_command

from operations import jobs
from operations.jobs import Progress
from operations.models import Job

DOCUMENTS = ("reports.render", "reports.paper")


def build() -> None:
    settings.JOBS_WAKE = "none"  # or a worker would go on in what is about to be copied
    if not os.environ.get("PROOFS"):
        jobs.handlers().update(dict.fromkeys(DOCUMENTS, _leave))
    call_command("migrate", verbosity=0)
    call_command("load_divisions")
    call_command("demo")
    jobs.run_pending()


def _leave(job: Job, report: Progress) -> None:
    """Be done with a document without making it."""

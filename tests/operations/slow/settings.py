"""The project's settings with the jobs and one slow kind of them, for processes that tests start."""

import os

from config import settings

globals().update({name: getattr(settings, name) for name in dir(settings) if name.isupper()})
INSTALLED_APPS = ["operations", "tests.operations.slow"]
JOBS_WAKE = os.environ.get("JOBS_WAKE", settings.JOBS_WAKE)
CELERY_BEAT_SCHEDULE = {"sweep": {"task": "operations.sweep", "schedule": 2.0}}
ROOT_URLCONF = "tests.operations.slow.urls"

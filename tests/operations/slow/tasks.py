import os
import time
from pathlib import Path

from operations import jobs
from operations.models import Job

KIND = "tests.slow"


@jobs.register(KIND)
def wait_to_be_killed(job: Job, progress: jobs.Progress) -> None:
    """Leave the process id for the test, and wait for it to be used unless this is attempt *ends_at*."""
    Path(job.payload["pid_file"]).write_text(str(os.getpid()))
    deadline = time.monotonic() + 60
    while job.attempt < job.payload["ends_at"] and time.monotonic() < deadline:
        progress(f"第 {job.attempt} 次", job.attempt, 2)
        time.sleep(0.02)
    progress(f"第 {job.attempt} 次", job.attempt, 2)

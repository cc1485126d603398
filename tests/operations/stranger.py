"""A process that behaves as its argument says."""

import os
import signal
import sys
import time

from operations import apart

# SIGKILL is how the system ends a process when it has no memory left.
ENDED_BY = {"abort": signal.SIGABRT, "killed": signal.SIGKILL}


def main() -> None:
    apart.limit(memory=200 * 1024 * 1024, seconds=1)
    deed = sys.argv[1]
    if deed == "echo":
        sys.stdout.buffer.write(sys.stdin.buffer.read())
    if deed == "environment":
        sys.stdout.write(repr(dict(os.environ)))
    if deed == "eat_memory":
        try:
            bytes(400 * 1024 * 1024)
        except MemoryError:
            apart.out_of_memory()
    if deed == "eat_time":
        while True:
            pass
    if deed == "sleep":
        time.sleep(60)
    if deed == "raise":
        raise RuntimeError("broken")
    if deed in ENDED_BY:
        os.kill(os.getpid(), ENDED_BY[deed])


if __name__ == "__main__":
    main()

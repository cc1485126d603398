"""A workbook and the work to be done on it on standard input, the workbook on standard output.

Run in a process of its own within limits, as the reader is: what passed the gate may still be large.
"""

import sys

from operations import apart
from schools.repair import book, marks

MEMORY = 600 * 1024 * 1024  # bytes of address space
SECONDS = 20  # of processor time


def main() -> None:
    apart.limit(memory=MEMORY, seconds=SECONDS)
    try:
        sys.stdout.buffer.write(book.done(*marks.unpacked(sys.stdin.buffer.read())))
        sys.stdout.buffer.flush()
    except MemoryError:
        apart.out_of_memory()


if __name__ == "__main__":
    main()

"""An uploaded file on standard input, its reading on standard output: run by ``schools.apart``.

The kind of ledger is the one argument. Neither Django nor a database is within reach, and what a
hostile file can use up is limited.
"""

import sys
from collections.abc import Callable, Mapping

from operations import apart, collecting
from schools import transport
from schools.figures import reading as figures
from schools.ledger import workbook
from schools.ledger.problems import LedgerRefused
from schools.transport import AnyReading

MEMORY = 600 * 1024 * 1024  # bytes of address space
SECONDS = 20  # of processor time
READERS: Mapping[str, Callable[[bytes, Mapping[str, str]], AnyReading]] = {
    "schools": workbook.read_bytes,
    "county": figures.read_bytes,
}


def answer(kind: str, said: bytes) -> bytes:
    """Return the reading of the file in *said*, a ``transport.question``, or why it is refused, as bytes
    for ``transport.unpacked``."""
    try:
        with collecting.paused():
            return transport.packed(READERS[kind](*transport.asked(said)))
    except LedgerRefused as refused:
        return transport.refusal(refused)


def main() -> None:
    apart.limit(memory=MEMORY, seconds=SECONDS)
    try:
        sys.stdout.buffer.write(answer(sys.argv[1], sys.stdin.buffer.read()))
        sys.stdout.buffer.flush()
    except MemoryError:
        apart.out_of_memory()


if __name__ == "__main__":
    main()

"""A file on standard input, what kind it is or why it is refused on standard output: run by ``apart``.

The ending of its name is the one argument. Neither Django nor a database is within reach, and what a
hostile file can use up is limited.
"""

import json
import sys

from assessments.evidence import gate
from operations import apart

MEMORY = 600 * 1024 * 1024  # bytes of address space
SECONDS = 20  # of processor time


def answer(suffix: str, data: bytes) -> dict[str, str]:
    """Return the kind of *data*, or the refusal's code, sentence and place."""
    try:
        return {"kind": gate.inspect(data, suffix).code}
    except gate.EvidenceRefused as refusal:
        return {"code": refusal.code, "message": refusal.message, "where": refusal.where}


def main() -> None:
    apart.limit(memory=MEMORY, seconds=SECONDS)
    try:
        said = answer(sys.argv[1], sys.stdin.buffer.read())
    except MemoryError:
        apart.out_of_memory()
    sys.stdout.buffer.write(json.dumps(said).encode())


if __name__ == "__main__":
    main()

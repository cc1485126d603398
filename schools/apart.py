"""Reading an uploaded file in a process of its own: whatever the file does to it, we go on."""

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, overload

from operations import apart, collecting
from operations.apart import Reason
from schools import transport
from schools.figures.reading import Reading as FigureReading
from schools.ledger import gate
from schools.ledger.refusals import refused
from schools.ledger.rows import Reading
from schools.ledger.workbook import NO_ANSWERS
from schools.transport import AnyReading

WALL = 30  # seconds of waiting
UNREAD = "E99"  # the code of a file whose reading came to no end of its own
DETAILS: Mapping[Reason, str] = {
    Reason.TIME: "读取用时过长，已中止。",
    Reason.MEMORY: "读取需要的内存过多，已中止。",
    Reason.CRASH: "读取中途意外中断。",
}

logger = logging.getLogger(__name__)


@overload
def read(kind: Literal["schools"], path: Path, answers: Mapping[str, str] = ...) -> Reading: ...
@overload
def read(kind: Literal["county"], path: Path, answers: Mapping[str, str] = ...) -> FigureReading: ...
@overload
def read(kind: str, path: Path, answers: Mapping[str, str] = ...) -> AnyReading: ...
def read(kind: str, path: Path, answers: Mapping[str, str] = NO_ANSWERS) -> AnyReading:
    """Return what is in the file *path*, of the kind ``schools`` or ``county``; raise ``LedgerRefused``.
    *answers* are what its county has said of its own headings.

    A file that its reader does not survive is refused with ``UNREAD``.
    """
    try:
        question = transport.question(gate.bytes_of(path), answers)
        said = apart.run("schools.reader", kind, data=question, wall=WALL)
    except apart.Stopped as stopped:
        logger.warning("A ledger could not be read: %s", stopped)
        raise refused(UNREAD, DETAILS[stopped.reason]) from stopped
    with collecting.paused():
        return transport.unpacked(said)

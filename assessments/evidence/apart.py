"""Judging an uploaded file in a process of its own: whatever the file does to it, we go on."""

import json
import logging
from collections.abc import Mapping

from assessments.evidence.gate.refusals import EvidenceRefused, refused
from assessments.evidence.kinds import KINDS, LARGEST_FILE, MEGABYTE, Kind
from operations import apart
from operations.apart import Reason

WALL = 30  # seconds of waiting
DETAILS: Mapping[Reason, str] = {
    Reason.TIME: "核对用时过长，已中止。",
    Reason.MEMORY: "核对需要的内存过多，已中止。",
    Reason.CRASH: "核对中途意外中断。",
}

logger = logging.getLogger(__name__)


def kind_of(data: bytes, filename: str) -> Kind:
    """Return what *data* is; raise ``EvidenceRefused`` for what cannot be evidence."""
    if len(data) > LARGEST_FILE:
        raise refused("M02", f"一份最大 {LARGEST_FILE // MEGABYTE} MB。")
    try:
        said = json.loads(apart.run("assessments.evidence.reader", suffix_of(filename), data=data, wall=WALL))
    except apart.Stopped as stopped:
        logger.warning("A file of evidence could not be judged: %s", stopped)
        raise refused("M99", DETAILS[stopped.reason]) from stopped
    if "kind" in said:
        return KINDS[said["kind"]]
    raise EvidenceRefused(said["code"], said["message"], said["where"])


def suffix_of(filename: str) -> str:
    """Return the ending of a name in small letters; none where there is none.

    >>> suffix_of("布局图.PDF"), suffix_of("布局图"), suffix_of(".pdf")
    ('pdf', '', 'pdf')
    """
    return filename.rpartition(".")[2].lower() if "." in filename else ""

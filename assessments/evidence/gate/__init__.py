"""The gate (关口) of evidence: what a file is, told by its content, and that it carries nothing else.

Neither Django nor a database is needed. ``inspect`` runs in a process of its own (``evidence.reader``).
"""

from assessments.evidence.gate import office, pdf, pictures
from assessments.evidence.gate.refusals import EvidenceRefused, refused
from assessments.evidence.gate.signs import named
from assessments.evidence.kinds import KINDS, LARGEST_FILE, MEGABYTE, Kind

__all__ = ["EvidenceRefused", "inspect"]

_CHECKS = {"pdf": pdf.inspect, "jpg": pictures.inspect_jpg, "png": pictures.inspect_png}


def inspect(data: bytes, suffix: str) -> Kind:
    """Return the kind of *data*, whose name ends in *suffix*; raise ``EvidenceRefused`` for what cannot
    be evidence."""
    if not data:
        raise refused("M01")
    if len(data) > LARGEST_FILE:
        raise refused("M02", f"一份最大 {LARGEST_FILE // MEGABYTE} MB。")
    code = named(data)
    if code == "zip":
        code = office.inspect(data)
    else:
        _CHECKS[code](data)
    kind = KINDS[code]
    if suffix not in kind.suffixes:
        shown = f"扩展名是 .{suffix}" if suffix else "文件名没有扩展名"
        raise refused("M04", f"{shown}，内容是{kind.label}。", where="文件名")
    return kind

"""Which kinds of files can be evidence (佐证材料); the answer to a download comes from here alone."""

from collections.abc import Mapping
from dataclasses import dataclass

MEGABYTE = 1024 * 1024
LARGEST_FILE = 20 * MEGABYTE
OOXML = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True, kw_only=True)
class Kind:
    """*suffixes* are the endings that a name of this kind may have."""

    code: str
    label: str
    media_type: str
    suffixes: frozenset[str]


KINDS: Mapping[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind(code="pdf", label="PDF", media_type="application/pdf", suffixes=frozenset({"pdf"})),
        Kind(
            code="jpg",
            label="JPG 图片",
            media_type="image/jpeg",
            suffixes=frozenset({"jpg", "jpeg", "jpe", "jfif"}),
        ),
        Kind(code="png", label="PNG 图片", media_type="image/png", suffixes=frozenset({"png"})),
        Kind(
            code="docx",
            label="Word 文档",
            media_type=f"{OOXML}wordprocessingml.document",
            suffixes=frozenset({"docx"}),
        ),
        Kind(
            code="xlsx",
            label="Excel 工作簿",
            media_type=f"{OOXML}spreadsheetml.sheet",
            suffixes=frozenset({"xlsx"}),
        ),
    )
}

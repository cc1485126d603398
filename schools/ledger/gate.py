"""The gate (关口): what a file is and what it carries, before anything reads its cells.

``inspect`` refuses what is no plain workbook: the wrong kind, macros, links to elsewhere, embedded
objects, DTDs, malformed XML. What it lets through, ``sheets`` reads within limits of its own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from posixpath import dirname, join, normpath
from types import MappingProxyType

from schools.ledger.refusals import refused
from schools.ledger.xlsx import markup
from schools.ledger.xlsx.archive import LARGEST_FILE, Archive
from schools.ledger.xlsx.manifest import Manifest, Relation, SheetEntry, read_manifest, read_relations

MOST_SHEETS = 30

_CONTENT_TYPES = "[Content_Types].xml"
_WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
HARMLESS = frozenset(
    {
        "xml",
        "rels",
        "vml",
        "png",
        "jpg",
        "jpeg",
        "gif",
        "bmp",
        "emf",
        "wmf",
        "tif",
        "tiff",
        "svg",
        "wdp",
    }
)
_PRINTER_SETTINGS = re.compile(r"xl/printersettings/printersettings\d*\.bin")
_MACROS = re.compile(r"vbaproject|(^|/)(intl)?macrosheets?/|vbadata|macroenabled|ms-excel\.(intl)?macrosheet")
_LINKS = re.compile(r"(^|/)externallinks?/")
_OBJECTS = re.compile(r"(^|/)(activex|embeddings|querytables|model|customdata)/|(^|/)connections\.xml$")
_OBJECT_RELATIONS = re.compile(r"/(control|oleObject|package|connections|queryTable|attachedTemplate)$")


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One worksheet of the package, in the order of its tabs."""

    name: str
    part: str
    visible: bool


@dataclass(frozen=True, kw_only=True)
class Package:
    """A workbook that may be read: its sheets and where what they share is kept."""

    archive: Archive
    sheets: tuple[Sheet, ...]
    shared_strings: str
    styles: str
    dates_from_1904: bool
    defined_names: MappingProxyType[str, str]


def bytes_of(path: Path) -> bytes:
    """Return the bytes of the file *path*; raise ``LedgerRefused`` if it is too large or cannot be read."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise refused("E11", f"上限是 {LARGEST_FILE // 1024 // 1024} MB。")
        return path.read_bytes()
    except OSError as fault:
        raise refused("E00", value=path.name) from fault


def inspect(data: bytes) -> Package:
    """Return the package *data* holds, or raise ``LedgerRefused`` E01–E18 and E28–E30."""
    archive = Archive(data)
    _refuse_other_kinds(archive)
    _refuse_by_name(archive)
    _refuse_by_type(archive)
    workbook = _workbook_part(archive)
    relations = {relation.key: relation for relation in _relations_of(archive, workbook)}
    manifest = read_manifest(archive, workbook)
    if manifest.has_external_references:
        raise refused("E15")
    sheets = tuple(_sheets(archive, workbook, manifest, relations))
    package = Package(
        archive=archive,
        sheets=sheets,
        shared_strings=_shared(archive, workbook, relations, "sharedStrings"),
        styles=_shared(archive, workbook, relations, "styles"),
        dates_from_1904=manifest.dates_from_1904,
        defined_names=manifest.defined_names,
    )
    _survey_the_rest(package, workbook)
    return package


def _refuse_other_kinds(archive: Archive) -> None:
    if "mimetype" in archive or "content.xml" in archive:
        raise refused("E13", "这是 .ods 表格或另一种开放文档。")
    if any(name.startswith("word/") for name in archive):
        raise refused("E13", "这是 Word 文档。")
    if any(name.startswith("ppt/") for name in archive):
        raise refused("E13", "这是演示文稿。")
    if any(name.casefold() == "xl/workbook.bin" for name in archive):
        raise refused("E13", "这是 .xlsb 二进制工作簿。")
    if _CONTENT_TYPES not in archive:
        raise refused("E13", "这是普通的压缩包。")


def _refuse_by_name(archive: Archive) -> None:
    for name in archive:
        lower = name.casefold()
        if _MACROS.search(lower):
            raise refused("E14", value=name)
        if _LINKS.search(lower):
            raise refused("E15", value=name)
        harmless = lower.rpartition(".")[2] in HARMLESS or _PRINTER_SETTINGS.fullmatch(lower)
        if _OBJECTS.search(lower) or not harmless:
            raise refused("E17", value=name)


def _refuse_by_type(archive: Archive) -> None:
    types: list[str] = []

    def start(_name: str, attributes: dict[str, str]) -> None:
        types.append(attributes.get("ContentType", ""))

    markup.read(archive.chunks(_CONTENT_TYPES), _CONTENT_TYPES, archive.budget, start=start)
    if any(_MACROS.search(each.casefold()) for each in types):
        raise refused("E14")
    if _WORKBOOK_TYPE not in types:
        raise refused("E13")


def _workbook_part(archive: Archive) -> str:
    for relation in read_relations(archive, "_rels/.rels"):
        if relation.kind.endswith("/officeDocument"):
            part = _resolve("", relation.target)
            if part in archive:
                return part
    raise refused("E13", "里面没有工作簿。")


def _relations_of(archive: Archive, part: str) -> tuple[Relation, ...]:
    return read_relations(archive, join(dirname(part), "_rels", part.rpartition("/")[2] + ".rels"))


def _resolve(source: str, target: str) -> str:
    return normpath(target.lstrip("/") if target.startswith("/") else join(dirname(source), target))


def _sheets(
    archive: Archive, workbook: str, manifest: Manifest, relations: dict[str, Relation]
) -> Iterator[Sheet]:
    names = [entry.name.casefold() for entry in manifest.sheets]
    if len(names) > MOST_SHEETS:
        raise refused("E28", f"工作表上限是 {MOST_SHEETS} 张。", value=str(len(names)))
    if len(set(names)) < len(names):
        raise refused("E28", "有两张工作表同名。")
    if not any(entry.visible for entry in manifest.sheets):
        raise refused("E28", "没有一张可见的工作表。")
    parts: set[str] = set()
    for entry in manifest.sheets:
        part = _sheet_part(archive, workbook, entry, relations)
        if part in parts:
            raise refused("E28", "两张工作表指向同一处内容。", sheet=entry.name)
        parts.add(part)
        if relations[entry.key].kind.endswith("/worksheet"):
            yield Sheet(name=entry.name, part=part, visible=entry.visible)


def _sheet_part(archive: Archive, workbook: str, entry: SheetEntry, relations: dict[str, Relation]) -> str:
    relation = relations.get(entry.key)
    part = _resolve(workbook, relation.target) if relation else ""
    if relation is None or part not in archive:
        raise refused("E30", "工作簿的目录里有一张不存在的工作表。", sheet=entry.name)
    return part


def _shared(archive: Archive, workbook: str, relations: dict[str, Relation], kind: str) -> str:
    for relation in relations.values():
        if relation.kind.endswith("/" + kind):
            part = _resolve(workbook, relation.target)
            if part in archive:
                return part
            raise refused("E30", value=part)
    return ""


def _survey_the_rest(package: Package, workbook: str) -> None:
    """Go through every part that is not read for its cells: nothing unseen passes the gate."""
    archive = package.archive
    read = {sheet.part for sheet in package.sheets}
    read |= {package.shared_strings, package.styles, workbook, _CONTENT_TYPES}
    for name in archive:
        suffix = name.casefold().rpartition(".")[2]
        if suffix == "rels":
            for relation in read_relations(archive, name):
                _refuse_relation(relation, name)
        elif name in read:
            continue
        elif suffix in {"xml", "svg"}:
            markup.read(archive.chunks(name), name, archive.budget)
        elif suffix == "vml":
            markup.search_for_doctype(archive.chunks(name), name)
        else:
            archive.verify(name)


def _refuse_relation(relation: Relation, part: str) -> None:
    if relation.kind.endswith("/externalLinkPath") or relation.kind.endswith("/externalLink"):
        raise refused("E15", value=part)
    if _OBJECT_RELATIONS.search(relation.kind):
        raise refused("E17", value=part)
    if relation.external and not relation.kind.endswith("/hyperlink"):
        raise refused("E16", value=part)

"""The table of contents of a workbook: its sheets, names and relations."""

import re
from dataclasses import dataclass
from types import MappingProxyType

from schools.ledger.refusals import refused
from schools.ledger.xlsx import markup
from schools.ledger.xlsx.archive import Archive
from schools.ledger.xlsx.formulas import is_harmful

MAIN_NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_RELATION_IDS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
# Workbooks that were copied about carry thousands of names; only our own is kept.
TEMPLATE_NAME = "ledger_template"
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
LONGEST_SHEET_NAME = 60
LONGEST_FORMULA = 16 * 1024


@dataclass(frozen=True)
class Relation:
    key: str
    kind: str
    target: str
    external: bool


@dataclass(frozen=True)
class SheetEntry:
    name: str
    key: str
    visible: bool


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What ``workbook.xml`` says of the workbook."""

    sheets: tuple[SheetEntry, ...]
    dates_from_1904: bool
    has_external_references: bool
    defined_names: MappingProxyType[str, str]


def main(*tags: str) -> frozenset[str]:
    """Return the full names of *tags* of the spreadsheet vocabulary, transitional and strict."""
    return frozenset(f"{namespace}{markup.SEPARATOR}{tag}" for namespace in MAIN_NAMESPACES for tag in tags)


_SHEET, _PROPERTIES, _EXTERNAL, _NAME = (
    main("sheet"),
    main("workbookPr"),
    main("externalReference"),
    main("definedName"),
)


class _Contents:
    def __init__(self, part: str) -> None:
        self.part = part
        self.sheets: list[SheetEntry] = []
        self.names: dict[str, str] = {}
        self.dates_from_1904 = False
        self.external = False
        self._name = self._formula = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in _SHEET:
            self.sheets.append(_sheet(attributes))
        elif tag in _PROPERTIES:
            self.dates_from_1904 = attributes.get("date1904", "0") in {"1", "true"}
        elif tag in _EXTERNAL:
            self.external = True
        elif tag in _NAME:
            self._name, self._formula = attributes.get("name", "?"), ""
            if self._name.casefold().startswith("_xlnm.auto_"):
                raise refused("E14", value=self._name)

    def end(self, tag: str) -> None:
        if tag in _NAME:
            if is_harmful(self._formula):
                raise refused("E24", value=self._name)
            if self._name == TEMPLATE_NAME:
                self.names[self._name] = self._formula
            self._name = ""

    def text(self, text: str) -> None:
        if self._name:
            self._formula += text
            if len(self._formula) > LONGEST_FORMULA:
                raise refused("E18", "名称的定义过长。", value=self.part)


def read_manifest(archive: Archive, part: str) -> Manifest:
    """Return the contents of the workbook part; raise ``LedgerRefused`` E14, E18, E24, E29, E30."""
    contents = _Contents(part)
    markup.read(
        archive.chunks(part),
        part,
        archive.budget,
        start=contents.start,
        end=contents.end,
        text=contents.text,
    )
    return Manifest(
        sheets=tuple(contents.sheets),
        dates_from_1904=contents.dates_from_1904,
        has_external_references=contents.external,
        defined_names=MappingProxyType(contents.names),
    )


def read_relations(archive: Archive, part: str) -> tuple[Relation, ...]:
    """Return the relations a ``.rels`` part lists; none where there is no such part."""
    if part not in archive:
        return ()
    relations: list[Relation] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(markup.SEPARATOR)[2] == "Relationship":
            relations.append(
                Relation(
                    key=attributes.get("Id", ""),
                    kind=attributes.get("Type", ""),
                    target=attributes.get("Target", ""),
                    external=attributes.get("TargetMode", "").casefold() == "external",
                )
            )

    markup.read(archive.chunks(part), part, archive.budget, start=start)
    return tuple(relations)


def _sheet(attributes: dict[str, str]) -> SheetEntry:
    key = next((attributes[name] for name in _RELATION_IDS if name in attributes), "")
    name = _INVISIBLE.sub("", attributes.get("name", ""))[:LONGEST_SHEET_NAME]
    return SheetEntry(name=name, key=key, visible=attributes.get("state", "visible") == "visible")

"""Word documents and workbooks: the package is judged part by part, as the ledgers' gate does it."""

import re
from collections.abc import Mapping

from assessments.evidence.gate.refusals import EvidenceRefused, refused
from schools.ledger import gate as workbooks
from schools.ledger.problems import LedgerRefused
from schools.ledger.refusals import refused as refused_there
from schools.ledger.xlsx import markup
from schools.ledger.xlsx.archive import Archive
from schools.ledger.xlsx.formulas import is_harmful
from schools.ledger.xlsx.manifest import main, read_relations

# What the ledgers' gate says, in our words.
CODES: Mapping[str, str] = {
    **dict.fromkeys(("E01", "E04"), "M05"),
    "E02": "M06",
    "E08": "M06",
    "E11": "M09",
    "E12": "M09",
    **dict.fromkeys(("E03", "E13"), "M03"),
    "E14": "M14",
    **dict.fromkeys(("E15", "E16", "E24"), "M15"),
    "E17": "M16",
}
DOCUMENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
CONTENT_TYPES = "[Content_Types].xml"
DEEPEST = 250
# An .odttf is a font that the document is shown in.
WORD_PARTS = workbooks.HARMLESS | {"odttf"}
_PRINTER_SETTINGS = re.compile(r"word/printersettings/?printersettings\d*\.bin|word/printersettings\d*\.bin")
_MACROS = re.compile(r"vbaproject|vbadata|macroenabled")
_OBJECTS = re.compile(r"(^|/)(activex|embeddings|afchunk)")
_OBJECT_RELATIONS = re.compile(r"/(control|oleObject|package|aFChunk|subDocument|frame)$")
_OWN_TEMPLATE = re.compile(r"(file:///[a-z]:[\\/][^?#]*|[^/\\:]+)\.dot[mx]?", re.IGNORECASE)
_WEB_LINK = re.compile(r"(https?:|mailto:|tel:|#)", re.IGNORECASE)
_FETCHES = re.compile(
    r"\bDDE(AUTO)?\b|\bINCLUDE(TEXT|PICTURE)\b\s*\"?\s*(https?:|ftp:|file:|\\\\)", re.IGNORECASE
)
_FORMULAS = main("f")


def inspect(data: bytes) -> str:
    """Return ``docx`` or ``xlsx``; raise ``EvidenceRefused`` for what is neither, or carries more."""
    try:
        archive = Archive(data)
        if any(name.startswith("word/") for name in archive):
            _inspect_document(archive)
            return "docx"
        if any(name.startswith("xl/") for name in archive):
            _inspect_workbook(data)
            return "xlsx"
    except LedgerRefused as refusal:
        raise _told(refusal) from refusal
    raise refused("M03", _what_else(archive))


def _told(refusal: LedgerRefused) -> EvidenceRefused:
    problem = refusal.problem
    return refused(CODES.get(problem.code, "M17"), where=problem.value or problem.sheet)


def _what_else(archive: Archive) -> str:
    if any(name.startswith("ppt/") for name in archive):
        return "这是演示文稿，请输出为 PDF。"
    if "OFD.xml" in archive:
        return "这是 OFD 版式文件，请输出为 PDF。"
    return "这是压缩包，请解开以后逐份上传。"


def _inspect_workbook(data: bytes) -> None:
    package = workbooks.inspect(data)
    for part in (*(sheet.part for sheet in package.sheets), package.shared_strings, package.styles):
        if part:
            _inspect_sheet(package.archive, part)


def _inspect_sheet(archive: Archive, part: str) -> None:
    """A sheet is well-formed, and none of its formulas fetches or starts anything."""
    formula: list[str] | None = None

    def start(tag: str, _attributes: dict[str, str]) -> None:
        nonlocal formula
        formula = [] if tag in _FORMULAS else None

    def text(found: str) -> None:
        if formula is not None:
            formula.append(found)

    def end(tag: str) -> None:
        if tag in _FORMULAS and is_harmful("".join(formula or ())):
            raise refused_there("E24", value=part)

    markup.read(archive.chunks(part), part, archive.budget, start=start, end=end, text=text)


def _inspect_document(archive: Archive) -> None:
    _judge_names(archive)
    _judge_types(archive)
    for name in archive:
        suffix = name.casefold().rpartition(".")[2]
        if suffix == "rels":
            _judge_relations(archive, name)
        elif suffix == "xml":
            _judge_fields(archive, name)
        elif suffix == "vml":
            markup.search_for_doctype(archive.chunks(name), name)
        else:
            archive.verify(name)


def _judge_names(archive: Archive) -> None:
    for name in archive:
        lower = name.casefold()
        if _MACROS.search(lower):
            raise refused("M14", where=name)
        known = lower.rpartition(".")[2] in WORD_PARTS or _PRINTER_SETTINGS.fullmatch(lower)
        if _OBJECTS.search(lower) or not known:
            raise refused("M16", where=name)


def _judge_types(archive: Archive) -> None:
    types: list[str] = []

    def start(_tag: str, attributes: dict[str, str]) -> None:
        types.append(attributes.get("ContentType", ""))

    if CONTENT_TYPES not in archive:
        raise refused("M03", "这是压缩包，请解开以后逐份上传。")
    markup.read(archive.chunks(CONTENT_TYPES), CONTENT_TYPES, archive.budget, start=start)
    if any(_MACROS.search(each.casefold()) for each in types):
        raise refused("M14", where=CONTENT_TYPES)
    if DOCUMENT_TYPE not in types:
        raise refused("M03", "这是 Word 模板或不完整的文档，请另存为 .docx。")


def _judge_relations(archive: Archive, name: str) -> None:
    for relation in read_relations(archive, name):
        kind = relation.kind.rpartition("/")[2]
        if _OBJECT_RELATIONS.search(relation.kind):
            raise refused("M16", where=name)
        if not relation.external:
            continue
        own = kind == "attachedTemplate" and _OWN_TEMPLATE.fullmatch(relation.target)
        if not own and not (kind == "hyperlink" and _WEB_LINK.match(relation.target)):
            raise refused("M15", where=relation.target)


def _judge_fields(archive: Archive, name: str) -> None:
    """The part is well-formed within limits, and no field of it fetches or starts anything."""
    instructions: list[str] = []
    depth, listening = 0, False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth, listening
        depth += 1
        archive.budget.spend(name)
        if depth > DEEPEST:
            raise refused("M17", "嵌套过深。", where=name)
        listening = tag.endswith("}instrText")
        instructions.extend(value for key, value in attributes.items() if key.endswith("}instr"))
        if tag.endswith("}p"):
            instructions.append("\n")

    def end(_tag: str) -> None:
        nonlocal depth, listening
        depth, listening = depth - 1, False

    def text(found: str) -> None:
        if listening:
            instructions.append(found)

    markup.parse(archive.chunks(name), name, start=start, end=end, text=text)
    if found := _FETCHES.search("".join(instructions)):
        raise refused("M15", where=found[0])

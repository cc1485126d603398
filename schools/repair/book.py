"""The workbook as a package: parts by name, changed where work asks for it, packed the same every time."""

import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from xml.sax.saxutils import quoteattr

from schools.ledger import gate, problem_sheet
from schools.ledger.problems import Change
from schools.ledger.xlsx.sheets import scan
from schools.ledger.xlsx.strings import read_strings
from schools.ledger.xlsx.timeless import BEGINNING
from schools.repair import cells, comments, converted, listing, splice
from schools.repair.cells import Place
from schools.repair.marks import Mark, Work
from schools.repair.parts import CONTENT_TYPES, Parts
from schools.repair.styles import EMPTY, Styles

_BEFORE = (
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
)
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."


def done(work: Work, data: bytes) -> bytes:
    """Return the workbook *data* after *work*; raise ``LedgerRefused`` for what is no workbook."""
    data = converted.workbook_of(data)
    package = gate.inspect(data)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = Parts({info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()})
    styles_part = package.styles or parts.add_shared("styles", "styles.xml", _TYPE + "styles+xml")
    styles = Styles(parts.data.get(styles_part, EMPTY))
    by_name = {sheet.name: sheet.part for sheet in package.sheets}
    ours = _list_sheets(package)
    for name, part in by_name.items():
        if name not in ours:
            _work_on_sheet(parts, part, name, work, styles)
    if work.marks:
        parts.first_sheet(problem_sheet.NAME, ours, listing.part(work.title, work.marks, styles))
    parts.data[styles_part] = styles.written()
    parts.forget_calculation_chain()
    return _packed(parts.data)


def _list_sheets(package: gate.Package) -> dict[str, str]:
    """Return the lists of an earlier round by name, with their parts."""
    strings = None
    found: dict[str, str] = {}
    for sheet in package.sheets:
        if sheet.name.startswith(problem_sheet.NAME):
            if strings is None:
                strings = read_strings(package.archive, package.shared_strings)
            if problem_sheet.is_ours(scan(package, sheet, strings, {})):
                found[sheet.name] = sheet.part
    return found


def _work_on_sheet(parts: Parts, part: str, name: str, work: Work, styles: Styles) -> None:
    values: dict[Place, Change] = {}
    for sheet, change in work.values:
        spot = cells.place(change.cell)
        if sheet == name and spot:
            values.setdefault(spot, change)
    marks = [mark for mark in work.marks if mark.sheet == name and cells.place(mark.cell)]
    if not values and not marks and not work.marks:
        return
    sheet_cells = cells.Sheet(parts.data[part])
    edits = list(sheet_cells.edited(values, _colours(marks), styles))
    root = splice.tree(sheet_cells.data, deepest=2)
    if work.marks:
        key = _comment(parts, part, root, _texts(marks))
        if key:
            at = splice.before(root, _BEFORE)
            edits.append(splice.Splice(at, at, _legacy(root, key, parts.strict)))
        edits += _not_selected(sheet_cells.data, root)
    parts.data[part] = splice.applied(sheet_cells.data, edits)


def _colours(marks: Sequence[Mark]) -> dict[Place, bool]:
    found: dict[Place, bool] = {}
    for mark in marks:
        spot = cells.place(mark.cell)
        if spot:
            found[spot] = found.get(spot, False) or mark.error
    return found


def _texts(marks: Sequence[Mark]) -> Mapping[str, str]:
    texts: dict[str, list[str]] = {}
    for mark in sorted(marks, key=lambda each: not each.error):
        own = next((change.value for change in mark.changes if change.cell == mark.cell), "")
        suggested = f"建议改为：{own}" if own else ""
        said = f"已说明：{mark.explanation}" if mark.explanation else ""
        lines = (mark.label + mark.message, mark.remedy, suggested, said)
        texts.setdefault(mark.cell, []).append("\n".join(line for line in lines if line))
    return {address: "\n\n".join(each) for address, each in texts.items()}


def _comment(parts: Parts, part: str, root: splice.Element, ours: Mapping[str, str]) -> str:
    """Write comments and their boxes; return the key of a new relation to the boxes, if there is one."""
    old = parts.related(part, "/comments")
    others = comments.hers(parts.data[old]) if old else {}
    if not old and not ours:
        return ""
    content, addresses = comments.part(ours, others)
    target = old or parts.free("xl/comments", ".xml")
    parts.data[target] = content
    if not old:
        parts.relate(part, "comments", target)
        parts.declare(target, _TYPE + "comments+xml")
    boxes = parts.related(part, "/vmlDrawing") if root.only("legacyDrawing") else ""
    new = boxes or parts.free("xl/drawings/vmlDrawing", ".vml")
    parts.data[new] = comments.drawing(addresses)
    if boxes:
        return ""
    parts.declare_extension("vml", "application/vnd.openxmlformats-officedocument.vmlDrawing")
    return parts.relate(part, "vmlDrawing", new)


def _legacy(root: splice.Element, key: str, strict: bool) -> bytes:
    space = "http://purl.oclc.org/ooxml/officeDocument/relationships"
    if not strict:
        space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return f'<{root.prefix}legacyDrawing xmlns:rel="{space}" rel:id={quoteattr(key)}/>'.encode()


def _not_selected(data: bytes, root: splice.Element) -> list[splice.Splice]:
    """The list is what one sees first: no other sheet is selected with it."""
    views = next((each for each in root.children if each.local == "sheetViews"), None)
    if views is None:
        return []
    text = data[views.start : views.end]
    return [splice.Splice(views.start, views.end, text.replace(b'tabSelected="1"', b'tabSelected="0"'))]


def _packed(parts: Mapping[str, bytes]) -> bytes:
    """Pack the parts; the same parts are the same bytes, whenever that is done."""
    whole = BytesIO()
    first = [name for name in (CONTENT_TYPES, "_rels/.rels") if name in parts]
    with zipfile.ZipFile(whole, "w") as archive:
        for name in [*first, *(each for each in parts if each not in first)]:
            archive.writestr(zipfile.ZipInfo(name, BEGINNING), parts[name], zipfile.ZIP_DEFLATED, 4)
    return whole.getvalue()

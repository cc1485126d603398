"""The parts of a package and what binds them: relations, types, the table of contents."""

from posixpath import basename, dirname, join, normpath, relpath

from schools.repair import splice
from schools.repair.splice import Splice

CONTENT_TYPES = "[Content_Types].xml"
_RELATIONS = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"


class Parts:
    """The parts by name, the workbook's own among them."""

    def __init__(self, data: dict[str, bytes]) -> None:
        self.data = data
        self.workbook = next(
            target for kind, target in self._relations("", "_rels/.rels") if kind.endswith("/officeDocument")
        )
        self.strict = any(kind.startswith(_STRICT) for kind, _ in self._of(self.workbook))

    def related(self, part: str, kind: str) -> str:
        """Return the part that *part* is bound to by a relation of that kind, or an empty text."""
        found = (target for each, target in self._of(part) if each.endswith(kind))
        return next((target for target in found if target in self.data), "")

    def free(self, stem: str, suffix: str) -> str:
        """Return a name nobody has."""
        taken = {name.casefold() for name in self.data}
        return next(
            name for number in range(1, 10_000) if (name := f"{stem}{number}{suffix}").casefold() not in taken
        )

    def relate(self, part: str, kind: str, target: str) -> str:
        """Bind *part* to *target* and return the key of the relation."""
        name = self._rels(part)
        data = splice.utf8(self.data.get(name, _RELATIONS))
        root = splice.tree(data)
        keys = {each.attributes.get("Id", "") for each in root.children}
        key = next(each for number in range(1, 10_000) if (each := f"rId{number}") not in keys)
        base = _STRICT if self.strict else _TRANSITIONAL
        attributes = {"Id": key, "Type": f"{base}/{kind}", "Target": relpath(target, dirname(part) or ".")}
        element = splice.tag(f"{root.prefix}Relationship", attributes, empty=True)
        self.data[name] = splice.applied(data, [splice.appended(data, root, element)])
        return key

    def declare(self, part: str, content_type: str) -> None:
        self._declare("Override", {"PartName": f"/{part}", "ContentType": content_type})

    def declare_extension(self, extension: str, content_type: str) -> None:
        self._declare("Default", {"Extension": extension, "ContentType": content_type})

    def _declare(self, kind: str, attributes: dict[str, str]) -> None:
        data = splice.utf8(self.data[CONTENT_TYPES])
        root = splice.tree(data)
        first = next(iter(attributes))
        if any(
            each.local == kind and each.attributes.get(first, "").casefold() == attributes[first].casefold()
            for each in root.children
        ):
            return
        element = splice.tag(f"{root.prefix}{kind}", attributes, empty=True)
        self.data[CONTENT_TYPES] = splice.applied(data, [splice.appended(data, root, element)])

    def add_shared(self, kind: str, name: str, content_type: str) -> str:
        """Bind the workbook to a part it does not have yet, whose contents are still to come."""
        part = join(dirname(self.workbook), name)
        self.relate(self.workbook, kind, part)
        self.declare(part, content_type)
        return part

    def first_sheet(self, name: str, earlier: dict[str, str], content: bytes) -> None:
        """Make *content* the first sheet, in place of the list of an earlier round."""
        if earlier:
            part = next(iter(earlier.values()))
            self.data[part] = content
            self.data.pop(self._rels(part), None)
            return
        part = self.free("xl/worksheets/problems", ".xml")
        self.data[part] = content
        self.declare(part, _SHEET_TYPE)
        self._insert(name, self.relate(self.workbook, "worksheet", part))

    def _insert(self, name: str, key: str) -> None:
        """Enter a sheet before all others; what counts sheets from the first counts one more."""
        data = splice.utf8(self.data[self.workbook])
        root = splice.tree(data)
        sheets = root.only("sheets")
        assert sheets is not None
        taken = [int(each.attributes.get("sheetId", "0")) for each in sheets.children]
        names = {each.attributes.get("name", "").casefold() for each in sheets.children}
        title = next(each for n in range(1, 99) if (each := name if n == 1 else f"{name}{n}") not in names)
        space = _STRICT if self.strict else _TRANSITIONAL
        entry = {"xmlns:rel": space, "name": title, "sheetId": str(max(taken) + 1), "rel:id": key}
        element = splice.tag(f"{sheets.prefix}sheet", entry, empty=True)
        edits = [Splice(sheets.inner, sheets.inner, element)]
        for view in _children(root, "bookViews"):
            edits.append(_changed(view, {"activeTab": "0", "firstSheet": "0"}))
        for defined in _children(root, "definedNames"):
            index = defined.attributes.get("localSheetId", "")
            if index.isdigit():
                edits.append(_changed(defined, {"localSheetId": str(int(index) + 1)}))
        self.data[self.workbook] = splice.applied(data, edits)

    def forget_calculation_chain(self) -> None:
        """The order of calculation names cells whose formulas are gone; programs make it anew."""
        part = self.related(self.workbook, "/calcChain")
        if not part:
            return
        del self.data[part]
        for name, target in ((CONTENT_TYPES, f"/{part}"), (self._rels(self.workbook), basename(part))):
            data = splice.utf8(self.data[name])
            root = splice.tree(data)
            gone = [
                Splice(each.start, each.end, b"")
                for each in root.children
                if each.attributes.get("PartName", "") == target
                or each.attributes.get("Type", "").endswith("/calcChain")
            ]
            self.data[name] = splice.applied(data, gone)

    def _of(self, part: str) -> list[tuple[str, str]]:
        return self._relations(part, self._rels(part))

    def _relations(self, part: str, name: str) -> list[tuple[str, str]]:
        if name not in self.data:
            return []
        root = splice.tree(splice.utf8(self.data[name]))
        return [
            (each.attributes.get("Type", ""), _resolved(part, each.attributes.get("Target", "")))
            for each in root.children
            if each.attributes.get("TargetMode", "") != "External"
        ]

    def _rels(self, part: str) -> str:
        return join(dirname(part), "_rels", basename(part) + ".rels")


def _children(root: splice.Element, name: str) -> list[splice.Element]:
    element = root.only(name)
    return element.children if element else []


def _changed(element: splice.Element, attributes: dict[str, str]) -> Splice:
    """The tag alone is written anew; what is in the element stays."""
    empty = element.end == element.inner
    begin = splice.tag(element.name, {**element.attributes, **attributes}, empty=empty)
    return Splice(element.start, element.inner, begin)


def _resolved(source: str, target: str) -> str:
    return normpath(target.lstrip("/") if target.startswith("/") else join(dirname(source), target))

"""The .docx itself: a zip of XML whose bytes follow from its contents alone."""

import zipfile
from collections.abc import Mapping
from io import BytesIO
from xml.etree.ElementTree import Element, tostring

ALWAYS = (1980, 1, 1, 0, 0, 0)
TYPES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>\
<Override PartName="/word/document.xml" ContentType="{word}document.main+xml"/>\
<Override PartName="/word/styles.xml" ContentType="{word}styles+xml"/>\
<Override PartName="/word/header.xml" ContentType="{word}header+xml"/>\
<Override PartName="/word/footer.xml" ContentType="{word}footer+xml"/></Types>"""
RELATIONS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{each}</Relationships>"""
RELATION = (
    '<Relationship Id="{id}" Target="{target}" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"/>'
)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."


def written(parts: Mapping[str, Element | bytes]) -> bytes:
    """Return the package of *parts*, by their names within ``word/``; an element is written as XML."""
    result = BytesIO()
    names = {"styles.xml": "styles", "header.xml": "header", "footer.xml": "footer", "seal.png": "image"}
    related = [
        RELATION.format(id=f"rId{place}", target=name, kind=kind)
        for place, (name, kind) in enumerate(names.items(), 1)
        if name in parts
    ]
    whole = RELATION.format(id="rId1", target="word/document.xml", kind="officeDocument")
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, "[Content_Types].xml", TYPES.format(word=WORD).encode())
        _add(archive, "_rels/.rels", RELATIONS.format(each=whole).encode())
        _add(archive, "word/_rels/document.xml.rels", RELATIONS.format(each="".join(related)).encode())
        for name, part in parts.items():
            _add(archive, f"word/{name}", part if isinstance(part, bytes) else _xml(part))
    return result.getvalue()


def _xml(root: Element) -> bytes:
    head = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    body: bytes = tostring(root, encoding="utf-8", xml_declaration=False)
    return head + body


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    info = zipfile.ZipInfo(name, ALWAYS)
    info.create_system, info.external_attr = 3, 0o644 << 16
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, content)

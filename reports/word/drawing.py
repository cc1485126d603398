"""The QR of a seal as a picture in the text."""

from io import BytesIO
from xml.etree.ElementTree import Element, SubElement

import segno

from reports.verification.seal import QUIET
from reports.word.markup import R, element, name

SIDE = 28 * 36_000  # EMU: 28 mm
PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"


def png(url: str) -> bytes:
    """Return the QR of *url*: the same bytes for the same address."""
    written = BytesIO()
    segno.make(url, error="m", micro=False).save(written, kind="png", scale=6, border=QUIET)
    return written.getvalue()


def shown(relation: str) -> Element:
    """Return the run that shows the picture of that relation."""
    drawing = element("drawing")
    inline = SubElement(drawing, name("wp:inline"), distT="0", distB="0", distL="0", distR="0")
    SubElement(inline, name("wp:extent"), cx=str(SIDE), cy=str(SIDE))
    SubElement(inline, name("wp:docPr"), id="1", name="查验码二维码")
    graphic = SubElement(inline, name("a:graphic"))
    picture = SubElement(SubElement(graphic, name("a:graphicData"), uri=PICTURE), name("pic:pic"))
    described = SubElement(picture, name("pic:nvPicPr"))
    SubElement(described, name("pic:cNvPr"), id="1", name="qr.png")
    SubElement(described, name("pic:cNvPicPr"))
    fill = SubElement(picture, name("pic:blipFill"))
    SubElement(fill, name("a:blip"), {f"{{{R}}}embed": relation})
    SubElement(SubElement(fill, name("a:stretch")), name("a:fillRect"))
    shape = SubElement(picture, name("pic:spPr"))
    placed = SubElement(shape, name("a:xfrm"))
    SubElement(placed, name("a:off"), x="0", y="0")
    SubElement(placed, name("a:ext"), cx=str(SIDE), cy=str(SIDE))
    SubElement(SubElement(shape, name("a:prstGeom"), prst="rect"), name("a:avLst"))
    return element("r", [drawing])

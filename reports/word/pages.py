"""Pages of Word: A4 upright or across, with a head and a foot."""

from xml.etree.ElementTree import Element

from reports.word.markup import R, element, field, paragraph, run

LONG, SHORT = 16838, 11906  # A4 in twentieths of a point
MARGINS = {"top": 1928, "bottom": 1814, "left": 1588, "right": 1474}
ACROSS = {"top": 1361, "bottom": 1247, "left": 907, "right": 907}
EDGES = {"header": 851, "footer": 794, "gutter": 0}
HEAD, FOOT = "rId2", "rId3"


def properties(*, wide: bool, named: bool = False, cover: bool = False) -> Element:
    """Return how pages are laid out; *named* where head and foot are given, which those after inherit."""
    references = [element("headerReference", type="default"), element("footerReference", type="default")]
    for reference, target in zip(references, (HEAD, FOOT), strict=True):
        reference.set(f"{{{R}}}id", target)
    size = {"w": LONG, "h": SHORT, "orient": "landscape"} if wide else {"w": SHORT, "h": LONG}
    return element(
        "sectPr",
        [
            *(references if named else []),
            element("pgSz", (), **size),
            element("pgMar", (), **(ACROSS if wide else MARGINS), **EDGES),
            *([element("titlePg")] if cover else []),
        ],
    )


def end(*, wide: bool) -> Element:
    """Return the paragraph that ends the pages of one orientation."""
    return element("p", [element("pPr", [properties(wide=wide)])])


def head(text: str, stamps: str) -> Element:
    """The head of every page: what it is of, and what it is not yet."""
    runs = [run(text)]
    if stamps:
        runs.append(run(f"　　{stamps}", element("b")))
    return element("hdr", [paragraph("Header", *runs)])


def foot(text: str) -> Element:
    counted = [run("第 "), field("PAGE"), run(" 页 共 "), field("NUMPAGES"), run(" 页")]
    return element("ftr", [paragraph("Footer", run(f"{text}　　"), *counted)])

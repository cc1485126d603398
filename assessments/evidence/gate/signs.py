"""What a file is by its first bytes, and the signs of a second file inside or behind it."""

import re

from assessments.evidence.gate.refusals import refused

HEAD = 1024
PNG = b"\x89PNG\r\n\x1a\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OURS = ((b"%PDF-", "pdf"), (PNG, "png"), (b"\xff\xd8\xff", "jpg"), (b"PK\x03\x04", "zip"))
OTHERS = (
    (b"MZ", "程序"),
    (b"\x7fELF", "程序"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"),
    (b"\x1f\x8b", "gzip 压缩包"),
    (b"PK\x05\x06", "空的压缩包"),
    (b"GIF8", "GIF 图片"),
    (b"BM", "BMP 图片"),
    (b"II*\x00", "TIFF 图片"),
    (b"MM\x00*", "TIFF 图片"),
    (b"8BPS", "Photoshop 图片"),
    (b"SIMPLE  =", "FITS 图片"),
    (b"%!PS", "PostScript"),
    (b"{\\rtf", "RTF 文档"),
    (b"MIME-Version:", "网页存档"),
)
_PAGE = re.compile(rb"<(!doctype\s+html|html|script|svg|iframe|body|\?php)\b", re.IGNORECASE)
_ARCHIVES = ((b"Rar!\x1a\x07", "RAR 压缩包"), (b"7z\xbc\xaf\x27\x1c", "7z 压缩包"))
_END_OF_ZIP, _FURTHEST = b"PK\x05\x06", 65_557


def named(data: bytes) -> str:
    """Return ``pdf``, ``png``, ``jpg`` or ``zip``; raise M03 for anything else, saying what it looks like."""
    for magic, code in OURS:
        if data.startswith(magic):
            return code
    if data.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise refused("M06", "这是设了打开密码的 Office 文档。")
        raise refused("M03", "这是旧格式的 .doc、.xls 或 .ppt，请另存为 .docx、.xlsx 或 PDF。")
    if data[4:8] == b"ftyp":
        raise refused("M03", "内容看起来是视频或 HEIC 照片，照片请转成 JPG。")
    for magic, label in OTHERS:
        if data.startswith(magic):
            raise refused("M03", f"内容看起来是{label}。")
    head = data[:HEAD]
    if b"%PDF-" in head:
        raise refused("M07", "PDF 前面还有别的内容。", where="文件开头")
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") or _PAGE.search(head):
        raise refused("M03", "内容看起来是网页、SVG 或 XML。")
    raise refused("M03")


def alone(data: bytes, *, whole: bool) -> None:
    """Raise M07 where another file hides in *data*: a page in its head, or anywhere if *whole*; an
    archive behind it."""
    found = _PAGE.search(data if whole else data[:HEAD])
    if found:
        raise refused("M07", "里面有网页的代码。", where=f"第 {found.start() + 1} 字节")
    for magic, label in _ARCHIVES:
        if (at := data.find(magic)) >= 0:
            raise refused("M07", f"里面有{label}。", where=f"第 {at + 1} 字节")
    at = data.rfind(_END_OF_ZIP, max(0, len(data) - _FURTHEST))
    if at >= 0:
        raise refused("M07", "里面有压缩包。", where=f"第 {at + 1} 字节")

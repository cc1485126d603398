"""Evidence of the invented counties: small papers and a plan, drawn here, each marked as an example."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

MARK = "示例材料，内容全部虚构，不得上报"
PAPER = b"\xff\xff\xff"
GROUND, ROAD, SCHOOL, JUNIOR = b"\xee\xf2\xe6", b"\xc8\xc8\xc0", b"\x3f\x71\x9f", b"\xa4\x5a\x1f"
WIDTH, HEIGHT = 360, 240
SCHOOLS = ((60, 50), (150, 80), (250, 40), (300, 150), (110, 170), (200, 190))


@dataclass(frozen=True)
class Paper:
    """*schools*: of how many schools it is, none where it is the county's."""

    title: str
    items: tuple[str, ...]
    schools: int = 0
    plan: bool = False

    @property
    def filename(self) -> str:
        return f"{self.title}.{'png' if self.plan else 'pdf'}"

    def content(self, county: str) -> bytes:
        return (
            plan() if self.plan else paper(f"{county}{self.title}", (MARK, f"证明条目：{len(self.items)} 条"))
        )


LAYOUT = (
    Paper("义务教育学校布局规划（示例）", ("guarantee-01",)),
    Paper("义务教育学校布局图（示例）", ("guarantee-01",), plan=True),
    Paper("城乡四统一文件汇编（示例）", ("guarantee-02",)),
)
CHARTER = Paper("学校章程和信息化方案（示例）", ("quality-03",), schools=2)
STAFF = Paper("教职工编制和岗位统筹分配文件（示例）", ("guarantee-10",))
TEACHING = (
    Paper("设备使用与教师培训记录（示例）", ("quality-05", "guarantee-09")),
    Paper("德育与校园文化检查情况（示例）", ("quality-06",)),
    Paper("课表与教学检查（示例）", ("quality-07",)),
    Paper("作业管理与课后服务办法（示例）", ("quality-08",)),
)
MOVING = Paper("校长教师交流轮岗文件和名册（示例）", ("guarantee-11",))
# What each county shows: the first everything, the others with gaps.
PAPERS: dict[str, tuple[Paper, ...]] = {
    "990101": (*LAYOUT, CHARTER, STAFF, *TEACHING, MOVING),
    "990102": (*LAYOUT, CHARTER),
    "990104": (*LAYOUT, CHARTER, *TEACHING[1:]),
    "990105": (*LAYOUT[:1], STAFF, *TEACHING[2:]),
    "999001": (*LAYOUT, CHARTER, STAFF, *TEACHING),
}


def paper(title: str, lines: tuple[str, ...]) -> bytes:
    """Return a page of PDF with *title* and *lines*, in a Chinese font that the reader brings."""
    words = [b"BT /F1 18 Tf 60 760 Td <%b> Tj ET" % _hex(title)]
    words += [
        b"BT /F1 12 Tf 60 %d Td <%b> Tj ET" % (720 - 24 * row, _hex(line)) for row, line in enumerate(lines)
    ]
    return _document(b"\n".join(words))


def _hex(text: str) -> bytes:
    return text.encode("utf-16-be").hex().encode()


def _document(content: bytes) -> bytes:
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 7 0 R"
        b" /Resources << /Font << /F1 4 0 R >> >> >>",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H"
        b" /DescendantFonts [5 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 6 0 R /DW 1000"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880]"
        b" /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content),
    )
    written, places = bytearray(b"%PDF-1.7\n"), []
    for number, each in enumerate(objects, 1):
        places.append(b"%010d 00000 n \n" % len(written))
        written += b"%d 0 obj\n%b\nendobj\n" % (number, each)
    size, start = len(objects) + 1, len(written)
    table = b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, b"".join(places))
    ends = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return bytes(written) + table + ends % (size, start)


@cache
def plan() -> bytes:
    """Return a little map as PNG: ground, roads, primary schools and junior schools."""
    rows = b"".join(b"\0" + b"".join(_row(y)) for y in range(HEIGHT))
    head = struct.pack(">2L5B", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">L", len(content)) + name + content + struct.pack(">L", zlib.crc32(name + content))
        for name, content in parts
    )


def _row(y: int) -> Iterator[bytes]:
    for x in range(WIDTH):
        yield _colour(x, y)


def _colour(x: int, y: int) -> bytes:
    if min(x, y, WIDTH - 1 - x, HEIGHT - 1 - y) < 8:
        return PAPER
    for place, (across, down) in enumerate(SCHOOLS):
        if abs(x - across) < 9 and abs(y - down) < 9:
            return JUNIOR if place % 3 == 2 else SCHOOL
    is_road = abs(y - 120) < 3 or abs(x - 180) < 3 or abs(x - 2 * y + 60) < 4
    return ROAD if is_road else GROUND

"""What stands on a document so that a stranger can check it (封签): number, digest, code and QR."""

from dataclasses import dataclass

import segno
from django.template.loader import render_to_string

from reports.verification import codes

QUIET = 4  # modules of white round a QR, as ISO/IEC 18004 asks


@dataclass(frozen=True, kw_only=True)
class Seal:
    """*number* is the report's (报告编号), *digest* the snapshot's SHA-256, *address* where the
    installation is reached. *heads* are what else a receipt fixes, each with its name."""

    number: str
    digest: str
    code: str
    address: str
    heads: tuple[tuple[str, str], ...] = ()

    @property
    def grouped(self) -> str:
        return codes.grouped(self.code)

    @property
    def desk(self) -> str:
        """The page that asks for the code."""
        return f"{self.address.rstrip('/')}/verify/"

    @property
    def url(self) -> str:
        return f"{self.desk}{self.grouped}"

    @property
    def digest_lines(self) -> tuple[str, str]:
        """The digest in two lines of four groups, to be compared by eye."""
        groups = [self.digest[at : at + 8] for at in range(0, len(self.digest), 8)]
        return " ".join(groups[:4]), " ".join(groups[4:])

    @property
    def qr(self) -> str:
        """The QR of the address as inline SVG, a path of black modules on white."""
        found = segno.make(self.url, error="m", micro=False)
        side = found.symbol_size(border=QUIET)[0]
        return render_to_string("reports/qr.svg", {"side": side, "path": _path(found), "url": self.url})


def _path(found: segno.QRCode) -> str:
    """Draw each run of black modules of a row as one stroke."""
    strokes = []
    for y, row in enumerate(found.matrix):
        text = "".join("1" if module else "0" for module in row) + "0"
        start = text.find("1")
        while start >= 0:
            end = text.index("0", start)
            strokes.append(f"M{start + QUIET} {y + QUIET}h{end - start}v1h-{end - start}z")
            start = text.find("1", end)
    return "".join(strokes)

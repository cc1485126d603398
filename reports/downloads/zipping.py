"""A zip written piece by piece as it is sent: its bytes follow from its members and their order.

Members are stored as they are (documents are packed already), without a time, their names in UTF-8. Each is
held in memory while it is written, so that its header can say its size: a zip that says it afterwards
is not opened everywhere.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from schools import files

ALWAYS = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Member:
    """One file of the zip; its bytes are kept under *sha256*."""

    name: str
    sha256: str
    size: int


class Piece(BytesIO):
    """What is being written of a file that begins *sent* bytes before."""

    def __init__(self) -> None:
        super().__init__()
        self.sent = 0

    def tell(self) -> int:
        return self.sent + super().tell()

    def seek(self, place: int, whence: int = 0) -> int:
        return self.sent + super().seek(place - self.sent if whence == 0 else place, whence)

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        content = self.getvalue()
        self.sent += len(content)
        super().seek(0)
        self.truncate()
        return content


def stream(members: Iterable[Member]) -> Iterator[bytes]:
    """Yield the zip of *members*. Raise ``files.Damaged`` where one is not what it was."""
    piece = Piece()
    with ZipFile(piece, "w", ZIP_STORED) as archive:
        for member in members:
            info = ZipInfo(member.name, ALWAYS)
            info.create_system, info.external_attr = 3, 0o644 << 16
            archive.writestr(info, files.verified(member.sha256).read_bytes())
            yield piece.taken()
    yield piece.taken()


def measured(members: Iterable[Member]) -> tuple[str, int]:
    """Return digest and size of the zip of *members*, without keeping it."""
    digest, size = sha256(), 0
    for piece in stream(members):
        digest.update(piece)
        size += len(piece)
    return digest.hexdigest(), size

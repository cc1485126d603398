"""How many rows and cells a worksheet writes, counted in its bytes: what is read of it must be as many."""

from collections.abc import Iterator

_BEGIN, _END = b"<sheetData", b"</sheetData"
_HIDING = (b"<!", b"<?")


class Counted:
    """The rows and cells in the chunks that were *watched*; *is_certain* unless markup may be hidden there,
    in comments or CDATA, or is written in another way than a byte a sign."""

    def __init__(self) -> None:
        self.rows = self.cells = 0
        self.is_certain = False
        self._is_inside, self._rest = False, b""

    def watched(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        """Yield *chunks*, counting in each what whole tags it has."""
        for chunk in chunks:
            data = self._rest + chunk
            cut = data.rfind(b"<")
            self._count(data[:cut] if cut >= 0 else data)
            self._rest = data[cut:] if cut >= 0 else b""
            yield chunk
        self._count(self._rest)

    def _count(self, data: bytes) -> None:
        if not self._is_inside:
            begin = data.find(_BEGIN)
            if begin < 0:
                return
            self._is_inside, self.is_certain, data = True, True, data[begin:]
        end = data.find(_END)
        if end >= 0:
            self._is_inside, data = False, data[:end]
        self.rows += data.count(b"<row")
        # In the texts of cells there are <color>, <condense> and <charset> besides.
        self.cells += data.count(b"<c") - data.count(b"<co") - data.count(b"<ch")
        self.is_certain = self.is_certain and not any(sign in data for sign in _HIDING)

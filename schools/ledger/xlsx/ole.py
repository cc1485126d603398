"""The container of old .xls files, and of workbooks with a password: what it carries, told by its directory.

Nothing is unpacked here. The names in the directory are UTF-16; those that matter are looked for as
they stand, so that a directory put together crookedly hides none of them.
"""

from schools.ledger.refusals import refused

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = ("EncryptedPackage", "EncryptionInfo")
_MACROS = ("_VBA_PROJECT", "_VBA_PROJECT_CUR")
_OBJECTS = ("\x01Ole10Native",)  # LibreOffice writes an empty \x01Ole into every file
_OTHERS = ("WordDocument", "PowerPoint Document")
_BOOKS = ("Workbook", "Book")


def is_ole(data: bytes) -> bool:
    return data.startswith(MAGIC)


def inspect(data: bytes) -> None:
    """Raise ``LedgerRefused`` for a password (E02), macros (E14), embedded objects (E17) what is no
    workbook (E13), and a directory without one (E04)."""
    if any(_has(data, name) for name in _LOCKED):
        raise refused("E02")
    if any(_has(data, name) for name in _MACROS):
        raise refused("E14")
    if any(_has(data, name) for name in _OBJECTS):
        raise refused("E17")
    if not any(_has(data, name) for name in _BOOKS):
        raise refused("E13" if any(_has(data, name) for name in _OTHERS) else "E04")


def _has(data: bytes, name: str) -> bool:
    """A name in the directory ends with a NUL of its own."""
    return (name + "\0").encode("utf-16-le") in data

"""The code (查验码) on a document: 130 bits of what it seals and two letters that catch a slip.

It follows from the document's kind and what it was made from, so that a document rendered anew
bears the same one; nobody who does not hold the document can guess it. The letters are Crockford's
base 32, which can be read aloud: no I, L, O or U, and whoever writes one of them is understood.
"""

import hashlib
import unicodedata

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
FORMAT = "balance-code-1"
LONG, CHECK, GROUP = 26, 2, 4
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", " ": "", "-": "", "_": "", "\u3000": ""})


def code_of(*made_from: str) -> str:
    """Return the code of the document made from these texts: its kind, its subject, the digests.

    >>> code_of("dossier", "ab" * 32)
    'H2M5MKYW1F7J8300BS6123Z2M9S9'
    """
    digest = hashlib.sha256("\n".join((FORMAT, *made_from)).encode()).digest()
    body = _letters(digest, LONG)
    return body + _check(body)


def grouped(code: str) -> str:
    """Return *code* as it is printed: in groups of four.

    >>> grouped("H2M5MKYW1F7J8300BS6123Z2M9S9")
    'H2M5-MKYW-1F7J-8300-BS61-23Z2-M9S9'
    """
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def read(typed: str) -> str:
    """Return the code that somebody typed or read out: in any case, with or without its strokes."""
    return unicodedata.normalize("NFKC", typed[:200]).upper().translate(MISREAD)


def is_whole(code: str) -> bool:
    """Could this be a code? A letter too many, missing or exchanged shows here 1,023 times of 1,024."""
    body, check = code[:LONG], code[LONG:]
    return len(code) == LONG + CHECK and set(code) <= set(LETTERS) and check == _check(body)


def _check(body: str) -> str:
    return _letters(hashlib.sha256(body.encode()).digest(), CHECK)


def _letters(digest: bytes, count: int) -> str:
    number = int.from_bytes(digest) >> (8 * len(digest) - 5 * count)
    return "".join(LETTERS[number >> 5 * place & 31] for place in reversed(range(count)))

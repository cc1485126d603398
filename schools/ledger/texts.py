"""Texts as people type them, brought to one form."""

import re
import unicodedata
from functools import lru_cache

_SPACE = re.compile(r"\s+")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
# Characters one cannot see: controls, marks of direction, joiners, lone surrogates.
_INVISIBLE = {"Cc", "Cf", "Cs"}


@lru_cache(maxsize=2048)  # a ledger says the same few words again and again
def visible(text: str) -> str:
    """Return *text* in NFC without invisible characters, its blanks single and its ends trimmed.

    Rare characters outside the basic plane (𠮷) stay as they are.
    """
    if text.isascii() and text.isalnum():
        return text
    spaced = _SPACE.sub(" ", unicodedata.normalize("NFC", text))
    return "".join(sign for sign in spaced if unicodedata.category(sign) not in _INVISIBLE).strip()


def half_width(text: str) -> str:
    """Return *text* with full-width letters, digits and signs made half-width, and nothing else
    changed: a raised ² must not become a 2.

    >>> half_width("１，２００ 人"), half_width("12²")
    ('1,200 人', '12²')
    """
    return _SPACE.sub(" ", visible(text).translate(_FULL_WIDTH)).strip(" '`’‘′\"“”")


@lru_cache(maxsize=2048)
def folded(text: str) -> str:
    """Return *text* as two writings of one word have it in common: NFKC, no blanks, lower case."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", visible(text))).lower()


def cut(text: str, length: int) -> str:
    """Return *text* shortened to *length* characters, an ellipsis showing the cut."""
    return text if len(text) <= length else text[: length - 1] + "…"

"""Which figures a standard asks for: told by the app that knows the standards, which stands above."""

from collections.abc import Callable, Collection

Needs = Callable[[str], Collection[str]]
_told: list[Needs] = []


def tell(needs: Needs) -> None:
    """Make *needs* the answer: given a standard's code, the fields its items and survey ask for."""
    _told[:] = [needs]


def of_standard(code: str) -> Collection[str]:
    """Return the fields that the standard *code* asks for; none while nobody has told."""
    return _told[0](code) if _told else ()

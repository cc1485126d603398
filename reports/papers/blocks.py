"""Blocks: what an official document (公文) is put together from, the same for PDF and for Word.

They are data: nothing in them says how large a letter is. Each names the template that sets it.
"""

from dataclasses import dataclass
from typing import ClassVar, Union

from reports.contents import lines
from reports.contents.lines import Line
from reports.contents.tables import Table


@dataclass(frozen=True)
class Para:
    """A paragraph, or several where *text* has several lines."""

    text: str

    template: ClassVar[str] = "reports/papers/para.html"

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(line for line in self.text.splitlines() if line.strip())


@dataclass(frozen=True)
class Note(Para):
    """Small print beside a table."""

    template: ClassVar[str] = "reports/papers/note.html"


@dataclass(frozen=True)
class Formula(Para):
    template: ClassVar[str] = "reports/papers/formula.html"


@dataclass(frozen=True)
class Verdict:
    """The verdict in a frame: its *word*, and the sentence that says it."""

    word: str
    text: str

    template: ClassVar[str] = "reports/papers/verdict.html"


@dataclass(frozen=True)
class Points:
    """Sentences counted through; *steps* are smaller, as of a working."""

    items: tuple[str, ...]
    steps: bool = False

    template: ClassVar[str] = "reports/papers/points.html"


@dataclass(frozen=True)
class Grid:
    """A table; *kind* says how it is set: own (counted through), small, dense, short, centred."""

    table: Table
    kind: str = "own small"

    template: ClassVar[str] = "reports/papers/grid.html"


@dataclass(frozen=True)
class Matrix:
    """A long table of figures, each row set as one line (see ``reports.contents.lines``)."""

    table: Table

    template: ClassVar[str] = "reports/papers/matrix.html"

    @property
    def lines(self) -> tuple[Line, ...]:
        return lines.of_table(self.table)


@dataclass(frozen=True)
class Picture:
    """An SVG under its caption; *strip* is a low one. Word is given the figures, not the picture."""

    caption: str
    svg: str
    strip: bool = False

    template: ClassVar[str] = "reports/papers/picture.html"


@dataclass(frozen=True)
class Facts:
    """What stands beside what: names and values in two columns."""

    pairs: tuple[tuple[str, str], ...]

    template: ClassVar[str] = "reports/papers/facts.html"


@dataclass(frozen=True)
class Opinion:
    """What an office said, in its own words, and who said it when."""

    text: str
    who: str

    template: ClassVar[str] = "reports/papers/opinion.html"

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(line for line in self.text.splitlines() if line.strip())


@dataclass(frozen=True)
class Form:
    """A form in the layout of an annex: rows of cells, each so many of twelve columns wide."""

    rows: tuple[tuple["Box", ...], ...]

    template: ClassVar[str] = "reports/papers/form.html"


@dataclass(frozen=True)
class Box:
    """One cell of a form: *label* cells are headings; *tall* is how many millimetres it has at least."""

    text: str
    columns: int
    label: bool = False
    tall: int = 0
    foot: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(self.text.splitlines())

    @property
    def is_brief(self) -> bool:
        """It holds one figure or name, which stands in its middle."""
        return not (self.label or self.tall or len(self.lines) > 1)

    @property
    def css(self) -> str:
        return "label" if self.label else "text brief" if self.is_brief else "text"


@dataclass(frozen=True)
class Signing:
    """Places for seals and signatures, and the day."""

    places: tuple[str, ...]
    day: str = "　　年　　月　　日"

    template: ClassVar[str] = "reports/papers/signing.html"


Block = Union["Para", Verdict, Points, Grid, Matrix, Picture, Facts, Opinion, Form, Signing, "Section"]


@dataclass(frozen=True, kw_only=True)
class Section:
    """A numbered part with its blocks, among them sections below it.

    *label* is its number, given by ``outline``; a *counted* one is counted through, an *appendix* among
    the appendices. It begins on a *fresh* page, or is set on *wide* ones.
    """

    title: str
    blocks: tuple[Block, ...]
    counted: bool = True
    appendix: bool = False
    fresh: bool = False
    wide: bool = False
    label: str = ""
    anchor: str = ""
    depth: int = 1

    template: ClassVar[str] = "reports/papers/section.html"

    @property
    def heading(self) -> str:
        return f"{self.label}{self.title}"

    @property
    def level(self) -> int:
        """The level of its heading in a file: the title has the first."""
        return min(self.depth + 1, 5)

    @property
    def css(self) -> str:
        return " ".join(filter(None, ("wide" if self.wide else "", "" if self.fresh else "on")))

    @property
    def sections(self) -> tuple["Section", ...]:
        return tuple(each for each in self.blocks if isinstance(each, Section))

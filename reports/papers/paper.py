"""A document as a whole: its head, its seal, its sections."""

from dataclasses import dataclass
from functools import cached_property

from reports.papers import outline
from reports.papers.blocks import Section
from reports.verification.seal import Seal

LONGEST = 24  # characters of a page's head, so that the section's name has room beside it


@dataclass(frozen=True, kw_only=True)
class Paper:
    """*name* is what kind of document it is, *title* its heading in lines, *subject* whose it is;
    *issuer* the office that issues it, in red above it. Without *cover* it is a letter: head, title and
    text on one page. *tabled*: so many levels of its sections are in a table of contents; *parted*: the
    first of them are parts. *facts* stand on the cover; *foot* at the foot of every page, that a loose
    sheet can be told, with the *stamps* that go across each (草稿, 示例数据)."""

    name: str
    title: tuple[str, ...]
    subject: str
    sections: tuple[Section, ...]
    foot: str
    seal: Seal | None = None
    facts: tuple[tuple[str, str], ...] = ()
    issuer: str = ""
    addressee: str = ""
    cover: bool = True
    tabled: int = 0
    parted: bool = False
    stamps: tuple[str, ...] = ()

    @cached_property
    def numbered(self) -> tuple[Section, ...]:
        return outline.numbered(self.sections, depth=0 if self.parted else 1)

    @property
    def contents(self) -> tuple[Section, ...]:
        return tuple(outline.listed(self.numbered, self.tabled)) if self.tabled else ()

    @property
    def running(self) -> str:
        return "".join(self.title)

    @property
    def head(self) -> str:
        """What stands at the head of every page: the whole title, or its last line where that is too long."""
        return self.running if len(self.running) <= LONGEST else self.title[-1]

    @property
    def sealed(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """What the seal says, each thing in its lines; nothing on a draft that nobody submitted."""
        if self.seal is None:
            return ()
        code = (self.seal.grouped, f"扫描二维码，或打开 {self.seal.desk} 输入查验码")
        first, second = self.seal.digest_lines
        return (
            ("报告编号", (self.seal.number,)),
            ("快照摘要", (f"SHA-256 {first}", second)),
            ("查验码", code),
        )

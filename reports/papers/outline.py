"""Numbers of sections as official documents count (GB/T 9704): 一、（一）1.（1）, parts and appendices."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reports.papers.blocks import Block, Section

DIGITS = "零一二三四五六七八九"
UNITS = ("千", "百", "十", "")


def numeral(number: int) -> str:
    """Return 1 to 9999 in Chinese.

    >>> [numeral(number) for number in (1, 10, 11, 20, 35, 100, 101, 110, 1002, 1020)]
    ['一', '十', '十一', '二十', '三十五', '一百', '一百零一', '一百一十', '一千零二', '一千零二十']
    """
    figures = str(number)
    said, skipped = "", False
    for figure, unit in zip(figures, UNITS[-len(figures) :], strict=True):
        if figure == "0":
            skipped = True
        else:
            said += ("零" if said and skipped else "") + DIGITS[int(figure)] + unit
            skipped = False
    return said.removeprefix("一") if said.startswith("一十") else said


def labelled(depth: int, number: int) -> str:
    """Return the label of the section with that number at that depth; 0 is a part's.

    >>> [labelled(depth, 2) for depth in range(5)]
    ['第二部分　', '二、', '（二）', '2. ', '（2）']
    """
    patterns = (f"第{numeral(number)}部分　", f"{numeral(number)}、", f"（{numeral(number)}）", f"{number}. ")
    return patterns[depth] if depth < len(patterns) else f"（{number}）"


def numbered(sections: Sequence[Section], *, depth: int = 1, above: str = "s") -> tuple[Section, ...]:
    """Return *sections* with labels and anchors, and all below them. One alone has no number there."""
    found: list[Section] = []
    count = appendices = 0
    alone = depth > 1 and sum(each.counted and not each.appendix for each in sections) == 1
    for place, each in enumerate(sections, 1):
        anchor, label = f"{above}-{place}", ""
        if each.appendix:
            appendices += 1
            label = f"附录{numeral(appendices)}　"
        elif each.counted and not alone:
            count += 1
            label = labelled(depth, count)
        found.append(_numbered(each, label, anchor, depth))
    return tuple(found)


def _numbered(section: Section, label: str, anchor: str, depth: int) -> Section:
    below = iter(numbered(section.sections, depth=depth + 1, above=anchor))
    blocks: tuple[Block, ...] = tuple(
        next(below) if isinstance(each, Section) else each for each in section.blocks
    )
    return replace(section, label=label, anchor=anchor, depth=depth, blocks=blocks)


def listed(sections: Sequence[Section], levels: int) -> Iterator[Section]:
    """Yield the sections of the first *levels*, as a table of contents has them."""
    for each in sections:
        yield each
        if levels > 1:
            yield from listed(each.sections, levels - 1)

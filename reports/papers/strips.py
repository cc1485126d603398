"""各校分布 as blocks: how the dots are read, and a section of low pictures for each stage."""

from collections.abc import Iterable, Iterator

from indicators.calculation.standard import Standard
from reports.contents.pictures import Captioned
from reports.papers.blocks import Note, Picture, Section

DOTS = "一点为一个学段单位，点的大小表示在校生数"
SHADES = "；灰点达到标准，空心点低于标准但不低于标准的 85%（底线），黑点低于底线"


def sections(
    standard: Standard, stages: Iterable[tuple[str, Iterable[Captioned]]]
) -> Iterator[Note | Section]:
    """Yield the key, and for each of *stages*, by its name, its pictures."""
    yield Note(f"{DOTS}{SHADES if standard.school else ''}。")
    for place, (label, drawn) in enumerate(stages):
        pictures = tuple(Picture(*each, strip=True) for each in drawn)
        yield Section(title=label, blocks=pictures, counted=False, fresh=place > 0)

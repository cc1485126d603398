"""The cells of a line of the matrix, drawn at once: a node a cell would take most of the page's time."""

from functools import cache

from django import template
from django.utils.html import format_html

from indicators.matrix import Line

register = template.Library()

SIGNS = {"floor": '<span class="sign">▼</span>', "below": '<span class="sign">▾</span>'}


@register.simple_tag
def cells(line: Line, stage: str) -> str:
    """Return a ``<td>`` for every value of *line*, each leading to how it was worked out."""
    pattern = "".join(_pattern(cell.code, cell.mark, cell.rounded) for cell in line.cells)
    return format_html(pattern, *(cell.shown for cell in line.cells), at=f"{stage}/{line.code}")


@cache
def _pattern(code: str, mark: str, rounded: bool) -> str:
    """Indicators and marks are the standard's and ours, so they stand in the pattern itself."""
    named = f' class="{mark}"' if mark else ""
    return f'<td{named}><a href="{{at}}/{code}/">{SIGNS.get(mark, "")}{{}}{"*" * rounded}</a></td>'

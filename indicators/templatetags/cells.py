"""The lines of the matrix, drawn at once: a template node a cell would take most of the page's time.

What the standard and we ourselves write (figures, marks, codes of indicators) stands in the pattern of
the table; what a county wrote (names, reasons, what is lacking) is put into it, escaped.
"""

from django import template
from django.utils.html import format_html

from indicators.matrix import Line, Matrix

register = template.Library()

# By mark: how a cell begins, and what stands before the figure.
CLASSES = {"": "", **{mark: f' class="{mark}"' for mark in ("floor", "below", "near", "none")}}
SIGNS = dict.fromkeys(CLASSES, "") | {
    "floor": '<span class="sign">▼</span>',
    "below": '<span class="sign">▾</span>',
}
ALLOWED = ' <span class="faint" title="6 项达标，余下 1 项不低于标准的 85%">6+1</span>'


@register.simple_tag
def lines(matrix: Matrix) -> str:
    """Return a ``<tr>`` for every line of *matrix*, each value leading to how it was worked out."""
    texts: list[str] = []
    drawn = [_line(line, matrix.stage.stage, texts, lacks=matrix.short) for line in matrix.lines]
    return format_html("\n".join(drawn), *texts) if drawn else ""


def _line(line: Line, stage: str, texts: list[str], *, lacks: bool) -> str:
    """Return the pattern of one line, and add to *texts* what goes into it."""
    code, name = _place(line.code, texts), _place(line.name, texts)
    cells = "".join(
        [
            f'<td{CLASSES[mark]}><a href="{stage}/{code}/{indicator}/">{SIGNS[mark]}{shown}'
            f"{'*' if rounded else ''}</a></td>"
            for indicator, shown, mark, rounded in line.cells
        ]
    )
    pinned, ticked = (' class="pinned"', " checked") if line.pinned else ("", "")
    reason = f' title="{_place(line.reason, texts)}"' if line.reason else ""
    lacking = f'<td class="text lacks">{_place("，".join(line.lacks), texts)}</td>' if lacks else ""
    return (
        f'<tr{pinned}><th scope="row" title="{name}"><input type="checkbox" form="pins" name="pin" '
        f'value="{code}" aria-label="置顶 {name}"{ticked}>{name}</th><td>{line.pupils}</td>{cells}'
        f'<td class="text"><span class="verdict {line.outcome}"{reason}>{line.label}</span>'
        f"{ALLOWED if line.allowed else ''}</td>{lacking}</tr>"
    )


def _place(text: str, texts: list[str]) -> str:
    texts.append(text)
    return f"{{{len(texts) - 1}}}"

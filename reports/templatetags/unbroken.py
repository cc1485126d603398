"""What a line of print does not divide: the number of a document, a school year, the word beside a seal."""

import re
from collections.abc import Mapping

from django import template

register = template.Library()
WHOLE = re.compile(r"(\w{2,6}〔\d{4}〕\s?\d+\s?号|\d{4}\s?学年|(?:教育督导委员会)?（(?:盖章|签名)）)")


@register.inclusion_tag("reports/papers/line.html")
def unbroken(text: str) -> Mapping[str, object]:
    """Set *text*, each part that stays on one line marked so."""
    return {"pieces": [(piece, bool(place % 2)) for place, piece in enumerate(WHOLE.split(text))]}

"""The filters that a reader keeps for the page he is on."""

from typing import Any

from django import template

from counties import filters
from counties.models import SavedFilter

register = template.Library()


@register.simple_tag(takes_context=True)
def filters_kept(context: dict[str, Any]) -> list[SavedFilter]:
    request = context["request"]
    return filters.kept(request.officer, request.path)

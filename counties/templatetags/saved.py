"""The filters that a reader keeps for the page he is on."""

from typing import Any

from django import template

from counties import filters
from counties.filters import Filter

register = template.Library()


@register.simple_tag(takes_context=True)
def filters_kept(context: dict[str, Any]) -> list[Filter]:
    request = context["request"]
    return [each for each in filters.kept(request, request.user) if each.page == request.path]

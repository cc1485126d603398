"""What waits for the reader, for the header of every page."""

from django import template

from assessments.inbox import waiting
from assessments.inbox.waiting import Counts
from counties.models import Officer

register = template.Library()


@register.simple_tag
def what_waits(officer: Officer) -> Counts:
    return waiting.counts(officer)

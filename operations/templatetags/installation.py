"""What whoever administers the installation must know first: is it well, and what waits or broke off."""

from dataclasses import dataclass

from django import template
from django.db.models import Count
from django.utils import timezone

from operations import health, kinds
from operations.health import Finding
from operations.models import Job

register = template.Library()

SHOWN = 5  # jobs that did not come to their end


@dataclass(frozen=True, kw_only=True)
class Installation:
    """*jobs* says by state how many there are, in words; *failed* are the newest that broke off, *put_off*
    those that are tried again soonest."""

    findings: list[Finding]
    jobs: list[tuple[str, int]]
    failed: list[Job]
    put_off: list[Job]

    @property
    def well(self) -> bool:
        return all(each.well for each in self.findings)


@register.simple_tag
def installation() -> Installation:
    counts = dict(Job.objects.order_by().values_list("state").annotate(Count("pk")))
    at = timezone.now()
    return Installation(
        findings=health.examine(at=at),
        jobs=[(label, counts.get(state, 0)) for state, label in Job.State.choices],
        failed=list(Job.objects.filter(state=Job.State.FAILED).order_by("-finished_at")[:SHOWN]),
        put_off=list(Job.objects.put_off(at).order_by("not_before")[:SHOWN]),
    )


@register.filter
def kind_label(job: Job) -> str:
    return kinds.label(job.kind)

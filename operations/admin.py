"""Jobs, for whoever keeps the installation running: what waits, what broke off and why; and to try again."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from operations import jobs, kinds
from operations.administration import Noted
from operations.models import Job


class KindFilter(admin.SimpleListFilter):
    title = "任务种类"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(kinds.LABELS.items())

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Job]") -> "QuerySet[Job]":
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(Job)
class JobAdmin(Noted):
    """To look at; the one thing to do is to queue again, now, what was not done."""

    list_display = ["name", "state", "error", "actor", "attempt", "not_before", "created_at", "finished_at"]
    list_filter = ["state", KindFilter]
    search_fields = ["key", "actor", "scope", "error"]
    ordering = ["-created_at", "-pk"]
    actions = ["try_again"]

    @admin.display(description="任务种类", ordering="kind")
    def name(self, job: Job) -> str:
        return kinds.label(job.kind)

    @admin.action(description="现在再试一次（未完成的、等着重试的任务）", permissions=["retry"])
    def try_again(self, request: HttpRequest, queryset: "QuerySet[Job]") -> None:
        chosen = list(queryset)
        queued = [job for job in chosen if jobs.retry(job=job, at=timezone.now())]
        for job in queued:
            self.log_change(request, job, "再试一次")
        if queued:
            messages.success(request, f"{len(queued)} 个任务已重新排队。")
        if left := len(chosen) - len(queued):
            messages.warning(request, f"{left} 个任务没有动：只有“未完成”和等着重试的任务可以再试。")

    def has_retry_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("operations.change_job"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

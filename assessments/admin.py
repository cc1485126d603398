"""The roadmap, for an administrator to take out and to bring in."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from assessments.roadmap.models import CountyPlan
from assessments.roadmap.resources import PlanResource
from operations.exchange.rooms import Exchanged
from schools.admin import ReadOnlyAdmin


@admin.register(CountyPlan)
class CountyPlanAdmin(Exchanged, ReadOnlyAdmin):
    """By hand nothing is changed: a plan that comes in becomes the county's next."""

    resource_classes = [PlanResource]
    list_display = ["county", "year", "basis", "set_by", "set_at"]
    list_select_related = ["county", "set_by"]
    list_filter = ["year"]
    search_fields = ["county__code", "county__name", "basis"]

    def has_import_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perms(["assessments.add_countyplan"]))

    def get_export_queryset(self, request: HttpRequest) -> "QuerySet[CountyPlan]":
        return PlanResource().get_queryset()

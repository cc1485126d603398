"""Schools and ledgers, for an administrator to look at: business data changes by its actions alone."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from operations.exchange.rooms import Exchanged
from schools.figure_resource import CountyYearResource
from schools.models import CountyYear, Ledger, School
from schools.resources import SchoolResource


class ReadOnlyAdmin(admin.ModelAdmin):
    """Lists and shows; adds, changes and deletes nothing."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(School)
class SchoolAdmin(Exchanged, ReadOnlyAdmin):
    """By hand nothing is changed: ledgers enter schools, and imports move them to another county."""

    resource_classes = [SchoolResource]
    list_display = ["code", "name", "county"]
    list_select_related = ["county"]
    search_fields = ["code", "name", "county__code"]

    def has_import_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perms(["schools.add_school", "schools.change_school"]))


@admin.register(Ledger)
class LedgerAdmin(ReadOnlyAdmin):
    list_display = ["county", "year", "kind", "version", "standard", "state", "uploaded_by", "uploaded_at"]
    list_filter = ["kind", "state", "year", "standard"]
    list_select_related = ["county", "uploaded_by"]
    search_fields = ["county__code", "county__name", "sha256"]


@admin.register(CountyYear)
class CountyYearAdmin(Exchanged, ReadOnlyAdmin):
    """What is brought in becomes each county's next version, for the county to accept."""

    resource_classes = [CountyYearResource]
    list_display = ["ledger"]
    list_select_related = ["ledger__county"]
    list_filter = ["ledger__year"]
    search_fields = ["ledger__county__code", "ledger__county__name"]

    def has_import_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perms(["schools.add_ledger", "schools.add_countyyear"]))

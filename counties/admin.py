"""Accounts, posts and divisions, for whoever administers the installation."""

from typing import Any

from django import forms
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest

from counties.models import Division, Officer, User
from counties.resources import AccountResource, DivisionResource
from operations.administration import Noted
from operations.exchange.rooms import Exchanged

admin.site.unregister(Group)  # what somebody may do comes from his post


DEEDS = {"add": "增加", "change": "修改", "delete": "删除", "view": "查看"}


class Permissions(forms.ModelMultipleChoiceField):
    """Permissions by table and deed (岗位 · 查看): Django keeps their names in English."""

    def label_from_instance(self, obj: Any) -> str:
        deed, _, model = obj.codename.partition("_")
        try:
            table = apps.get_model(obj.content_type.app_label, model)
        except LookupError:
            return str(obj.codename)
        return f"{table._meta.verbose_name} · {DEEDS.get(deed, deed)}"


class LookedAt:
    """Posts begin and end by ``counties.posts.actions`` alone, or the trail would not know of it."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class PostInline(LookedAt, admin.TabularInline):
    model = Officer
    extra = 0
    raw_id_fields = ["division"]


@admin.register(User)
class AccountAdmin(Exchanged, Noted, UserAdmin):
    resource_classes = [AccountResource]
    inlines = [PostInline]
    list_display = ["username", "first_name", "is_active", "is_staff", "last_login"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("个人信息", {"fields": ["first_name", "last_name", "email"]}),
        ("权限", {"fields": ["is_active", "is_staff", "is_superuser", "user_permissions"]}),
        ("重要日期", {"fields": ["last_login", "date_joined"]}),
    ]
    readonly_fields = ["last_login", "date_joined"]
    filter_horizontal = []  # whose boxes to filter by have no label for who does not see them
    list_filter = ["is_staff", "is_superuser", "is_active"]

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "user_permissions":
            kwargs |= {"form_class": Permissions, "widget": forms.SelectMultiple(attrs={"size": 12})}
        return super().formfield_for_manytomany(db_field, request, **kwargs)


@admin.register(Officer)
class OfficerAdmin(LookedAt, admin.ModelAdmin):
    list_display = ["user", "division", "role", "began_on", "ended_on"]
    list_filter = ["role"]
    list_select_related = ["user", "division"]
    raw_id_fields = ["user", "division"]
    search_fields = ["user__username", "user__first_name", "division__name", "division__code"]


@admin.register(Division)
class DivisionAdmin(Exchanged, admin.ModelAdmin):
    """To look at, to take out and to bring in; by hand nothing is changed, and nothing is ever deleted."""

    resource_classes = [DivisionResource]
    list_display = ["code", "name", "level", "parent", "valid_from", "valid_to"]
    list_filter = ["level"]
    search_fields = ["code", "name"]

    def has_import_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perms(["counties.add_division", "counties.change_division"]))

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Division]":
        return Division.objects.select_related("parent", "predecessor")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

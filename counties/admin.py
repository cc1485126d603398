"""Accounts, posts and divisions, for whoever administers the installation."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from import_export.fields import Field
from import_export.resources import ModelResource
from tablib import Dataset

from counties.models import Division, Officer, User
from operations.administration import Noted
from operations.exchange import Exchanged, Exported, ImportedResource, YesNo

admin.site.unregister(Group)  # what somebody may do comes from his post


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


class AccountResource(ImportedResource):
    """Who somebody is and whether he may log in; never his password, rights or posts."""

    is_active = Field(attribute="is_active", column_name="is_active", widget=YesNo())

    class Meta(ImportedResource.Meta):
        abstract = False
        model = User
        fields = ["username", "first_name", "email", "is_active"]
        export_order = fields
        import_id_fields = ["username"]

    def before_import(self, dataset: Dataset, **kwargs: Any) -> None:
        super().before_import(dataset, **kwargs)
        if odd := [each for each in dataset["username"] if User.normalize_username(each) != each]:
            raise ValueError(f"用户名请用半角字母和数字：{'、'.join(odd[:5])}。")

    def after_init_instance(self, instance: User, new: bool, row: Any, **kwargs: Any) -> None:
        """A new account can be entered once the administrator has set its password."""
        super().after_init_instance(instance, new, row, **kwargs)
        if new:
            instance.set_unusable_password()

    def before_save_instance(self, instance: User, row: Any, **kwargs: Any) -> None:
        if instance.is_staff or instance.is_superuser:
            raise ValidationError(f"“{instance.username}”是系统管理员的账号，不能用导入修改。")


@admin.register(User)
class AccountAdmin(Exchanged, Noted, UserAdmin):
    resource_classes = [AccountResource]
    inlines = [PostInline]
    list_display = ["username", "first_name", "is_active", "is_staff", "last_login"]


@admin.register(Officer)
class OfficerAdmin(LookedAt, admin.ModelAdmin):
    list_display = ["user", "division", "role", "began_on", "ended_on"]
    list_filter = ["role"]
    list_select_related = ["user", "division"]
    raw_id_fields = ["user", "division"]
    search_fields = ["user__username", "user__first_name", "division__name", "division__code"]


class DivisionResource(ModelResource):
    class Meta:
        model = Division
        fields = ["code", "name", "level", "parent__code", "valid_from", "valid_to", "predecessor__code"]
        export_order = fields


@admin.register(Division)
class DivisionAdmin(Exported, admin.ModelAdmin):
    """To look at and to export. Divisions change by ``load_divisions`` alone."""

    resource_classes = [DivisionResource]
    list_display = ["code", "name", "level", "parent", "valid_from", "valid_to"]
    list_filter = ["level"]
    search_fields = ["code", "name"]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Division]":
        return Division.objects.select_related("parent", "predecessor")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

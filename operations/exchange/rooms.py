"""The administrator's pages that take tables out and bring them in, by preview and confirmation."""

from pathlib import PurePath
from typing import Any

import tablib
from django import forms
from django.contrib import messages
from django.contrib.admin.utils import get_fields_from_path
from django.core.signing import BadSignature, TimestampSigner
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from import_export.admin import ExportMixin, ImportExportMixin
from import_export.forms import ConfirmImportForm, ImportForm, SelectableFieldsExportForm
from import_export.results import Result, RowResult

from operations import audit
from operations.exchange.formats import Sheet, Table, TableRefused, Text, read

STREAM = "exchange"
PREVIEW_SECONDS = 3600
EXPIRED = "预览已经过期，或者不是您的。什么都没有导入，请重新选择文件。"


class GatedForm(ImportForm):
    def clean_import_file(self) -> Any:
        file = self.cleaned_data["import_file"]
        try:
            lines = read(file.read())
        except TableRefused as fault:
            raise forms.ValidationError(str(fault)) from fault
        if len(lines) < 2:
            raise forms.ValidationError("表头下面没有一行内容，请填好再导入。")
        file.seek(0)
        return file


class ConfirmForm(ConfirmImportForm):
    """Confirms a file of *owner*'s own preview: its name is signed, or any file could be named."""

    def __init__(self, *, owner: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.signer = TimestampSigner(salt=f"import {owner}")
        if name := self.initial.get("import_file_name"):
            self.initial["import_file_name"] = self.signer.sign(PurePath(name).name)

    def clean_import_file_name(self) -> str:
        try:
            return self.signer.unsign(self.cleaned_data["import_file_name"], max_age=PREVIEW_SECONDS)
        except BadSignature as fault:
            raise forms.ValidationError(EXPIRED) from fault

    def clean_format(self) -> str:
        return "0"


class ColumnsForm(SelectableFieldsExportForm):
    """Columns to choose from, called as readers call them, with the heading that the file has.

    The box that turns all of them on and off is left out: it has no label, and the script in its attribute is
    refused by our policy.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if hasattr(field, "initial_field"):
                field.initial_field = False

    @classmethod
    def _get_field_label(cls, resource: Any, field_name: str) -> str:
        field = resource.fields[field_name]
        path = get_fields_from_path(resource._meta.model, field.attribute or field_name)
        return f"{''.join(str(each.verbose_name) for each in path[-2:])}（{field.column_name}）"


class Exported(ExportMixin):
    """To be exported by whoever may look."""

    export_form_class = ColumnsForm
    formats = [Text, Sheet]

    def has_export_permission(self, request: HttpRequest) -> bool:
        return bool(self.has_view_permission(request))

    def get_data_for_export(self, request: HttpRequest, queryset: Any, **kwargs: Any) -> tablib.Dataset:
        data = super().get_data_for_export(request, queryset, **{**kwargs, "force_native_type": True})
        note(self, request, "table.exported", {"rows": len(data), "columns": list(data.headers or [])})
        return data


class Exchanged(Exported, ImportExportMixin):
    """To be exported, and imported by whoever may add and change: previewed first, then confirmed."""

    import_formats = [Table]
    import_form_class = GatedForm
    confirm_form_class = ConfirmForm

    def has_import_permission(self, request: HttpRequest) -> bool:
        return bool(self.has_add_permission(request) and self.has_change_permission(request))

    def get_confirm_form_kwargs(self, request: HttpRequest, import_form: Any = None) -> dict[str, Any]:
        owner = f"{self.opts.label_lower} {request.user.pk}"
        return {**super().get_confirm_form_kwargs(request, import_form), "owner": owner}

    def get_import_resource_kwargs(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        return {"preview": isinstance(kwargs.get("form"), GatedForm)}

    def get_import_data_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_import_data_kwargs(**kwargs), "rollback_on_validation_errors": True}

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                done: HttpResponse = super().process_import(request, **kwargs)
                return done
        except (OSError, TableRefused):
            messages.error(request, EXPIRED)
            return HttpResponseRedirect("../import/")

    def process_result(self, result: Result, request: HttpRequest) -> HttpResponse:
        """Note what was done in the trail; where a row failed after all, nothing was done."""
        failed = result.has_errors() or result.has_validation_errors()
        totals = {kind: result.totals[kind] for kind in (RowResult.IMPORT_TYPE_NEW, "update", "skip")}
        file = str(request.POST.get("original_file_name", ""))[:120]
        note(self, request, "table.imported", {"file": file, **totals}, refused=failed)
        if failed:
            messages.error(request, "什么都没有导入：预览以后数据变了，请重新选择文件，看过预览再确认。")
            return HttpResponseRedirect("../import/")
        done: HttpResponse = super().process_result(result, request)
        return done


def note(room: Any, request: HttpRequest, action: str, detail: dict[str, Any], refused: bool = False) -> None:
    audit.append(
        stream=STREAM,
        action=action,
        object=room.opts.label_lower,
        actor=request.user.get_username(),
        at=timezone.now(),
        detail=detail,
        refused=refused,
    )

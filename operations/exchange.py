"""Tables in and out of the administrator's rooms: what all of them have in common.

What comes in is read by the product's own reader (``settings.TABLE_READER``), gate first, so that no
library meets the bytes. What goes out keeps numbers numbers, and no text becomes a formula. Each
import and each export is in the trail.
"""

import csv
import io
from collections import Counter
from collections.abc import Callable
from copy import copy
from datetime import date, datetime
from decimal import Decimal
from pathlib import PurePath
from typing import Any

import tablib
from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.signing import BadSignature, TimestampSigner
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.module_loading import import_string
from import_export.admin import ExportMixin, ImportExportMixin
from import_export.formats.base_formats import CSV, XLSX, Format
from import_export.forms import ConfirmImportForm, ImportForm
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import ModelResource
from import_export.results import Result, RowResult
from import_export.widgets import BooleanWidget
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from operations import audit

STREAM = "exchange"
PREVIEW_SECONDS = 3600
Cell = int | float | Decimal | str | None
NUMBERS = (int, float, Decimal)
# What a spreadsheet takes for the beginning of a formula, and what it drops before looking.
STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "|", "%")
EXPIRED = "预览已经过期，或者不是您的。什么都没有导入，请重新选择文件。"


class TableRefused(Exception):
    """The file is not taken; the message is for the administrator."""


def read(data: bytes) -> list[list[str]]:
    """Return the lines of the table in *data*, headings first, or raise ``TableRefused``."""
    reader: Callable[[bytes], list[list[str]]] = import_string(settings.TABLE_READER)
    return reader(data)


def told(value: object) -> Cell:
    """Return *value* as it stands in a cell: a number as it is, everything else as a text."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, NUMBERS):
        return value
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    return ILLEGAL_CHARACTERS_RE.sub("", str(value))


def defused(text: str) -> str:
    """Return *text* as plain text may carry it: marked as a text where a program would calculate it.

    >>> defused("=1+1"), defused(" @x"), defused("一小")
    ("'=1+1", "' @x", '一小')
    """
    return f"'{text}" if text.lstrip(" '").startswith(STARTS) else text


def armed(text: str) -> str:
    """Undo ``defused``."""
    return text[1:] if text.startswith("'") and text.lstrip(" '").startswith(STARTS) else text


class Text(CSV):
    """Plain text with a byte order mark, so that Excel shows Chinese."""

    def get_title(self) -> str:
        return "csv"

    def export_data(self, dataset: tablib.Dataset, **_options: Any) -> bytes:
        out = io.StringIO(newline="")
        writer = csv.writer(out)
        for line in ([*(dataset.headers or [])], *dataset):
            cells = map(told, line)
            writer.writerow([defused(cell) if isinstance(cell, str) else cell for cell in cells])
        return out.getvalue().encode("utf-8-sig")

    def is_binary(self) -> bool:
        return True


class Sheet(XLSX):
    """A workbook in which every text is stored as a text."""

    def get_title(self) -> str:
        return "xlsx"

    def export_data(self, dataset: tablib.Dataset, **_options: Any) -> bytes:
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        for number, line in enumerate(([*(dataset.headers or [])], *dataset), 1):
            for column, value in enumerate(map(told, line), 1):
                cell = sheet.cell(number, column)
                cell.value = value
                if isinstance(value, str):
                    cell.data_type, cell.quotePrefix = "s", True
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()


class Table(Format):
    """Whichever of the two the file is."""

    def __init__(self, encoding: str | None = None) -> None:
        self.encoding = encoding

    def get_title(self) -> str:
        return "xlsx / csv"

    def can_import(self) -> bool:
        return True

    def create_dataset(self, in_stream: bytes) -> tablib.Dataset:
        headings, *lines = read(in_stream)
        return tablib.Dataset(*lines, headers=headings)


class YesNo(BooleanWidget):
    TRUE_VALUES = ["是", "1", 1, True, "true", "True", "TRUE"]
    FALSE_VALUES = ["否", "0", 0, False, "false", "False", "FALSE"]

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> bool:
        if value not in [*self.TRUE_VALUES, *self.FALSE_VALUES]:
            raise ValueError("请填“是”或“否”。")
        return value in self.TRUE_VALUES

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return value if kwargs.get("force_native_type") else told(value)


class LoadedAtOnce(BaseInstanceLoader):
    """What is stored already of the rows of a file, found by one query."""

    def __init__(self, resource: Any, dataset: tablib.Dataset) -> None:
        super().__init__(resource, dataset)
        self._keys = [resource.fields[name] for name in resource.get_import_id_fields()]
        first = self._keys[0]
        wanted = {first.clean(row) for row in dataset.dict}
        rows = resource.get_queryset().filter(**{f"{first.attribute}__in": wanted})
        self._stored = {tuple(str(key.get_value(row)) for key in self._keys): row for row in rows}

    def get_instance(self, row: Any) -> Any:
        return self._stored.get(tuple(str(key.clean(row)) for key in self._keys))


class ImportedResource(ModelResource):
    """Rows told apart by their key columns: all looked up by one query, written in batches, and compared
    for a reader (differences) in the preview alone. Unknown columns refuse the whole file."""

    def __init__(self, *, preview: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._meta: Any = copy(self._meta)
        self._meta.skip_diff = not preview
        self._stored: list[Any] = []

    class Meta:
        abstract = True
        use_bulk = True
        batch_size = 500
        skip_unchanged = True
        report_skipped = True
        clean_model_instances = True
        instance_loader_class = LoadedAtOnce

    def before_import(self, dataset: tablib.Dataset, **_kwargs: Any) -> None:
        known = {field.column_name for field in self.get_import_fields()}
        if strange := [each for each in dataset.headers or [] if each not in known]:
            raise ValueError(f"这些列不能导入：{'、'.join(strange)}。请删去这些列再导入。")
        columns = [self.fields[name].column_name for name in self.get_import_id_fields()]
        if absent := [column for column in columns if column not in (dataset.headers or [])]:
            raise ValueError(f"缺少“{'、'.join(absent)}”列，无法知道每行是谁。")
        keys = Counter(zip(*(dataset[column] for column in columns), strict=True))
        if twice := sorted(" ".join(key) for key, times in keys.items() if times > 1):
            raise ValueError(f"{'、'.join(columns)} 重复：{'、'.join(twice[:5])}。请只留一行。")

    def after_init_instance(self, instance: Any, new: bool, row: Any, **_kwargs: Any) -> None:
        self._stored = [] if new else self._values(instance)

    def skip_row(self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None) -> bool:
        return not import_validation_errors and self._stored == self._values(instance)

    def validate_instance(
        self, instance: Any, import_validation_errors: Any = None, validate_unique: bool = False
    ) -> None:
        """That a key is there once is known from the loader and from ``before_import``."""
        super().validate_instance(instance, import_validation_errors, validate_unique=False)

    def _values(self, instance: Any) -> list[Any]:
        return [field.get_value(instance) for field in self.get_import_fields()]


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


class Exported(ExportMixin):
    """To be exported by whoever may look."""

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

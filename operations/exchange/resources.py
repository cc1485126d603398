"""Rows as they are brought in: told apart by their keys, compared, and written in batches."""

from collections import Counter
from copy import copy
from typing import Any

import tablib
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import ModelResource
from import_export.widgets import BooleanWidget

from operations.exchange.formats import told


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
        self.preview, self._meta.skip_diff = preview, not preview
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

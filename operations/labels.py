"""What tables and fields are called for readers (``labels.csv`` of each app): words as data, not migrations.

A field whose words a form shows says them itself; the others, which only the administrator's rooms show, are
called here, once all apps are loaded. What a field is called is no part of the database: no migration.
"""

import csv
from pathlib import Path

from django.apps import AppConfig, apps
from django.db import models

TABLE = "labels.csv"


def put_everywhere() -> None:
    for config in apps.get_app_configs():
        table = Path(config.path) / TABLE
        if table.is_file():
            _put(config, table)


def _put(config: AppConfig, table: Path) -> None:
    """Call the models and fields of an app what *table* says; a line without a field is of the model.

    Raise ``LookupError`` for a line of something that is not there.
    """
    with table.open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            model, label = config.get_model(line["model"]), line["label"]
            if line["field"]:
                field = model._meta.get_field(line["field"])
                assert isinstance(field, models.Field), field
                field.verbose_name = label
            else:
                model._meta.verbose_name = model._meta.verbose_name_plural = label

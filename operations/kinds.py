"""What each kind of job is called for readers (``kinds.csv``)."""

import csv
from collections.abc import Mapping
from pathlib import Path


def _read_table() -> dict[str, str]:
    with (Path(__file__).parent / "kinds.csv").open(encoding="utf-8", newline="") as table:
        return {line["kind"]: line["label"] for line in csv.DictReader(table)}


MAIL = "assessments.mail"
LABELS: Mapping[str, str] = _read_table()


def label(kind: str) -> str:
    return LABELS.get(kind, kind)

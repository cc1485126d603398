"""Writes the answers of new routes into ``answers.csv``: run it by its name, as CONTRIBUTING.md says.

What is written is what the product answers now. Whether that is right, no machine can tell: read every line
that changed.
"""

import os

import pytest

from tests.permissions import table
from tests.permissions.asking import ask
from tests.permissions.completeness import due


@pytest.mark.django_db
@pytest.mark.timeout(3600)
def test_write_the_answers() -> None:
    """What is missing is asked; ``ROUTES="post posts"`` asks for those again, ``ROUTES=all`` for all."""
    again, wanted = os.environ.get("ROUTES", "").split(), due()
    kept = {
        cell: answer
        for cell, answer in (table.read() if table.FILE.exists() else {}).items()
        if cell in wanted and cell.route not in again and again != ["all"]
    }
    table.write(kept | ask(wanted - kept.keys()))

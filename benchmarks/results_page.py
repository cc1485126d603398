"""How long the results page of a county of 400 schools takes in process, and its matrix alone.

    .venv/bin/python -m pytest benchmarks/results_page.py -s

The floor is the same matrix with a template node for every cell, as one would write it first.
Counted is processor time, the best of several runs. Fails when a goal is missed.
"""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.template import Context, Template
from django.template.loader import get_template
from django.test import RequestFactory
from pytest_django import Settings

from counties.models import Officer
from indicators import matrix, views
from tests.factories import division, officer
from tests.ledgers.rows import school
from tests.steps import judged, workbook

SCHOOLS, RUNS = 400, 15
PAGE_GOAL, MATRIX_GOAL = 30, 12  # milliseconds
CELL_BY_CELL = Template(
    '{% for line in matrix.lines %}<tr><th scope="row">{{ line.name }}</th><td>{{ line.pupils }}</td>'
    '{% for cell in line.cells %}<td{% if cell.mark %} class="{{ cell.mark }}"{% endif %}>'
    '<a href="{{ stage }}/{{ line.code }}/{{ cell.code }}/">{{ cell.shown }}</a></td>{% endfor %}'
    '<td><span class="verdict {{ line.outcome }}">{{ line.label }}</span></td></tr>{% endfor %}'
)
ROWS = [
    school(number % 15, f"示例第{number}小学", "小学", {"primary": 300 + number})
    | {"code": f"9901{number:06d}"}
    for number in range(SCHOOLS)
]


def milliseconds(work: Callable[[], object]) -> float:
    times = []
    for _ in range(RUNS):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return min(times) * 1000


@pytest.mark.django_db
def test_the_results_page_of_a_large_county(settings: Settings, tmp_path: Path) -> None:
    settings.JOBS_WAKE, settings.MEDIA_ROOT = "none", tmp_path
    settings.WHITENOISE_AUTOREFRESH = True
    clerk = officer("clerk", division("990101", "示例县"), Officer.Role.CLERK)
    calculation = judged(clerk, workbook(ROWS))
    stage = calculation.stages.get(stage="primary")
    units = matrix.units(stage.schools.all())
    laid_out = matrix.of(stage, units, calculation.standard, lacks={}, short=False, sort="")
    request = RequestFactory().get(f"/results/{calculation.pk}/")
    request.user = clerk.user
    component = get_template("components/matrix.html")
    shown = {"matrix": laid_out, "calculation": calculation, "sort": ""}
    page = milliseconds(lambda: views.results(request, calculation.pk))
    layout = milliseconds(
        lambda: matrix.of(stage, units, calculation.standard, lacks={}, short=False, sort="")
    )
    drawn = milliseconds(lambda: component.render(shown, request))
    floor = milliseconds(lambda: CELL_BY_CELL.render(Context({"matrix": laid_out, "stage": "primary"})))
    print(
        f"\n{SCHOOLS} schools: page {page:.1f} ms (goal {PAGE_GOAL}); matrix {layout + drawn:.1f} ms "
        f"(goal {MATRIX_GOAL}): laid out {layout:.1f} ms, drawn {drawn:.1f} ms, "
        f"cell by cell {floor:.1f} ms, ratio {drawn / floor:.2f}"
    )
    assert page <= PAGE_GOAL
    assert layout + drawn <= MATRIX_GOAL
    assert drawn <= floor / 2

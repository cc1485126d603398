"""What is handed out of a finding: the dossier and the national forms, as bytes under their names."""

from collections.abc import Iterator
from pathlib import Path

from counties.levels import DEMO_PREFIX
from reports import forms, rendering, setting
from reports.contents import beside, declaration, dossier
from reports.contents.dossier import DEMO
from reports.contents.judged import Judged
from reports.contents.occasion import Occasion, Query
from reports.evaluation import Evaluation
from reports.models import Document
from schools.ledger.problems import Severity

INVENTED = f"{DEMO}：学校和数字均为虚构，不得上报。"


def made_of(judged: Judged, occasion: Occasion) -> Iterator[tuple[Document.Kind, bytes]]:
    """Yield each document with its kind, the forms first, for they take no time.

    Raise ``RenderingFailed``. The same county and occasion give the same bytes.
    """
    warning = INVENTED if occasion.demo else ""
    every = declaration.forms(judged)
    for form in every:
        yield Document.Kind(form.slug), forms.workbook([form], warning=warning)
    yield Document.Kind.FORMS, forms.workbook(every, warning=warning)
    contents = dossier.dossier(judged.county, occasion, beside.of(judged))
    yield Document.Kind.DOSSIER, rendering.render(setting.html(contents))


def how_many(judged: Judged) -> int:
    """Return how many documents ``made_of`` yields."""
    return len(declaration.forms(judged)) + 2


def write_all(judged: Judged, occasion: Occasion, folder: Path) -> list[Path]:
    """Write the dossier and the forms into *folder*, made if need be, and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for kind, content in made_of(judged, occasion):
        path = folder / kind.filename
        path.write_bytes(content)
        paths.append(path)
    return paths


def occasion_of_file(evaluation: Evaluation) -> Occasion:
    """Return the occasion of a ledger file judged without a database: nobody said whose it is."""
    finding = evaluation.finding
    codes = [] if finding is None else [unit.unit.school.code for unit in finding.units]
    errors = evaluation.errors
    return Occasion(
        county="",
        filename=evaluation.file,
        sha256=evaluation.sha256,
        schools=evaluation.schools,
        demo=bool(codes) and all(code.startswith(DEMO_PREFIX) for code in codes),
        queries=tuple(
            Query(
                school=each.school,
                sheet=each.sheet,
                cell=each.cell,
                message=each.message,
                explanation="",
            )
            for each in evaluation.problems
            if each.severity is Severity.QUERY
        ),
        doubts=(f"台账有 {errors} 处错误，改正后才能作出结论",) if errors else (),
    )

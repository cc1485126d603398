"""What comes in other forms than pages: papers of a finished round, lists, parcels, the state of jobs, the
administrator's rooms. A word that stands in all of them is heard by no stranger in any."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from io import BytesIO
from itertools import chain
from typing import NamedTuple
from zipfile import ZipFile

import docx
import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment
from counties.models import Division, Officer, User
from indicators.models import Calculation
from operations import jobs
from operations.exchange.rooms import Exchanged
from operations.models import Job
from reports import rendering
from reports.downloads import actions as downloads
from reports.downloads import collecting
from reports.downloads.models import Bundle
from reports.exports import commas, workbook
from reports.exports.table import Table
from reports.models import Document, Paper
from schools.models import Ledger
from tests import steps
from tests.assessments.offices import Offices, begun, submitted
from tests.canary.curious import EXPORTS
from tests.canary.listening import Listener, texts
from tests.canary.planting import WORD
from tests.factories import client_of, division
from tests.ledgers.rows import county_rows
from tests.operations.tables import book
from tests.permissions import states

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(900)]

COUNTY, NEIGHBOUR, ABROAD = "990101", "990102", "980101"
FORMATS = {"pdf", "docx", "xlsx", "csv", "zip", "html"}
# Everybody who may hear something of anybody, but nothing of this county.
STRANGERS = (
    *((NEIGHBOUR, "county", role) for role in ("clerk", "leader", "accounts", "security", "auditor")),
    (ABROAD, "city", "inspector"),
    (ABROAD, "province", "leader"),
    (ABROAD, "province", "auditor"),
)


class Finished(NamedTuple):
    """A county whose name is a word to listen for, and the addresses of what it has, by its format."""

    offices: Offices
    addresses: dict[str, list[str]]


def addresses(ledger: Ledger) -> Iterator[tuple[str, str]]:
    for paper in Paper.objects.all():
        yield paper.form, reverse("paper-download", args=[paper.pk])
    calculation = Calculation.objects.latest("pk")
    for document in Document.objects.filter(calculation=calculation):
        address = reverse("form-download", args=[calculation.pk, document.kind])
        yield document.filename.rpartition(".")[2], address
    for name, form in EXPORTS:
        yield form, reverse("export", args=[name, ledger.pk if name == "problems" else calculation.pk, form])
    for bundle in Bundle.objects.all():
        yield "zip", reverse("download-zip", args=[bundle.pk])
        yield "html", reverse("download-progress", args=[bundle.pk])
    for each in Ledger.objects.all():
        yield "html", reverse("ledger-progress", args=[each.pk])


def finish(offices: Offices, assessment: Assessment) -> Finished:
    """Make every document there is, a parcel of them, and a job that failed and says why."""
    calculation = Calculation.objects.latest("pk")
    leader = offices.at("county", "leader")
    client_of(leader).get(reverse("dossier", args=[calculation.pk]))
    kinds, forms = list(collecting.CHOICES), ["pdf", "docx", "xlsx"]
    asked = {"area": offices.county, "year": steps.YEAR, "kinds": kinds, "forms": forms, "by": leader}
    downloads.ask(**asked, at=assessment.moved_at)  # type: ignore[arg-type]  # one mapping for all
    jobs.run_pending()
    waiting = steps.sent(offices.at("county", "clerk"), year=steps.YEAR - 1)
    Job.objects.filter(pk=waiting.job_id).update(
        state=Job.State.FAILED, error=f"读不出{WORD}", finished_at=assessment.moved_at
    )
    found: defaultdict[str, list[str]] = defaultdict(list)
    for form, address in addresses(Ledger.objects.filter(kind=Ledger.Kind.SCHOOLS)[0]):
        found[form].append(address)
    return Finished(offices, found)


@pytest.fixture
def here() -> Offices:
    return Offices(division(COUNTY, f"示例{WORD}县"))


def fill_in(clerk: Officer) -> None:
    """The year in order, of schools whose names are the word as well."""
    steps.figures_accepted(clerk)
    rows = [{**row, "name": f"{WORD}{row['name']}"} for row in county_rows()]
    steps.everything_answered(clerk, steps.judged(clerk, steps.workbook(rows)))


@pytest.fixture
def handed_in(here: Offices, setting: list[str]) -> Finished:
    """Submitted; a stand-in sets the PDF."""
    clerk = here.at("county", "clerk")
    fill_in(clerk)
    return finish(here, submitted(clerk, here.at("county", "leader")))


def hearing(listener: Listener, there: Finished) -> dict[str, set[str]]:
    """Open everything; return the addresses, by format, at which the word was heard."""
    for address in chain.from_iterable(there.addresses.values()):
        listener.get(address)
    return {
        form: {address for address in of_form if f"GET {address}" in listener.heard}
        for form, of_form in there.addresses.items()
    }


def strangers(chosen: tuple[tuple[str, str, str], ...] = STRANGERS) -> Iterator[Listener]:
    for county, level, role in chosen:
        known = Division.objects.filter(code=county).first() or division(county, f"县{county}")
        yield Listener(client_of(Offices(known).at(level, role)))


def nothing_is_heard(there: Finished, listeners: Iterator[Listener]) -> None:
    """And for the control, everything is by the county's own leader."""
    own = Listener(client_of(there.offices.at("county", "leader")))
    heard = hearing(own, there)
    assert there.addresses.keys() >= FORMATS
    assert {form for form in FORMATS if not heard[form]} == set()
    assert {form: len(heard[form]) for form in ("pdf", "docx", "zip")} == {
        form: len(there.addresses[form]) for form in ("pdf", "docx", "zip")
    }
    for listener in listeners:
        hearing(listener, there)
        assert listener.heard == {}


def test_of_what_was_handed_in_no_stranger_hears_anything_in_any_form(handed_in: Finished) -> None:
    nothing_is_heard(handed_in, strangers(STRANGERS[:2]))


@pytest.mark.proof
def test_of_a_finished_round_no_stranger_hears_anything_in_any_form(here: Offices) -> None:
    """Recognised, with every paper of every office, set in earnest."""
    fill_in(here.at("county", "clerk"))
    assessment = begun(here.at("county", "clerk"))
    for _ in states.walk(assessment, here):
        pass
    there = finish(here, assessment)
    assert Paper.objects.values("kind").distinct().count() > 5
    nothing_is_heard(there, strangers())


def of_a_word(text: str) -> Iterator[tuple[str, bytes]]:
    """A file of each format that says nothing but *text*."""
    table = Table(title="", headings=("甲",), rows=((text,),))
    yield "xlsx", workbook.written(table)
    yield "csv", commas.written(table)
    paper, word = docx.Document(), BytesIO()
    paper.add_paragraph(text)
    paper.save(word)
    yield "docx", word.getvalue()
    yield "pdf", rendering.render(f'<p style="font-family: Noto Sans CJK SC">{text}</p>')
    parcel = BytesIO()
    with ZipFile(parcel, "w") as archive:
        archive.writestr("内/文书.docx", word.getvalue())
    yield "zip", parcel.getvalue()


def test_the_control_a_word_is_found_in_every_format_and_only_where_it_is() -> None:
    for form, content in of_a_word(f"说了{WORD}。"):
        assert any(WORD in text for text in texts(content)), form
    for form, content in of_a_word("什么都没说。"):
        assert not any(WORD in text for text in texts(content)), form


def rooms() -> list[str]:
    return [
        f"admin:{model._meta.app_label}_{model._meta.model_name}"
        for model, room in admin.site._registry.items()
        if isinstance(room, Exchanged)
    ]


def columns(root: Client, room: str) -> dict[str, str]:
    """All columns of the room's table, as its form for taking it out names them."""
    page = root.get(reverse(f"{room}_export")).content.decode()
    return dict.fromkeys(re.findall(r'name="(\w+resource_\w+)"', page), "on")


def enter_every_room(listener: Listener, fields: Mapping[str, Mapping[str, str]], content: bytes) -> None:
    """Look at, take out and bring in, by way of each of the administrator's rooms, and his list of jobs."""
    listener.get(reverse("admin:operations_job_changelist"))
    for room, named in fields.items():
        for page in ("changelist", "export", "import"):
            listener.get(reverse(f"{room}_{page}"))
        for form in ("0", "1"):
            listener.post(reverse(f"{room}_export"), {"format": form, "resource": "0", **named})
    file = SimpleUploadedFile("divisions.xlsx", content)
    preview = {"format": "0", "resource": "0", "import_file": file}
    listener.post(reverse("admin:counties_division_import"), preview)


def test_into_the_administrators_rooms_goes_the_administrator_alone(here: Offices) -> None:
    clerk = here.at("county", "clerk")
    steps.sent(clerk)
    User.objects.filter(pk=clerk.user_id).update(first_name=f"张{WORD}")
    Job.objects.update(error=f"读不出{WORD}")
    row = {"code": COUNTY, "name": "新名称", "level": "county", "parent__code": "990100", "valid_from": 1980}
    content = book([*row], [*row.values()])
    root = Listener(Client())
    root.client.force_login(User.objects.create_superuser("root"))
    fields = {room: columns(root.client, room) for room in rooms()}
    enter_every_room(root, fields, content)
    sung = {"counties_division_import", "counties_division_export", "counties_user_export"}
    assert {reverse(f"admin:{each}") for each in sung} <= {what.removeprefix("POST ") for what in root.heard}
    assert f"GET {reverse('admin:operations_job_changelist')}" in root.heard
    for listener in [*strangers(), Listener(Client())]:
        enter_every_room(listener, fields, content)
        assert listener.heard == {}

"""The administrator's rooms speak Chinese: what tables and fields are called, and every page's words."""

import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import models
from django.test import Client
from django.urls import reverse

from counties.models import Officer, User
from operations import jobs, kinds, labels
from operations.exchange.rooms import Exchanged
from operations.models import AuditEvent, Job
from tests.factories import NOW
from tests.steps import sent

OURS = ("operations", "counties", "schools", "indicators", "assessments", "reports")
CHINESE = re.compile("[\u4e00-\u9fff]")
# What has no Chinese name of its own, and what readers type.
WORDS = "ID IP SHA GB xlsx csv json tsv SQLite PostgreSQL manage py audit verify Control Mac Command"
WORDS += " root clerk quality"
FOREIGN = set(re.findall("[A-Za-z]+", WORDS))
DATA = (
    '<td class="field-.*?</td>',
    '<th class="field-.*?</th>',
    '<div class="readonly">.*?</div>',
    "（[a-z_0-9]+）",
    "<option.*?</option>",
    "<code.*?</code>",
    "<bdi.*?</bdi>",
)


def test_every_table_and_field_of_ours_is_called_something_in_chinese() -> None:
    tables: list[type[models.Model]] = [
        model for app in OURS for model in apps.get_app_config(app).get_models()
    ]
    assert len(tables) > 40
    bare = [str(table._meta.label) for table in tables if not CHINESE.search(str(table._meta.verbose_name))]
    bare += [
        f"{table._meta.label}.{field.name}"
        for table in tables
        for field in table._meta.concrete_fields
        if not field.auto_created and not CHINESE.search(str(field.verbose_name))
    ]
    assert bare == [], f"add them to {labels.TABLE} of their app"


def test_every_kind_of_job_is_called_something() -> None:
    ours = {kind for kind in jobs.handlers() if kind.partition(".")[0] in OURS}
    assert ours == set(kinds.LABELS)


@pytest.fixture
def administrator(db: None) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("root", first_name="管理员"))
    return client


def words(page: str) -> set[str]:
    """The Latin words that a page shows: without markup, scripts, what stands in fields, and our rows."""
    text = re.sub(r"(?s)<(script|style|template|svg)\b.*?</\1>", " ", page)
    text = re.sub("(?s)" + "|".join(DATA), " ", text)
    return set(re.findall(r"[A-Za-z]{2,}", re.sub(r"<[^>]*>|&\w+;", " ", text))) - FOREIGN


def test_the_control_a_page_in_english_is_found() -> None:
    assert words('<script>var x</script><h1>Add Job</h1><td class="field-x">abc</td><p>任务 ID</p>') == {
        "Add",
        "Job",
    }


def test_pages_of_the_administrator_are_in_chinese(administrator: Client, clerk: Officer) -> None:
    ledger = sent(clerk)
    shown = {Job: ledger.job, type(ledger): ledger, Officer: clerk, type(clerk.division): clerk.division}
    shown[User] = clerk.user
    pages = [reverse("admin:index"), reverse("admin:counties_user_add")]
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        pages.append(reverse(f"{name}_changelist"))
        if model in shown:
            pages.append(reverse(f"{name}_change", args=[shown[model].pk]))
        if isinstance(admin.site._registry[model], Exchanged):
            pages += [reverse(f"{name}_export"), reverse(f"{name}_import")]
    found = {}
    for page in pages:
        answer = administrator.get(page)
        assert answer.status_code == 200, page
        if left := words(answer.content.decode()):
            found[page] = sorted(left)
    assert found == {}


def failed(**fields: object) -> Job:
    fixed = {"kind": "schools.check_ledger", "key": "x", "actor": "clerk", "created_at": NOW}
    return Job.objects.create(
        **fixed | {"state": Job.State.FAILED, "error": "磁盘已满", "finished_at": NOW} | fields
    )


def test_a_job_that_failed_is_tried_again_and_the_trail_says_so(administrator: Client) -> None:
    job, other = failed(), failed(key="y", state=Job.State.DONE)
    listed = administrator.get("/admin/operations/job/").content.decode()
    assert "校核台账" in listed
    assert "磁盘已满" in listed
    chosen = {"action": "try_again", "_selected_action": [job.pk, other.pk]}
    page = administrator.post("/admin/operations/job/", chosen, follow=True).content.decode()
    assert "1 个任务已重新排队" in page
    assert "1 个任务没有动" in page
    job.refresh_from_db()
    assert (job.state, job.actor, job.error) == (Job.State.QUEUED, "clerk", "")
    event = AuditEvent.objects.get(action="admin.changed")
    assert event.object == f"operations.job:{job.pk}"
    assert administrator.post(f"/admin/operations/job/{job.pk}/delete/").status_code == 403
    assert administrator.get("/admin/operations/job/add/").status_code == 403

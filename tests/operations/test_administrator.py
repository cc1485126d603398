"""The administrator's first page says whether the installation is well, and what broke off."""

import pytest
from django.test import Client

from counties.models import Officer, User
from operations.models import Job
from tests.factories import NOW
from tests.steps import sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    return client


def test_the_first_page_says_how_the_installation_is(administrator: Client, clerk: Officer) -> None:
    sent(clerk)
    page = administrator.get("/admin/").content.decode()
    assert "审计记录受触发器保护" in page
    assert "排队中 1 个" in page
    assert "没有完成的任务" not in page


def test_a_job_that_broke_off_is_there_with_its_reason(administrator: Client) -> None:
    Job.objects.create(
        kind="schools.check",
        key="x",
        actor="x",
        state=Job.State.FAILED,
        error="磁盘已满<br>",
        created_at=NOW,
        finished_at=NOW,
    )
    page = administrator.get("/admin/").content.decode()
    assert "磁盘已满&lt;br&gt;" in page
    assert "未完成 1 个" in page


def test_who_administers_and_holds_no_post_is_shown_the_way(administrator: Client, client: Client) -> None:
    page = administrator.get("/")
    assert page.status_code == 403
    assert 'href="/admin/"' in page.content.decode()
    client.force_login(User.objects.create_user("nobody"))
    assert "/admin/" not in client.get("/").content.decode()

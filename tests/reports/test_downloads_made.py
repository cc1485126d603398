"""Parcels are made whatever happens on the way, a document in memory at a time."""

import zipfile
from io import BytesIO

import pytest
from django.test import Client

from counties.models import Officer
from operations import jobs
from operations.models import Job
from reports import rendering
from reports.downloads import actions, collecting, making, zipping
from reports.downloads.models import Bundle, BundleContent
from schools import files
from tests.reports.parcels import ask, made
from tests.steps import judged

pytestmark = pytest.mark.django_db


def test_a_worker_that_dies_on_the_way_costs_nothing(
    clerk: Officer, setting: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    judged(clerk)
    collect, deaths = collecting.collect, iter([True])

    def dying(bundle: Bundle) -> collecting.Collected:
        if next(deaths, False):
            raise MemoryError
        return collect(bundle)

    monkeypatch.setattr(collecting, "collect", dying)
    content = made(clerk.division, clerk)
    job = Job.objects.get(kind=actions.JOB)
    assert (job.state, job.attempt, len(setting)) == (Job.State.DONE, 2, 1)
    Job.objects.filter(pk=job.pk).update(state=Job.State.QUEUED, attempt=0, finished_at=None)
    jobs.run_pending()
    assert list(BundleContent.objects.all()) == [content]


def test_what_takes_too_long_is_carried_on_by_the_next_job(
    clerk: Officer, setting: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    judged(clerk)
    bundle = ask(clerk.division, clerk)
    with monkeypatch.context() as hurried:
        hurried.setattr(making, "AT_ONCE", -1)
        assert jobs.run_next()
    assert (bundle.held, Job.objects.filter(kind=actions.JOB).count()) == (None, 2)
    jobs.run_pending()
    assert BundleContent.objects.get(bundle=bundle).missing == []
    assert len(setting) == 1


def test_between_two_jobs_the_page_says_how_far_it_is(
    clerk: Officer, clerk_client: Client, setting: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    judged(clerk)
    bundle = ask(clerk.division, clerk)
    with monkeypatch.context() as hurried:
        hurried.setattr(making, "AT_ONCE", -1)
        assert jobs.run_next()
    page = clerk_client.get(f"/reports/downloads/{bundle.pk}/progress/").content.decode()
    assert "已做好 0 / 1，其余在排队，会接着做。" in page and "马上开始" not in page


def test_a_county_that_cannot_be_set_is_named_and_the_rest_is_there(
    clerk: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged(clerk)

    def fail(html: str) -> bytes:
        raise rendering.RenderingFailed("exit -9")

    monkeypatch.setattr(rendering, "render", fail)
    content = made(clerk.division, clerk, ["draft"])
    assert content.missing == [["示例县", "自评报告（草稿）", "没有生成成功，请到该县的报告页查看原因"]]


def test_names_that_are_the_same_are_told_apart() -> None:
    taken_names: set[str] = set()
    names = [collecting._free("县/回执.pdf", taken_names) for _ in range(3)]
    assert names == ["县/回执.pdf", "县/回执（2）.pdf", "县/回执（3）.pdf"]


def test_no_more_than_one_document_is_in_memory(tmp_path: object) -> None:
    members = [
        zipping.Member(f"{number}.pdf", files.keep(bytes([number]) * 100_000), 100_000) for number in range(9)
    ]
    pieces = list(zipping.stream(members))
    assert max(map(len, pieces)) < 101_000
    with zipfile.ZipFile(BytesIO(b"".join(pieces))) as archive:
        assert archive.testzip() is None
        assert {entry.flag_bits & 0x08 for entry in archive.infolist()} == {0}

"""A full disk is told on a page that says so, wherever it shows, and nothing is half kept."""

import errno
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.db import OperationalError
from django.test import Client

from schools import files
from schools.models import Ledger
from tests.steps import orderly

pytestmark = pytest.mark.django_db
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def full(*given: object, **named: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def database_full(*given: object, **named: object) -> None:
    raise OperationalError("database or disk is full")


def broken(*given: object, **named: object) -> None:
    raise OSError(errno.EIO, "Input/output error")


@pytest.mark.parametrize(
    ("where", "what", "fault", "status"),
    [
        (TemporaryFileUploadHandler, "receive_data_chunk", full, 507),
        (files, "keep", full, 507),
        (files, "keep", database_full, 507),
        (files, "keep", broken, 500),
    ],
)
def test_an_upload_for_which_there_is_no_room_is_told_so(
    where: object,
    what: str,
    fault: Callable[..., None],
    status: int,
    clerk_client: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(where, what, fault)
    clerk_client.raise_request_exception = False
    file = SimpleUploadedFile("台账.xlsx", orderly(), WORKBOOK)
    answer = clerk_client.post("/ledgers/upload/", {"file": file, "year": "2025", "standard": "quality-2017"})
    assert answer.status_code == status
    assert ("存储空间满了" in answer.content.decode()) == (status == 507)
    assert not Ledger.objects.exists()

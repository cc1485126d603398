"""Everything that can be done to the trail is found, and an honest trail raises no alarm."""

import random
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from operations import audit
from operations.models import AuditEvent
from tests.factories import NOW
from tests.forging import unguard
from tests.operations import tampering
from tests.operations.tampering import Tampering, faults, history

pytestmark = pytest.mark.django_db

SEED = 20261125
Committed = DjangoCaptureOnCommitCallbacks


@pytest.fixture
def lifted() -> None:
    """Somebody who owns the database and has dropped the triggers."""
    unguard()


def undetected(deeds: list[Tampering]) -> list[str]:
    """Do each deed, undo it, and return those that raised no alarm."""
    folder = Path(settings.ANCHORS)
    kept = {path: path.read_bytes() for path in folder.glob("*.jsonl")}
    missed = []
    for deed in deeds:
        with transaction.atomic():
            deed.do()
            if not faults():
                missed.append(deed.what)
            transaction.set_rollback(True)
        for path, content in kept.items():
            if not path.exists() or path.read_bytes() != content:
                path.write_bytes(content)
    return missed


def families(chance: random.Random, *, flips: int) -> Iterator[list[Tampering]]:
    yield list(tampering.of_fields())
    yield list(tampering.of_rows())
    yield list(tampering.of_rewriting())
    yield list(tampering.of_truncation())
    yield list(tampering.of_anchors())
    yield list(tampering.of_file(chance, flips=flips))


def test_a_sample_of_every_kind_of_tampering_is_found(
    lifted: None, django_capture_on_commit_callbacks: Committed
) -> None:
    chance = random.Random(SEED)
    history(chance, events=14, commit=partial(django_capture_on_commit_callbacks, execute=True))
    assert faults() == []
    deeds = [
        deed for family in families(chance, flips=40) for deed in chance.sample(family, min(len(family), 34))
    ]
    assert len(deeds) >= 180
    assert undetected(deeds) == []
    assert faults() == []


@pytest.mark.proof
@pytest.mark.timeout(600)
def test_every_tampering_is_found(lifted: None, django_capture_on_commit_callbacks: Committed) -> None:
    chance = random.Random(SEED)
    history(chance, events=60, commit=partial(django_capture_on_commit_callbacks, execute=True))
    deeds = [deed for family in families(chance, flips=800) for deed in family]
    assert len(deeds) >= 2500
    assert undetected(deeds) == []
    assert faults() == []


def test_a_chain_without_anchors_would_miss_what_they_find(
    lifted: None,
    django_capture_on_commit_callbacks: Committed,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The control: of the chain alone, every truncation and every rewriting passes for honest."""
    history(random.Random(SEED), events=12, commit=partial(django_capture_on_commit_callbacks, execute=True))
    deeds = [*tampering.of_truncation(), *tampering.of_rewriting()]
    monkeypatch.setattr(tampering, "PARTS", ("审计记录",))
    assert len(undetected(deeds)) == len(deeds)


def honest(chance: random.Random, commit: Committed) -> list[str]:
    """Live through a history of its own, some of it undone, and return what raised an alarm."""
    settings.ANCHORS = Path(settings.ANCHORS).with_name(f"anchors-{chance.random()}")
    streams = tuple(f"{chance.randrange(10**6):06}" for _ in range(chance.randint(1, 3)))
    with transaction.atomic():
        each = partial(commit, execute=True)
        history(chance, events=chance.randint(3, 9), streams=streams, commit=each)
        with pytest.raises(RuntimeError), commit(execute=True), transaction.atomic():
            audit.append(stream=streams[0], action="a", object="o", actor="x", at=NOW)
            raise RuntimeError
        history(chance, events=3, streams=streams, commit=each)
        found = faults()
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize(
    "count", [100, pytest.param(1000, marks=[pytest.mark.proof, pytest.mark.timeout(600)])]
)
def test_an_honest_history_raises_no_alarm(count: int, django_capture_on_commit_callbacks: Committed) -> None:
    chance = random.Random(SEED)
    alarms = [found for _ in range(count) if (found := honest(chance, django_capture_on_commit_callbacks))]
    assert alarms == []
    assert not AuditEvent.objects.exists()


def test_the_first_bad_event_is_named(lifted: None, django_capture_on_commit_callbacks: Committed) -> None:
    each = partial(django_capture_on_commit_callbacks, execute=True)
    history(random.Random(SEED), events=12, streams=("990101",), commit=each)
    for event in AuditEvent.objects.filter(seq__gte=4):
        AuditEvent.objects.filter(pk=event.pk).update(actor="x")
    assert faults()[0].startswith("990101 第 4 条")


def test_events_whose_lines_a_crash_has_lost_raise_no_alarm(
    django_capture_on_commit_callbacks: Committed,
) -> None:
    with django_capture_on_commit_callbacks(execute=False):
        history(random.Random(SEED), events=6)
    assert [fault for fault in faults() if "没有写入链头文件" not in fault] == []

"""The trail shows every change made to it, and the database refuses most of them."""

import io
import threading
from collections.abc import Callable
from contextlib import closing, nullcontext
from datetime import timedelta
from decimal import Decimal

import pytest
from django.conf import settings as project
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.utils import ConnectionHandler
from django.forms.models import model_to_dict
from pytest_django import Settings

from operations import append_only, audit
from operations.models import AuditEvent
from operations.written import Written
from tests.factories import NOW

pytestmark = pytest.mark.django_db

TABLE = AuditEvent._meta.db_table
COLUMNS = ", ".join(f'"{each.column}"' for each in AuditEvent._meta.concrete_fields if not each.generated)


def append(stream: str = "990101", *, number: int = 1, refused: bool = False) -> AuditEvent:
    return audit.append(
        stream=stream,
        action="ledger.accepted",
        object=f"ledger:{number}",
        actor="张三",
        at=NOW + timedelta(seconds=number),
        detail={"schools": number, "share": Decimal("0.50"), "names": ["甲校", None, True]},
        refused=refused,
    )


@pytest.fixture
def history() -> list[AuditEvent]:
    """Eight events in two streams, mingled."""
    events = [append(f"99010{number % 2}", number=number, refused=number == 5) for number in range(8)]
    assert audit.verify() == []
    return events


@pytest.fixture
def lifted() -> None:
    """Somebody who owns the database and has dropped the triggers."""
    append_only.lift(connection, TABLE)


def test_events_are_numbered_and_chained_within_their_stream(history: list[AuditEvent]) -> None:
    stream = [event for event in history if event.stream == "990101"]
    assert [event.seq for event in stream] == [1, 2, 3, 4]
    assert [event.previous for event in stream] == ["", *(event.hash for event in stream[:-1])]


def test_an_event_is_undone_with_the_deed(history: list[AuditEvent]) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        append()
        raise RuntimeError
    assert AuditEvent.objects.count() == len(history)
    assert audit.verify() == []


def test_text_is_kept_as_it_can_be_stored_and_hashed_again() -> None:
    odd = {"name": "e\u0301", "nul": "a\0b", "half": "\ud800", "rare": "𠮷"}
    event = audit.append(stream="s", action="a", object="e\u0301", actor="\0", at=NOW, detail=odd)
    event.refresh_from_db()
    assert event.detail == {"name": "é", "nul": "a\ufffdb", "half": "?", "rare": "𠮷"}
    assert audit.verify() == []


def test_a_float_has_no_place_in_the_trail() -> None:
    with pytest.raises(TypeError):
        audit.append(stream="s", action="a", object="o", actor="x", at=NOW, detail={"cv": 0.5})


# For every field of an event, another value that it might be given.
FORGERIES: dict[str, Callable[[AuditEvent], object]] = {
    "stream": lambda event: "elsewhere",
    "seq": lambda event: event.seq + 100,
    "at": lambda event: event.at + timedelta(microseconds=1),
    "actor": lambda event: event.actor + "?",
    "action": lambda event: event.action + "?",
    "object": lambda event: event.object + "?",
    "detail": lambda event: event.detail | {"schools": int(event.detail["schools"])},
    "refused": lambda event: not event.refused,
    "format": lambda event: 3 - event.format,
    "office": lambda event: "990102 邻县",
    "role": lambda event: "leader",
    "reason": lambda event: "另有原因",
    "request": lambda event: "0" * 32,
    "ip": lambda event: "192.0.2.9",
    "before": lambda event: "1" * 64,
    "after": lambda event: "2" * 64,
    "snapshot": lambda event: "3" * 64,
    "algorithm": lambda event: "sm3" if event.algorithm == "sha256" else "sha256",
    "previous": lambda event: "f" * 64,
    "hash": lambda event: "0" * 64,
}


def test_every_field_is_swept() -> None:
    assert FORGERIES.keys() == model_to_dict(AuditEvent()).keys() - {"id"}


@pytest.mark.parametrize("field", FORGERIES)
def test_a_change_of_any_field_of_any_event_is_found(
    field: str, history: list[AuditEvent], lifted: None
) -> None:
    for event in history:
        forged = {field: FORGERIES[field](event)}
        AuditEvent.objects.filter(pk=event.pk).update(**forged)
        faults = audit.verify()
        named = {(fault.stream, fault.seq) for fault in faults}
        changed = AuditEvent.objects.get(pk=event.pk)
        after = (event.stream, event.seq + 1)  # who misses it when it has gone elsewhere
        assert named & {(event.stream, event.seq), (changed.stream, changed.seq), after}, (event.seq, faults)
        AuditEvent.objects.filter(pk=event.pk).update(**{field: getattr(event, field)})
    assert audit.verify() == []


def test_the_first_bad_event_is_named(history: list[AuditEvent], lifted: None) -> None:
    AuditEvent.objects.filter(stream="990101", seq__in=[2, 4]).update(actor="李四")
    (fault,) = audit.verify()
    assert (fault.stream, fault.seq) == ("990101", 2)
    assert audit.verify("990100") == []
    with pytest.raises(CommandError, match="990101 第 2 条"):
        call_command("audit_verify")


def test_the_command_says_when_all_is_well(history: list[AuditEvent]) -> None:
    out = io.StringIO()
    call_command("audit_verify", stdout=out)
    assert "8 条，核对一致" in out.getvalue()


def test_an_event_taken_out_is_missed(history: list[AuditEvent], lifted: None) -> None:
    for event in history[:-2]:  # the last of each stream: see below
        with transaction.atomic():
            AuditEvent.objects.filter(pk=event.pk).delete()
            (fault,) = audit.verify()
            assert (fault.stream, fault.seq) == (event.stream, event.seq + 1)
            transaction.set_rollback(True)


def test_the_chain_alone_does_not_notice_what_is_cut_off_at_its_end(
    history: list[AuditEvent], lifted: None
) -> None:
    """A limit of every chain, known and written down; the anchors outside the database end it."""
    AuditEvent.objects.filter(pk=history[-1].pk).delete()
    assert audit.verify() == []


DEEDS = [
    "UPDATE {table} SET actor = 'x' WHERE seq = 2",
    "DELETE FROM {table} WHERE seq = 4",
    "INSERT INTO {table} ({columns}) SELECT {columns} FROM {table} WHERE seq = 1"
    " ON CONFLICT (id) DO UPDATE SET actor = 'x'",
]
DEEDS_THERE = {
    "sqlite": ["INSERT OR REPLACE INTO {table} ({columns}) SELECT {columns} FROM {table}"],
    "postgresql": ["TRUNCATE {table}"],
}


def do(deed: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(deed.format(table=TABLE, columns=COLUMNS))


def test_the_database_refuses_what_it_would_do_without_the_triggers(history: list[AuditEvent]) -> None:
    deeds = [*DEEDS, *DEEDS_THERE[connection.vendor]]
    for deed in deeds:
        with pytest.raises(DatabaseError, match=append_only.REASON):
            do(deed)
    assert audit.verify() == []
    append_only.lift(connection, TABLE)
    for deed in deeds:
        do(deed)


@pytest.mark.parametrize("recursive", ["ON", "OFF"])
def test_sqlite_refuses_a_replacement_only_if_triggers_recur(recursive: str) -> None:
    options = {"init_command": f"{project.SQLITE_PRAGMAS}PRAGMA recursive_triggers={recursive};"}
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:", "OPTIONS": options}
    sqlite = ConnectionHandler({"default": database})["default"]
    with closing(sqlite), sqlite.cursor() as cursor:
        cursor.execute("CREATE TABLE trail (id integer PRIMARY KEY, actor text)")
        cursor.execute("INSERT INTO trail VALUES (1, 'a')")
        append_only.guard(sqlite, "trail", Written())
        refused = pytest.raises(DatabaseError, match=append_only.REASON)
        with refused if recursive == "ON" else nullcontext():
            cursor.execute("INSERT OR REPLACE INTO trail VALUES (1, 'b')")


@pytest.mark.django_db(transaction=True)
def test_the_triggers_are_there_again_after_a_test_that_commits() -> None:
    append()
    call_command("flush", interactive=False, verbosity=0)
    assert not AuditEvent.objects.exists()
    assert append_only.is_guarded(connection, TABLE)
    append_only.lift(connection, TABLE)
    assert not append_only.is_guarded(connection, TABLE)


@pytest.mark.broker
@pytest.mark.django_db(transaction=True)
def test_eight_at_once_append_every_event_in_turn() -> None:
    ready = threading.Barrier(8)
    errors: list[Exception] = []

    def write(number: int) -> None:
        try:
            ready.wait(10)
            for _ in range(5):
                append(number=number)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert AuditEvent.objects.count() == 40
    assert audit.verify() == []


def of_format_1(**fields: object) -> AuditEvent:
    """An event as it was written before there was more to say."""
    event = AuditEvent(stream="s", seq=1, at=NOW, actor="张三", action="a", object="o", previous="", **fields)
    event.hash = audit.hash_of(event)
    event.save(force_insert=True)
    return event


def test_an_event_of_the_first_format_keeps_the_hash_it_had() -> None:
    assert of_format_1().hash == "e4bf68ae7b6bfc9e65682abca10c7513e67d5d4e9f3728a270fa04e50ada5dd2"
    append("s")
    assert audit.verify() == []


def test_nothing_is_added_to_an_event_of_the_first_format(lifted: None) -> None:
    of_format_1()
    for name in audit.SINCE_2:
        AuditEvent.objects.update(**{name: "x"})
        (fault,) = audit.verify()
        assert "原本没有" in fault.what
        AuditEvent.objects.update(**{name: ""})
    assert audit.verify() == []


def test_an_event_is_not_written_anew_in_a_format_that_says_less(lifted: None) -> None:
    append("s")
    event = append("s", number=2)
    event.format, event.office, event.role = 1, "", ""
    event.hash = audit.hash_of(event)
    event.save()
    (fault,) = audit.verify()
    assert (fault.seq, "格式" in fault.what) == (2, True)


def test_an_event_says_whose_post_and_which_request_it_was() -> None:
    more: audit.More = {
        "office": "990101 示例县",
        "role": "leader",
        "reason": "数据有误",
        "snapshot": "5" * 64,
    }
    event = audit.append(stream="s", action="a", object="o", actor="x", at=NOW, **more)
    event.refresh_from_db()
    assert {name: getattr(event, name) for name in more} == more
    assert audit.verify() == []


def test_events_are_hashed_by_sm3_where_that_is_wanted(settings: Settings) -> None:
    before = append("s")
    settings.AUDIT_HASH = "sm3"
    after = append("s", number=2)
    assert (before.algorithm, after.algorithm) == ("sha256", "sm3")
    assert audit.verify() == []

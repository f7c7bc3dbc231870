"""A standstill holds every relay back from what it had not read, ends when it is left, and binds nobody for ever."""

from pathlib import Path

import pytest

from shared.kernel.clock import SetClock
from shared.messaging.relay import Relay
from shared.messaging.sqlite_log import SqliteLog
from shared.storage import standstill as module
from shared.storage.connection import collection
from shared.storage.standstill import KEPT_SECONDS, HeldBack, TookTooLong, standstill

TOPIC = "linli.test"


class Hands:
    """A watch that a test turns."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def test_nothing_that_waits_is_appended_during_it_and_all_of_it_afterwards(
    databases: str, tmp_path: Path, clock: SetClock
) -> None:
    log = SqliteLog(tmp_path / "log.sqlite", clock)
    log.ensure_topics({TOPIC: 1})
    outbox = collection("matching", "things")
    outbox.create_index("unsent_at", sparse=True)
    entry = {"id": "e", "topic": TOPIC, "key": "k", "headers": {"id": "e"}, "body": b"{}"}
    outbox.insert_one({"_id": "1", "version": 1, "unsent_at": 1, "outbox": [entry]})
    relay = Relay(log, [outbox], is_held_back=HeldBack())
    with standstill():
        assert relay.step() == 0
        assert sum(len(span) for span in log.spans(TOPIC).values()) == 0
    assert (relay.step(), relay.step()) == (1, 0)
    log.close()


def test_the_note_of_somebody_who_died_binds_for_half_a_minute(databases: str) -> None:
    hands = Hands()
    is_held = HeldBack(hands)
    assert not is_held()
    collection("identity", module.NAME).insert_one({"_id": "relays", "token": "dead"})
    assert is_held()
    hands.seconds += KEPT_SECONDS - 1
    assert is_held()
    hands.seconds += 2
    assert not is_held()
    with standstill():
        assert is_held()
    assert not is_held()


def test_one_that_took_too_long_is_worth_nothing(databases: str, monkeypatch: pytest.MonkeyPatch) -> None:
    hands = Hands()
    monkeypatch.setattr(module, "monotonic_seconds", hands)
    with pytest.raises(TookTooLong), standstill():
        hands.seconds += 16
    assert not HeldBack(hands)()


def test_somebody_who_fails_in_it_leaves_no_note(databases: str) -> None:
    with pytest.raises(KeyError), standstill():
        raise KeyError
    assert not HeldBack()()

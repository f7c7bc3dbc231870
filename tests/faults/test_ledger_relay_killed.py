"""The relay killed with -9, again and again, while the ledger answers: every answer reaches the log, with one id."""

import os
import random
import signal
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path

import pytest

from services.ledger.application.context import open_ledger
from shared.events.contract import parse
from shared.events.ledger import MinutesCredited
from shared.events.topics import LEDGER, PARTITIONS
from shared.kernel.clock import SystemClock, monotonic_seconds
from shared.kernel.ids import RandomIds
from shared.messaging.log import Record
from shared.messaging.sqlite_log import SqliteLog
from shared.storage.embedded import EmbeddedStore
from tests.application.ledger_world import a_writer
from tests.application.register_world import an_identity
from tests.ledger_facts import confirmed, message_of, record_at

ROOT = Path(__file__).parents[2]
KILLS = 4 if os.environ.get("FAULT_ROUNDS", "1") == "1" else 200
EVENTS_EACH = 12
PATIENCE_SECONDS = 60

_RELAY = """
import sys, threading
from pathlib import Path
from services.ledger.adapters.journal import Journal
from shared.kernel.clock import SystemClock
from shared.messaging.relay import Relay
from shared.messaging.sqlite_log import SqliteLog
from shared.storage.connection import connect
uri, prefix, path = sys.argv[1:]
connect(uri, prefix=prefix)
Relay(SqliteLog(Path(path), SystemClock()), [Journal().collection], look_seconds=0.01).run(threading.Event())
"""


@pytest.mark.timeout(900)
def test_a_relay_killed_again_and_again_loses_no_answer_and_changes_no_id(
    embedded_store: EmbeddedStore, databases: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seeded, file, clock = random.Random(20261125), tmp_path / "log.sqlite", SystemClock()
    log = SqliteLog(file, clock)
    log.ensure_topics(PARTITIONS)
    ids = RandomIds(clock)
    ledger = open_ledger(clock, ids, an_identity(clock, ids))
    writer = a_writer(ledger)
    blocks = ledger.journal.collection

    def started() -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-c", _RELAY, embedded_store.uri, databases, str(file)], cwd=ROOT
        )

    def said() -> list[Record]:
        return [
            record
            for partition, span in log.spans(LEDGER).items()
            for record in log.read(partition, span.start, len(span) or 1)
        ]

    def wait_until(count: int) -> None:
        end = monotonic_seconds() + PATIENCE_SECONDS
        while sum(len(span) for span in log.spans(LEDGER).values()) < count:
            assert monotonic_seconds() < end, "not in time"
            threading.Event().wait(0.005)

    relay, answered = started(), 0
    try:
        for _ in range(KILLS):
            first, answered = answered, answered + EVENTS_EACH
            for number in range(first, answered):
                writer.take([record_at(number, message_of(confirmed(f"r{number}", minutes=1)))])
            wait_until(first + seeded.randrange(1, EVENTS_EACH))
            os.kill(relay.pid, signal.SIGKILL)
            relay.wait()
            relay = started()
        wait_until(answered)
        while blocks.find_one({"unsent_at": {"$exists": True}}):
            threading.Event().wait(0.01)
    finally:
        relay.kill()
        relay.wait()
    ids_of: dict[str, set[str]] = {}
    times = Counter[str]()
    for record in said():
        event = parse(record.headers, record.body)
        assert isinstance(event.data, MinutesCredited)
        ids_of.setdefault(event.data.record_id, set()).add(event.id)
        times[event.id] += 1
    again = sum(count - 1 for count in times.values())
    with capsys.disabled():
        sys.stdout.write(
            f"\nrelay killed: {KILLS}, answers: {answered}, in the log: {len(ids_of)}, said again: {again}\n"
        )
    assert set(ids_of) == {f"r{number}" for number in range(answered)}
    assert {len(each) for each in ids_of.values()} == {1}
    log.close()

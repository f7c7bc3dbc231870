"""The writer killed with -9, again and again, while confirmed service flows: nothing lost, nothing twice."""

import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from services.ledger.application.accounts import member_totals
from services.ledger.application.audit import verify_ledger
from services.ledger.application.context import open_ledger
from services.ledger.application.writer import GROUP
from services.ledger.entrypoints.consumer import TOPICS
from shared.events.topics import PARTITIONS, SERVICE, parked_topic
from shared.kernel.clock import SystemClock, monotonic_seconds
from shared.kernel.ids import RandomIds
from shared.messaging.log import Message
from shared.messaging.sqlite_log import SqliteLog
from shared.storage.connection import client
from shared.storage.embedded import EmbeddedStore
from tests.application.register_world import an_identity
from tests.ledger_facts import HERE, THERE, confirmed, message_of

ROOT = Path(__file__).parents[2]
SHORT = os.environ.get("FAULT_ROUNDS", "1") == "1"
KILLS, EVENTS, AT_ONCE, PATIENCE_SECONDS = (5, 300, 5, 120) if SHORT else (200, 20_000, 20, 900)

_WRITER = """
import sys, threading
from pathlib import Path
from services.ledger.application.context import open_ledger
from services.ledger.entrypoints.consumer import JournalReader
from shared.events import catalogue
from shared.kernel.clock import SystemClock
from shared.kernel.ids import RandomIds
from shared.messaging.parking import Parking
from shared.messaging.sqlite_log import SqliteLog
from shared.storage.connection import connect
from tests.application.register_world import an_identity
uri, prefix, path = sys.argv[1:]
connect(uri, prefix=prefix)
clock = SystemClock()
ids = RandomIds(clock)
log = SqliteLog(Path(path), clock)
ledger = open_ledger(clock, ids, an_identity(clock, ids))
JournalReader(ledger, log, Parking(log, "ledger", clock).park).run(threading.Event())
"""


def waited_for(what: Callable[[], bool]) -> None:
    end = monotonic_seconds() + PATIENCE_SECONDS
    while not what():
        assert monotonic_seconds() < end, "not in time"
        threading.Event().wait(0.01)


def a_day(seeded: random.Random) -> list[Message]:
    """Return confirmed services of two books, a tenth of them told twice and a tenth no volunteering."""
    messages = []
    for number in range(EVENTS):
        fact = confirmed(
            f"r{number}",
            community_code=seeded.choice((HERE, THERE)),
            member_id=f"m{number % 7}",
            minutes=1 + number % 60,
            recorded_as="DUTY" if number % 10 == 3 else "VOLUNTEER",
        )
        messages += [message_of(fact)] * (2 if number % 10 == 5 else 1)
    return messages


SERVED = {
    f"m{member}": sum(1 + each % 60 for each in range(member, EVENTS, 7) if each % 10 != 3)
    for member in range(7)
}


@pytest.mark.timeout(600 if SHORT else 3600)
def test_a_writer_killed_again_and_again_credits_each_record_once(
    embedded_store: EmbeddedStore, databases: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seeded = random.Random(20261122)
    log = SqliteLog(tmp_path / "log.sqlite", SystemClock())
    log.ensure_topics({topic: PARTITIONS[topic] for topic in TOPICS} | {parked_topic(GROUP): 1})
    messages = a_day(seeded)
    blocks = client("ledger")[f"{databases}_ledger"]["blocks"]

    def started() -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-c", _WRITER, embedded_store.uri, databases, str(tmp_path / "log.sqlite")],
            cwd=ROOT,
        )

    def unread() -> int:
        done = log.committed(GROUP, SERVICE)
        return sum(span.stop - done.get(partition, 0) for partition, span in log.spans(SERVICE).items())

    def more_flows() -> None:
        if messages and unread() <= AT_ONCE:
            log.append(SERVICE, messages[:AT_ONCE])
            del messages[:AT_ONCE]

    writer = started()
    try:
        for _ in range(KILLS):
            written = blocks.estimated_document_count() + seeded.randrange(2, 6)

            def wrote_more(enough: int = written) -> bool:
                more_flows()
                assert messages or unread(), "the events ran out before the kills: nothing would be shown"
                return blocks.estimated_document_count() >= enough

            waited_for(wrote_more)
            os.kill(writer.pid, signal.SIGKILL)
            writer.wait()
            writer = started()

        def done() -> bool:
            more_flows()
            return not messages and unread() == 0

        waited_for(done)
    finally:
        writer.kill()
        writer.wait()
    clock = SystemClock()
    ids = RandomIds(clock)
    ledger = open_ledger(clock, ids, an_identity(clock, ids))
    report = verify_ledger(ledger)
    with capsys.disabled():
        told = f"postings: {report.postings}, blocks: {report.blocks}, sum: {report.sum_minutes}"
        sys.stdout.write(f"\nwriter killed: {KILLS}, events: {EVENTS}, {told}\n")
    assert (report.breaks, report.sum_minutes) == ((), 0)
    totals = member_totals(ledger, SERVED)
    assert {member_id: each.service_minutes for member_id, each in totals.items()} == SERVED
    assert report.postings == 4 * sum(1 for number in range(EVENTS) if number % 10 != 3)
    log.close()

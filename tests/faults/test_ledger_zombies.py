"""A writer stopped with its block ready to be written, while another writes: it meets the fence, and nothing is lost or doubled."""

import os
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
from shared.events.topics import PARTITIONS, SERVICE, parked_topic
from shared.kernel.clock import SystemClock, monotonic_seconds
from shared.kernel.ids import RandomIds
from shared.messaging.log import Record
from shared.messaging.sqlite_log import SqliteLog
from shared.storage.embedded import EmbeddedStore
from tests.application.ledger_world import a_writer
from tests.application.register_world import an_identity
from tests.ledger_facts import HERE, THERE, confirmed, message_of

ROOT = Path(__file__).parents[2]
ZOMBIES = 3 if os.environ.get("FAULT_ROUNDS", "1") == "1" else 50
EVENTS_EACH = 10
PATIENCE_SECONDS = 60

_ZOMBIE = """
import os, signal, sys, threading
from dataclasses import replace
from pathlib import Path
from services.ledger.adapters.journal import Journal
from services.ledger.application.context import open_ledger
from services.ledger.domain.errors import Fenced
from services.ledger.entrypoints.consumer import JournalReader
from shared.events import catalogue
from shared.kernel.clock import SystemClock
from shared.kernel.ids import RandomIds
from shared.messaging.parking import Parking
from shared.messaging.sqlite_log import SqliteLog
from shared.storage.connection import connect
from tests.application.register_world import an_identity

class Stopping(Journal):
    def append(self, sealed, **more):
        os.kill(os.getpid(), signal.SIGSTOP)
        try:
            super().append(sealed, **more)
        except Fenced:
            print("fenced", flush=True)
            raise

uri, prefix, path = sys.argv[1:]
connect(uri, prefix=prefix)
clock = SystemClock()
ids = RandomIds(clock)
log = SqliteLog(Path(path), clock)
ledger = replace(open_ledger(clock, ids, an_identity(clock, ids)), journal=Stopping())
JournalReader(ledger, log, Parking(log, "ledger", clock).park).run(threading.Event())
"""


def waited_for(what: Callable[[], bool]) -> None:
    end = monotonic_seconds() + PATIENCE_SECONDS
    while not what():
        assert monotonic_seconds() < end, "not in time"
        threading.Event().wait(0.01)


def is_stopped(pid: int) -> bool:
    return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] == "T"


@pytest.mark.timeout(600)
def test_a_writer_that_wakes_after_another_has_written_meets_the_fence(
    embedded_store: EmbeddedStore, databases: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, clock = tmp_path / "log.sqlite", SystemClock()
    log = SqliteLog(file, clock)
    log.ensure_topics({**PARTITIONS, parked_topic(GROUP): 1})
    ids = RandomIds(clock)
    ledger = open_ledger(clock, ids, an_identity(clock, ids))
    other = a_writer(ledger)

    def unread() -> list[Record]:
        done = log.committed(GROUP, SERVICE)
        return [
            record
            for partition, span in log.spans(SERVICE).items()
            for record in log.read(partition, done.get(partition, 0), span.stop)
        ]

    zombie = subprocess.Popen(
        [sys.executable, "-c", _ZOMBIE, embedded_store.uri, databases, str(file)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
    )

    def asleep_or_done() -> bool:
        return is_stopped(zombie.pid) or not unread()

    stops = 0
    try:
        for round_ in range(ZOMBIES):
            facts = (
                confirmed(f"r{round_}-{number}", member_id=f"m{number % 3}", community_code=code, minutes=1)
                for number in range(EVENTS_EACH)
                for code in ((HERE, THERE)[number % 2],)
            )
            log.append(SERVICE, [message_of(each) for each in facts])
            while unread():
                waited_for(asleep_or_done)
                if is_stopped(zombie.pid):
                    stops += 1
                    other.take(unread())
                    os.kill(zombie.pid, signal.SIGCONT)
                    waited_for(lambda: not is_stopped(zombie.pid) or bool(unread()))
    finally:
        zombie.kill()
        told, _ = zombie.communicate()
    fenced = told.count(b"fenced")
    report = verify_ledger(ledger)
    totals = member_totals(ledger, ("m0", "m1", "m2"))
    credited = sum(each.service_minutes for each in totals.values())
    with capsys.disabled():
        sys.stdout.write(
            f"\nzombies: {stops}, fenced: {fenced}, credited: {credited} of {ZOMBIES * EVENTS_EACH}\n"
        )
    assert (report.breaks, report.sum_minutes) == ((), 0)
    assert report.postings == 4 * credited == 4 * ZOMBIES * EVENTS_EACH
    assert fenced >= 1
    log.close()

"""The ledger's ear on a real log: positions move only behind the journal."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from services.ledger.adapters.journal import Journal
from services.ledger.application.accounts import totals_of
from services.ledger.application.context import Ledger
from services.ledger.application.writer import GROUP
from services.ledger.domain.encoding import Sealed
from services.ledger.entrypoints.consumer import JournalReader
from shared.events.topics import LEDGER, LEDGER_COMMANDS, PARTITIONS, SERVICE, parked_topic
from shared.kernel.clock import SetClock
from shared.kernel.errors import Unavailable
from shared.kernel.ids import RandomIds
from shared.messaging.log import Message
from shared.messaging.parking import Parking
from shared.messaging.relay import Relay
from shared.messaging.sqlite_log import SqliteLog
from tests.application.ledger_world import a_ledger
from tests.ledger_facts import confirmed, message_of


@pytest.fixture
def ledger(databases: str, clock: SetClock, ids: RandomIds) -> Ledger:
    return a_ledger(clock, ids)


@pytest.fixture
def log(tmp_path: Path, clock: SetClock) -> Iterator[SqliteLog]:
    log = SqliteLog(tmp_path / "log.sqlite", clock)
    log.ensure_topics(
        {topic: PARTITIONS[topic] for topic in (SERVICE, LEDGER, LEDGER_COMMANDS)} | {parked_topic(GROUP): 1}
    )
    yield log
    log.close()


def a_reader(ledger: Ledger, log: SqliteLog) -> JournalReader:
    return JournalReader(ledger, log, Parking(log, GROUP, ledger.clock).park)


def committed(log: SqliteLog) -> int:
    return sum(log.committed(GROUP, SERVICE).values())


def test_what_is_confirmed_is_credited_and_said_and_the_position_moves_on(
    ledger: Ledger, log: SqliteLog
) -> None:
    log.append(SERVICE, [message_of(confirmed(f"r{number}", minutes=10)) for number in range(3)])
    reader = a_reader(ledger, log)
    assert reader.step() == 3
    assert (totals_of(ledger, "wang").service_minutes, committed(log)) == (30, 3)
    assert reader.step() == 0
    assert Relay(log, [ledger.journal.collection]).step() == 3
    assert sum(span.stop for span in log.spans(LEDGER).values()) == 3
    reader.close()


def test_what_cannot_be_written_now_is_read_again(ledger: Ledger, log: SqliteLog) -> None:
    class Broken(Journal):
        """Not there, for once."""

        there = False

        def append(self, sealed: Sealed, *, outbox: Sequence[dict[str, object]], unsent_at: int) -> None:
            if not self.there:
                self.there = True
                raise Unavailable(part="ledger")
            super().append(sealed, outbox=outbox, unsent_at=unsent_at)

    log.append(SERVICE, [message_of(confirmed(minutes=10))])
    reader = a_reader(replace(ledger, journal=Broken()), log)
    with pytest.raises(Unavailable):
        reader.step()
    assert (totals_of(ledger, "wang").service_minutes, committed(log)) == (0, 0)
    assert reader.step() == 1
    assert (totals_of(ledger, "wang").service_minutes, committed(log)) == (10, 1)
    reader.close()


def test_what_is_malformed_waits_to_be_shown_and_replayed(ledger: Ledger, log: SqliteLog) -> None:
    log.append(SERVICE, [Message(key="k", headers={"type": "nonsense"}, body=b"?"), message_of(confirmed())])
    reader = a_reader(ledger, log)
    assert reader.step() == 2
    assert [each.body for each in Parking(log, GROUP, ledger.clock).listed()] == [b"?"]
    assert totals_of(ledger, "wang").service_minutes == 60
    reader.close()


def test_a_broken_chain_ends_the_reader_and_it_says_which_block(ledger: Ledger, log: SqliteLog) -> None:
    log.append(SERVICE, [message_of(confirmed())])
    first = a_reader(ledger, log)
    first.step()
    first.close()
    ledger.journal.collection.update_one({"seq": 1}, {"$set": {"hash": "0" * 64}})
    log.append(SERVICE, [message_of(confirmed("r2"))])
    reader = a_reader(ledger, log)
    reader.run(threading.Event())
    assert (
        reader.stopped_because
        == "BrokenChain: The chain of shard 32 breaks at block 1: its hash does not fit its text"
    )
    assert committed(log) == 1

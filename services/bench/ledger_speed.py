"""How many postings a second go from the event log through the ledger to its readers, beside one transaction an event."""

import json
from collections.abc import Iterable
from pathlib import Path

from pymongo import InsertOne, UpdateOne
from pymongo.collection import Collection

from services.bench.figures import Figures
from services.bench.ledger_facts import (
    BOOK,
    POSTINGS_OF_A_SERVICE,
    batches,
    services,
    shifts,
    single_writes,
)
from services.bench.ledger_sizes import LedgerSizes
from services.bench.own_ledger import BASELINE, OwnLedger, own_ledger
from services.ledger.adapters.store import durable
from services.ledger.entrypoints.consumer import JournalReader
from shared.events.contract import parse
from shared.events.service import ServiceConfirmed
from shared.events.topics import SERVICE
from shared.kernel.clock import monotonic_seconds
from shared.messaging.log import Message, Record, after
from shared.messaging.relay import Relay

_AT_ONCE = 500
_POLL_SECONDS = 1.0


def speed_figures(sizes: LedgerSizes, folder: Path) -> Figures:
    """Return postings a second of one hot account, of packed shifts, of the baseline and of many accounts, and bytes a posting."""
    with own_ledger(folder) as own:
        baseline = _one_by_one(own, services("baseline", sizes.baseline, 1))
        before = _kept_bytes(folder)
        single = _in_blocks(own, services("single", sizes.singles, 1))
        packed = _in_blocks(own, shifts("packed", sizes.shifts, sizes.lines, sizes.members)) * sizes.lines
        spread = _in_blocks(own, services("spread", sizes.spread, sizes.spread_over))
        relay = Relay(own.log, [own.ledger.journal.collection])
        while relay.step():
            pass
    kept = _kept_bytes(folder) - before
    postings = POSTINGS_OF_A_SERVICE * (sizes.singles + sizes.shifts * sizes.lines + sizes.spread)
    return {
        "postings_per_s_single": round(single),
        "postings_per_s_packed": round(packed),
        "baseline_per_s": round(baseline),
        "ratio": round(single / baseline, 1),
        "bytes_per_posting": round(kept / postings),
        "hot_vs_spread": round(single / spread, 2),
    }


def reader_of(own: OwnLedger) -> JournalReader:
    """Return a reader of confirmed services that has opened the journal and its partitions."""

    def refused(record: Record, why: str) -> None:
        raise AssertionError((record.position, why))

    reader = JournalReader(own.ledger, own.log, refused)
    reader.step(0.1)
    return reader


def _in_blocks(own: OwnLedger, messages: Iterable[Message]) -> float:
    """Return the postings a second from the first append until all are seen by readers, if each event is one service."""
    made = list(messages)
    reader = reader_of(own)
    began = monotonic_seconds()
    _append(own, made, SERVICE)
    done = 0
    while done < len(made):
        done += reader.step(_POLL_SECONDS)
    seconds = monotonic_seconds() - began
    reader.close()
    return POSTINGS_OF_A_SERVICE * len(made) / seconds


def _one_by_one(own: OwnLedger, messages: Iterable[Message]) -> float:
    """Return the same where each event is taken in a transaction of its own: record, balances, entries, then the position."""
    made = list(messages)
    consumer = own.log.consumer(BASELINE, [BASELINE])
    records, accounts, entries = (durable(f"baseline_{name}") for name in ("records", "accounts", "entries"))
    began = monotonic_seconds()
    _append(own, made, BASELINE)
    done = 0
    while done < len(made):
        polled = consumer.poll(_AT_ONCE, _POLL_SECONDS)
        for record in polled:
            _in_a_transaction(record, records, accounts, entries)
            consumer.commit(after([record]))
        done += len(polled)
    seconds = monotonic_seconds() - began
    consumer.close()
    return POSTINGS_OF_A_SERVICE * len(made) / seconds


def _append(own: OwnLedger, messages: Iterable[Message], topic: str) -> None:
    for batch in batches(messages, _AT_ONCE):
        own.log.append(topic, batch)


def _in_a_transaction(record: Record, *collections: Collection[dict[str, object]]) -> None:
    records, accounts, entries = collections
    told = parse(record.headers, record.body).data
    assert isinstance(told, ServiceConfirmed)
    message = Message(key=record.key, headers={"subject": told.member_id}, body=b"")
    moved = list(single_writes(message))
    with records.database.client.start_session() as session, session.start_transaction():
        records.insert_one(
            {"_id": told.record_id, "book": BOOK, "body": json.loads(record.body)}, session=session
        )
        accounts.bulk_write(
            [
                UpdateOne({"_id": f"{account}:{unit.value}"}, {"$inc": {"minutes": minutes}}, upsert=True)
                for account, unit, minutes in moved
            ],
            session=session,
        )
        entries.bulk_write(
            [
                InsertOne(
                    {
                        "_id": f"{told.record_id}:{place}",
                        "account": account,
                        "unit": unit.value,
                        "minutes": by,
                    }
                )
                for place, (account, unit, by) in enumerate(moved)
            ],
            session=session,
        )


def _kept_bytes(folder: Path) -> int:
    """Return what the documents take on the disk, the store's own write-ahead log not counted: it is emptied again."""
    files = (folder / "documents").rglob("*")
    return sum(
        file.stat().st_size
        for file in files
        if file.is_file() and not file.name.startswith(("WiredTigerLog", "WiredTigerPreplog"))
    )

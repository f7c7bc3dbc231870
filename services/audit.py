"""The audit of the whole platform: the ledger in itself, and what two services keep of the same fact against each other."""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from services.ledger.application.audit import Report, verify_ledger
from services.ledger.application.context import Ledger
from services.ledger.application.writer import GROUP as LEDGER_GROUP
from services.ledger.domain.accounts import Unit
from services.ledger.domain.lines import Entry
from services.ledger.domain.rules import earns
from services.matching.application.audit import ServedRecord, is_all_told, served_records, wrong_in_diaries
from services.matching.application.context import Matching
from services.matching.application.giving.audit import first_wrong_in_stock
from shared.events.topics import SERVICE
from shared.kernel.words import Words
from shared.messaging.log import EventLog

LOOKS = 4
"""How often something is looked at before it counts as wrong: what is under way is right a moment later."""

_BETWEEN_LOOKS_SECONDS = 1.0


class Kept(Protocol):
    """What is compared; a platform has it."""

    @property
    def matching(self) -> Matching:
        """Coordination."""

    @property
    def ledger(self) -> Ledger:
        """The time bank."""

    @property
    def log(self) -> EventLog:
        """The event log between them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What the audit found.

    Attributes:
        ledger: Of the ledger in itself.
        records: Service records compared with the ledger.
        unread: Confirmed services the ledger has not read yet; their credits are not missed.
        wrong: What does not agree, first things first.
    """

    ledger: Report
    records: int
    unread: int
    wrong: tuple[Words, ...]

    @property
    def ok(self) -> bool:
        """Tell whether everything holds."""
        return self.ledger.ok and not self.wrong


def audit(kept: Kept, *, pause: Callable[[], object] | None = None) -> Findings:
    """Return what recomputing everything finds; nothing is changed, and the platform may run meanwhile.

    Args:
        kept: What is compared.
        pause: Waits between two looks at something that seems wrong.
    """
    pause = pause or (lambda: threading.Event().wait(_BETWEEN_LOOKS_SECONDS))
    ledger = verify_ledger(kept.ledger)
    broken = [
        Words(
            f"账本分片 {each.shard} 第 {each.seq} 块：{each.why}",
            f"shard {each.shard}, block {each.seq}: {each.why}",
        )
        for each in ledger.breaks
    ]
    broken += [Words(f"签名的链头：{why}", f"signed heads: {why}") for why in ledger.unsound]
    looks: tuple[Callable[[], Iterable[Words]], ...] = (
        lambda: _wrong_in_credits(kept),
        lambda: wrong_in_diaries(kept.matching),
        lambda: _wrong_in_stock(kept),
    )
    found = [words for look in looks for words in _lasting(look, pause)]
    return Findings(
        ledger=ledger,
        records=sum(1 for _ in served_records(kept.matching)),
        unread=unread_services(kept),
        wrong=(*broken, *found),
    )


def _lasting(look: Callable[[], Iterable[Words]], pause: Callable[[], object]) -> list[Words]:
    """Return what is wrong at every look."""
    found = list(look())
    for _ in range(LOOKS - 1):
        if not found:
            break
        pause()
        still = set(look())
        found = [each for each in found if each in still]
    return found


def unread_services(kept: Kept) -> int:
    """Return how many confirmed services the ledger has not read yet."""
    read = kept.log.committed(LEDGER_GROUP, SERVICE)
    return sum(
        max(span.stop - read.get(partition, span.start), 0)
        for partition, span in kept.log.spans(SERVICE).items()
    )


def _wrong_in_stock(kept: Kept) -> Iterator[Words]:
    wrong = first_wrong_in_stock(kept.matching) if is_all_told(kept.matching) else None
    if wrong is not None:
        yield Words(f"库存与预留不符：{wrong}", f"stock against reservations: {wrong}")


def _wrong_in_credits(kept: Kept) -> Iterator[Words]:
    """Yield what differs between records and credits; the credits are read first, for a record comes before its credit."""
    credited = _credited(kept.ledger.projections.every_entry())
    is_all_read = unread_services(kept) == 0 and is_all_told(kept.matching)
    records = {each.id: each for each in served_records(kept.matching)}
    for record_id in credited:
        if record_id not in records:
            yield Words(
                f"账本为记录 {record_id} 计发了时长，但没有这条服务记录",
                f"the ledger credits record {record_id}, which does not exist",
            )
    for record in records.values():
        yield from _wrong_credit(record, credited, is_all_read=is_all_read)


def _credited(entries: Iterable[Entry]) -> dict[str, Entry]:
    """Return the service minutes that stand in statements, by record."""
    return {
        each.record_id: each
        for each in entries
        if each.unit is Unit.SERVICE and each.minutes > 0 and each.record_id
    }


def _wrong_credit(
    record: ServedRecord, credited: Mapping[str, Entry], *, is_all_read: bool
) -> Iterator[Words]:
    entry = credited.get(record.id)
    if entry is None:
        if earns(record.recorded_as) and is_all_read:
            yield Words(
                f"服务记录 {record.id} 没有计发时长", f"record {record.id} of service was never credited"
            )
    elif not earns(record.recorded_as):
        yield Words(
            f"服务记录 {record.id} 是 {record.recorded_as}，不应计发",
            f"record {record.id} is {record.recorded_as} and was credited",
        )
    elif (entry.member_id, entry.minutes) != (record.member_id, record.minutes):
        yield Words(
            f"服务记录 {record.id} 为成员 {record.member_id} {record.minutes} 分钟，账本为成员 {entry.member_id} {entry.minutes} 分钟",
            f"record {record.id} says {record.minutes} minutes of {record.member_id}, the ledger {entry.minutes} of {entry.member_id}",
        )

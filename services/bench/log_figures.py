"""How fast the event log is, from a durable append to its consumer; and how fast outboxes are emptied through it."""

import threading
from collections.abc import Callable
from pathlib import Path

from services.bench.figures import Figures
from services.bench.own_platform import OwnPlatform
from services.bench.sizes import Sizes
from services.notify.domain.notices import Facts, Notice, NoticeKind, Subject, SubjectType
from services.wiring import Platform, outboxes
from shared.events.notify import NoticeKept
from shared.events.topics import NOTIFY
from shared.kernel.clock import SystemClock, monotonic_seconds
from shared.messaging.log import EventLog, Message, after
from shared.messaging.relay import Relay
from shared.messaging.sqlite_log import SqliteLog

_BATCH = 500
_WRITERS = 3
_TOPIC = "bench"
_BODY = b'{"need_id":"019390d4-7f3c-7c3e-8000-4b8f7a3c2d10","community_code":"511402001003","service_kind":"ERRAND"}'


def log_figures(sizes: Sizes, folder: Path) -> Figures:
    """Return events a second through a log of its own: batches of 500 with a consumer, and single appends."""
    log = SqliteLog(folder / "log.sqlite", SystemClock())
    log.ensure_topics({_TOPIC: 4, "singly": 4})
    seconds = through(log, sizes.log_events, lambda: append_batches(log, sizes.log_events))
    began = monotonic_seconds()
    for number in range(sizes.log_events_singly):
        log.append("singly", [_message(number)])
    singly = monotonic_seconds() - began
    log.close()
    return {
        "log_events_per_s": round(sizes.log_events / seconds),
        "log_singly_events_per_s": round(sizes.log_events_singly / singly),
    }


def _message(number: int) -> Message:
    return Message(
        key=f"key-{number % 997}", headers={"id": f"{number:032x}", "type": "bench.v1"}, body=_BODY
    )


def append_batches(log: EventLog, count: int) -> None:
    """Append events to the topic ``bench``, 500 at a time."""
    for first in range(0, count, _BATCH):
        log.append(_TOPIC, [_message(number) for number in range(first, min(first + _BATCH, count))])


def through(log: EventLog, count: int, write: Callable[[], None], topic: str = _TOPIC) -> float:
    """Return the seconds from the first write until a consumer has read, and committed, so many events."""
    consumer = log.consumer("bench", [topic], start="last")
    while not consumer.assigned:
        consumer.poll(0, 0.1)
    began = monotonic_seconds()
    writer = threading.Thread(target=write)
    writer.start()
    seen = 0
    while seen < count:
        records = consumer.poll(_BATCH, 1.0)
        seen += len(records)
        consumer.commit(after(records))
    seconds = monotonic_seconds() - began
    writer.join()
    consumer.close()
    return seconds


def outbox_figures(sizes: Sizes, folder: Path) -> Figures:
    """Return events a second from three who write documents, through the relay and the log, to a consumer."""
    with OwnPlatform(folder=folder / "data").opened() as platform:
        alone = _written(platform, sizes.outbox_events // 4)
        relay, stop = Relay(platform.log, outboxes(platform)), threading.Event()
        while relay.step():
            pass
        running = threading.Thread(target=relay.run, args=(stop,))
        running.start()
        try:
            count = sizes.outbox_events // _WRITERS * _WRITERS
            seconds = through(platform.log, count, lambda: _write(platform, count), NOTIFY)
        finally:
            stop.set()
            running.join()
    return {
        "outbox_events_per_s": round(count / seconds),
        "documents_written_per_s": round(sizes.outbox_events // 4 / alone),
    }


def _written(platform: Platform, count: int) -> float:
    began = monotonic_seconds()
    _write(platform, count)
    return monotonic_seconds() - began


def _write(platform: Platform, count: int) -> None:
    """Write documents with one event each, three at a time."""
    writers = [
        threading.Thread(target=_keep_notices, args=(platform, count // _WRITERS)) for _ in range(_WRITERS)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()


def _keep_notices(platform: Platform, count: int) -> None:
    for _ in range(count):
        id_ = platform.ids.new()
        notice = Notice(
            id=id_,
            member_id=id_,
            kind=NoticeKind.HELP_ASKED,
            subject=Subject(type=SubjectType.PROPOSAL, id=id_),
            facts=Facts(need_id=id_, service_kind="ERRAND"),
            community_code="511402001003",
            created_at=platform.clock.now(),
        )
        platform.notify.notices.add(notice, NoticeKept(notice_id=id_, member_id=id_, kind=notice.kind.value))

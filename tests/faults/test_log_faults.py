"""Lost acknowledgements, duplicates, a bad version and clocks that jump, all at once: each effect once, nothing skipped."""

import os
import random
import sys
import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from shared.events.contract import Event
from shared.events.notify import NoticeRead
from shared.events.topics import NOTIFY
from shared.kernel.clock import SetClock
from shared.kernel.errors import StaleWrite, Unavailable
from shared.messaging.log import Message, Partition
from shared.messaging.parking import Parking
from shared.messaging.sqlite_leases import LEASE_MILLIS
from shared.messaging.sqlite_log import SqliteLog
from shared.messaging.worker import ParkLimitReached, Worker
from tests.unit.messaging_world import AT_ONCE, GROUP, a_log, a_message

ROUNDS = int(os.environ.get("FAULT_ROUNDS", "1"))
"""How long to go on; `make faults` asks for more."""

EVENTS = 300
PARK_LIMIT = 5
STEPS_AT_MOST = 2000


@dataclass(kw_only=True)
class Effects:
    """What the reactions left behind: an effect by the id of its event, and how often it was asked for."""

    chance: random.Random
    done: dict[str, None] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    suffered: Counter[str] = field(default_factory=Counter)
    meanwhile: Callable[[], None] | None = None

    def __call__(self, event: Event) -> None:
        self.asked[event.id] += 1
        if self.meanwhile is not None and self.chance.random() < 0.1:
            another, self.meanwhile = self.meanwhile, None
            another()
            self.meanwhile = another
        if self.chance.random() < 0.1:
            self.suffered["unavailable"] += 1
            raise Unavailable(part="a test")
        self.done.setdefault(event.id)
        if self.chance.random() < 0.1:
            self.suffered["died after the effect"] += 1
            raise TimeoutError("the effect was there already")


def broken(_: Event) -> None:
    """React as a bad version does: to every event with a bug."""
    raise KeyError("a field this version does not know")


@dataclass(kw_only=True)
class Sender:
    """Appends as a relay does: what was not acknowledged is sent again, with the same ids."""

    log: SqliteLog
    chance: random.Random
    suffered: Counter[str]

    def send(self, messages: Sequence[Message]) -> None:
        while True:
            self.log.append(NOTIFY, messages)
            if self.chance.random() >= 0.3:
                return
            self.suffered["lost acknowledgement"] += 1


def events(clock: SetClock, count: int) -> list[Message]:
    facts = [NoticeRead(notice_id=f"n{number}", member_id=f"m{number % 7}") for number in range(count)]
    return [a_message(clock, fact) for fact in facts]


@pytest.mark.timeout(60 * ROUNDS)
def test_whatever_happens_on_the_way_each_effect_is_there_once_and_in_order(
    tmp_path: Path, clock: SetClock, capsys: pytest.CaptureFixture[str]
) -> None:
    suffered: Counter[str] = Counter()
    for seed in range(3 * ROUNDS):
        suffered += a_run(seed, tmp_path / str(seed), SetClock(clock.now()))
    with capsys.disabled():
        sys.stdout.write(f"\nruns: {3 * ROUNDS}, events: {EVENTS} each, faults: {dict(suffered)}\n")
    kinds = {"lost acknowledgement", "unavailable", "died after the effect", "clock jumped", "lease lost"}
    assert suffered.keys() == kinds, "a run in which nothing happens proves nothing"


def a_run(seed: int, folder: Path, clock: SetClock) -> Counter[str]:
    """Send events to two workers while everything goes wrong; return what went wrong, and how often."""
    folder.mkdir()
    chance = random.Random(seed)
    log = a_log(folder, clock)
    effects = Effects(chance=chance)
    sender = Sender(log=log, chance=chance, suffered=effects.suffered)
    sent = events(clock, EVENTS)
    workers = [
        Worker(
            log, GROUP, {NoticeRead: effects}, parking=Parking(log, GROUP, clock), limit=9, backoff=AT_ONCE
        )
        for _ in range(2)
    ]

    def take_over() -> None:
        """Let a reader be silent for longer than its lease while the other goes on."""
        clock.advance(milliseconds=LEASE_MILLIS)
        for worker in workers:
            if worker is not at_work[-1]:
                step(worker, effects.suffered)

    at_work = workers[:1]
    effects.meanwhile = take_over
    for first in range(0, EVENTS, 10):
        sender.send(sent[first : first + 10])
        jump(clock, chance, effects.suffered)
        at_work.append(chance.choice(workers))
        step(at_work[-1], effects.suffered)
    for _ in range(STEPS_AT_MOST):
        clock.advance(seconds=4)
        for worker in workers:
            at_work.append(worker)
            step(worker, effects.suffered)
        if log.committed(GROUP, NOTIFY) == ends(log):
            break
    assert log.committed(GROUP, NOTIFY) == ends(log)
    assert list(effects.done) == [message.headers["id"] for message in sent]
    assert max(effects.asked.values()) > 1
    assert Parking(log, GROUP, clock).listed() == []
    log.close()
    return effects.suffered


def jump(clock: SetClock, chance: random.Random, suffered: Counter[str]) -> None:
    """Let the clock jump now and then, by hours, forwards or backwards."""
    if chance.random() < 0.5:
        suffered["clock jumped"] += 1
        clock.advance(hours=chance.choice((-30, -1, 1, 30)))


def step(worker: Worker, suffered: Counter[str]) -> None:
    try:
        worker.step()
    except StaleWrite:
        suffered["lease lost"] += 1
    except (Unavailable, TimeoutError):
        return


def ends(log: SqliteLog) -> Mapping[Partition, int]:
    return {partition: span.stop for partition, span in log.spans(NOTIFY).items()}


def test_a_bad_version_stops_at_the_limit_however_often_it_is_started_and_a_good_one_misses_nothing(
    tmp_path: Path, clock: SetClock
) -> None:
    log, parking = a_log(tmp_path, clock), Parking(a_log(tmp_path, clock), GROUP, clock)
    sent = events(clock, EVENTS)
    log.append(NOTIFY, sent)
    bad = Worker(log, GROUP, {NoticeRead: broken}, parking=parking, park_limit=PARK_LIMIT, backoff=AT_ONCE)
    with pytest.raises(ParkLimitReached):
        bad.step()
    bad.run(threading.Event())
    assert bad.stopped_because is not None
    assert len(parking.listed()) == PARK_LIMIT
    assert sum(log.committed(GROUP, NOTIFY).values()) == PARK_LIMIT
    bad.close()
    effects = Effects(chance=_Never())
    good = Worker(log, GROUP, {NoticeRead: effects}, parking=parking, backoff=AT_ONCE)
    while good.step():
        pass
    assert list(effects.done) == [message.headers["id"] for message in sent[PARK_LIMIT:]]
    for parked in parking.listed():
        parking.replay(parked.id)
    while good.step():
        pass
    assert effects.asked == Counter(message.headers["id"] for message in sent)


class _Never(random.Random):
    """Chance that never strikes."""

    def random(self) -> float:
        return 1.0

"""The writer fails at every step in turn, and meets others: nothing lost, nothing twice."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import pytest

from services.ledger.adapters.journal import Journal
from services.ledger.adapters.projections import Projections
from services.ledger.application.audit import verify_ledger
from services.ledger.application.context import Ledger
from services.ledger.application.writer import TRIES
from services.ledger.domain.accounts import shard_of
from services.ledger.domain.drafting import draft
from services.ledger.domain.encoding import Sealed, seal
from services.ledger.domain.errors import Fenced
from services.ledger.domain.state import ShardState
from shared.kernel.clock import SetClock
from shared.kernel.errors import Unavailable
from shared.kernel.ids import RandomIds
from tests.application.ledger_world import a_ledger, a_writer, served
from tests.ledger_facts import (
    DAY,
    HERE,
    NOON_MILLIS,
    SERVED,
    a_fact,
    confirmed,
    message_of,
    record_at,
    records_of,
)


@pytest.fixture
def ledger(databases: str, clock: SetClock, ids: RandomIds) -> Ledger:
    return a_ledger(clock, ids)


@dataclass
class Fault:
    """Fails the nth step that passes it, before or after the step was done."""

    at: int
    done_first: bool
    steps: int = 0

    def pass_by(self, step: Callable[[], None]) -> None:
        self.steps += 1
        if self.steps != self.at:
            step()
            return
        if self.done_first:
            step()
        raise Unavailable(part="ledger")


class FailingJournal(Journal):
    """The journal on a line that breaks."""

    def __init__(self, fault: Fault) -> None:
        super().__init__()
        self.fault = fault

    def append(self, sealed: Sealed, *, outbox: Sequence[dict[str, object]], unsent_at: int) -> None:
        self.fault.pass_by(
            lambda: super(FailingJournal, self).append(sealed, outbox=outbox, unsent_at=unsent_at)
        )


class FailingProjections(Projections):
    """The projections on a line that breaks between each pair of writes."""

    def __init__(self, clock: SetClock, fault: Fault) -> None:
        super().__init__(clock)
        self.fault = fault

    def _write(self, collection: object, writes: object) -> None:
        self.fault.pass_by(lambda: super(FailingProjections, self)._write(collection, writes))  # type: ignore[arg-type]  # -- handed on


STEPS = 8
"""Two blocks, each: journal, entries, balances, head."""


@pytest.mark.parametrize("restarted", [True, False], ids=["another process goes on", "the same goes on"])
@pytest.mark.parametrize("done_first", [True, False], ids=["acknowledgement lost", "not done"])
def test_dying_at_any_step_loses_nothing_and_doubles_nothing(
    ledger: Ledger, clock: SetClock, *, done_first: bool, restarted: bool
) -> None:
    expected: object = None
    for at in range(1, STEPS + 2):
        empty(ledger)
        fault = Fault(at=at, done_first=done_first)
        failing = replace(ledger, journal=FailingJournal(fault), projections=FailingProjections(clock, fault))
        writer = a_writer(failing)
        try:
            writer.take(records_of(*DAY))
            assert at == STEPS + 1
        except Unavailable:
            (a_writer(ledger) if restarted else writer).take(records_of(*DAY))
        report = verify_ledger(ledger)
        assert (report.breaks, report.sum_minutes, report.postings) == ((), 0, 12)
        assert served(ledger) == SERVED
        expected = expected or balances(ledger)
        assert balances(ledger) == expected


def test_two_writers_of_one_shard_meet_the_fence_and_agree(ledger: Ledger) -> None:
    one, other = a_writer(ledger), a_writer(ledger)
    records = [record_at(number, message_of(confirmed(f"r{number}", minutes=10))) for number in range(6)]
    for number, record in enumerate(records):
        (one if number % 2 else other).take([record])
    one.take(records)
    other.take(records[::-1])
    assert served(ledger)["wang"] == 60
    assert verify_ledger(ledger).breaks == ()
    assert one.state(shard_of(HERE)).digest() == other.state(shard_of(HERE)).digest()


def test_a_writer_that_always_loses_gives_up_for_now_and_nothing_is_lost(ledger: Ledger) -> None:
    class Rival(Journal):
        """Somebody else is always a little faster."""

        def append(self, sealed: Sealed, *, outbox: Sequence[dict[str, object]], unsent_at: int) -> None:
            self.rounds = getattr(self, "rounds", 0) + 1
            rival.take([record_at(self.rounds, message_of(confirmed(f"rival{self.rounds}", minutes=1)))])
            super().append(sealed, outbox=outbox, unsent_at=unsent_at)

    rival = a_writer(ledger)
    slow = a_writer(replace(ledger, journal=Rival()))
    with pytest.raises(Fenced):
        slow.take(records_of(confirmed("slow", minutes=60)))
    assert served(ledger)["wang"] == TRIES
    a_writer(ledger).take(records_of(confirmed("slow", minutes=60)))
    assert served(ledger)["wang"] == TRIES + 60


def empty(ledger: Ledger) -> None:
    for collection in (
        ledger.journal.collection,
        *ledger.projections.all,
    ):
        collection.delete_many({})


def balances(ledger: Ledger) -> list[tuple[str, int, int]]:
    return sorted((line.id, line.minutes, line.number) for line in ledger.projections.every_line())


def test_a_block_whose_acknowledgement_was_lost_is_known_by_its_nonce(ledger: Ledger) -> None:
    own, rival = (
        seal(each)
        for nonce in ("0" * 32, "1" * 32)
        if (each := draft(ShardState(shard_of(HERE)), [a_fact()], now_millis=NOON_MILLIS, nonce=nonce))
    )
    ledger.journal.append(own, outbox=(), unsent_at=0)
    ledger.journal.append(own, outbox=(), unsent_at=0)
    with pytest.raises(Fenced):
        ledger.journal.append(rival, outbox=(), unsent_at=0)
    assert list(ledger.journal.after(own.block.shard, 0)) == [own]

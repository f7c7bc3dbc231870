"""Long blocks are kept packed and read back as the very text; what cannot be unpacked breaks the chain."""

import pytest

from services.ledger.adapters.journal import WORTH_PACKING_SIGNS
from services.ledger.application.context import Ledger
from services.ledger.domain.accounts import shard_of
from services.ledger.domain.errors import BrokenChain
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.application.ledger_world import a_ledger, a_writer
from tests.ledger_facts import HERE, confirmed, records_of


@pytest.fixture
def ledger(databases: str, clock: SetClock, ids: RandomIds) -> Ledger:
    """A ledger with one long block."""
    ledger = a_ledger(clock, ids)
    a_writer(ledger).take(records_of(*(confirmed(f"r{number}") for number in range(9))))
    return ledger


def test_a_long_block_is_kept_packed_and_read_as_it_was_written(ledger: Ledger) -> None:
    kept = (ledger.journal.collection.find_one({"shard": shard_of(HERE)}) or {})["text"]
    (sealed,) = ledger.journal.after(shard_of(HERE), 0)
    assert isinstance(kept, bytes)
    assert len(kept) * 2 < len(sealed.text) > WORTH_PACKING_SIGNS


def test_a_text_that_cannot_be_unpacked_breaks_the_chain(ledger: Ledger) -> None:
    ledger.journal.collection.update_one({"shard": shard_of(HERE)}, {"$set": {"text": b"no"}})
    with pytest.raises(BrokenChain):
        list(ledger.journal.after(shard_of(HERE), 0))

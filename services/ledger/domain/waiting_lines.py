"""Hours of long days as their desk sees them: which wait, for whom, and which are settled."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from services.ledger.domain.accounts import AccountKind, kind_of
from services.ledger.domain.blocks import Block
from services.ledger.domain.earning import LEVELS, lengthening, waiting_id
from services.ledger.domain.instructions import Verb
from services.ledger.domain.places import done_in
from services.ledger.domain.state import ShardState
from shared.kernel.clock import from_unix_millis

_ABOUT = frozenset({Verb.RELEASE, Verb.RETURN, Verb.REVERSE, Verb.CORRECT})


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingLine:
    """Hours of a long day as they stand after a block.

    Attributes:
        id: Of these hours.
        community_code: The book.
        member_id: Whose.
        level: ``ORGANISATION`` or ``HIGHER``: who must agree.
        minutes: How many.
        service_kind: Of the service.
        served_at: When it was given.
        waits: Whether nobody has agreed to them or taken them back.
        seq: The block that last touched them.
        logged_at: When that was, log time.
    """

    id: str
    community_code: str
    member_id: str
    level: str
    minutes: int
    service_kind: str
    served_at: datetime
    waits: bool
    seq: int
    logged_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LongDaysTold:
    """That who decides was told of hours that wait.

    Attributes:
        id: Follows from the book, the level and the day: once a day each.
        community_code: The book.
        level: ``ORGANISATION`` or ``HIGHER``.
        minutes: How many waited.
    """

    id: str
    version: int = 0
    community_code: str
    level: str
    minutes: int


def waiting_lines(state: ShardState, block: Block) -> Iterator[WaitingLine]:
    """Yield the hours that a block let wait or settled, as they stand now."""
    for part in dict.fromkeys(_touched(state, block)):
        waiting = state.books.waiting.get(part, None)
        if waiting is not None:
            yield WaitingLine(
                id=part,
                community_code=waiting.community_code,
                member_id=waiting.member_id,
                level=waiting.level,
                minutes=waiting.minutes,
                service_kind=waiting.service_kind,
                served_at=from_unix_millis(waiting.served_at_millis),
                waits=not waiting.settled_by,
                seq=block.seq,
                logged_at=from_unix_millis(block.logged_at_millis),
            )


def _touched(state: ShardState, block: Block) -> Iterator[str]:
    for transfer in block.transfers:
        if any(kind_of(each.account) is AccountKind.WAITING for each in transfer.postings):
            yield from (waiting_id(transfer.transfer_id, level) for level in LEVELS)
    for _, _, step in done_in(block):
        if step.verb in _ABOUT:
            yield step.about
            yield state.books.settled.get(step.about, "")
            every = lengthening(state.books, step.about)
            yield from (waiting_id(each, level) for each in every for level in LEVELS)

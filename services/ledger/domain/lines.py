"""What readers see once a block stands: account lines, statement entries, holds, answers, the head of the chain."""

from dataclasses import dataclass
from datetime import datetime

from services.ledger.domain.accounts import Unit
from services.ledger.domain.books import HoldState
from services.ledger.domain.lots import Lots


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountLine:
    """What stands in an account in one unit after a block.

    Attributes:
        id: Account and unit.
        account: The account.
        unit: What is counted.
        community_code: The book.
        member_id: Whose it is; None for an account of the book itself.
        minutes: The balance.
        number: How many postings made it.
        shard: Whose chain.
        seq: The block that last touched it; a line of an older block never replaces it.
        held_minutes: Of the credits, how many are set aside.
        floor_minutes: How low what is free may go, zero or below.
        closed: Whether the account was closed.
        lots: Of a member's credits that are not held, what ends when.
    """

    id: str
    account: str
    unit: Unit
    community_code: str
    member_id: str | None
    minutes: int
    number: int
    shard: int
    seq: int
    held_minutes: int = 0
    floor_minutes: int = 0
    closed: bool = False
    lots: Lots = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One posting in a member's statement.

    Attributes:
        id: Block and place in it.
        block_id: The block.
        member_id: Whose statement.
        unit: What is counted.
        minutes: Credit positive, debit negative.
        balance_minutes: What stood in the account of this book afterwards.
        community_code: The book: the community where the service was given.
        transfer_id: The transfer it belongs to.
        record_id: The record of service; empty for what an instruction moved, as are the next two.
        assignment_id: The service.
        service_kind: Code of its kind.
        effective_at: When the service was given, or the instant an instruction is about.
        logged_at: When the ledger wrote it, log time.
        kind: ``EARNED``, or the verb that moved it.
        counterparty: The account on the other side.
        instruction_id: The instruction; empty for a record of service.
        reason: Code of a correction's reason.
    """

    id: str
    block_id: str
    member_id: str
    unit: Unit
    minutes: int
    balance_minutes: int
    community_code: str
    transfer_id: str
    record_id: str
    assignment_id: str
    service_kind: str
    effective_at: datetime
    logged_at: datetime
    kind: str
    counterparty: str
    instruction_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldLine:
    """A hold as it stands after a block that settled or made it.

    Attributes:
        id: Of the hold.
        account: Whose credits.
        other: For whom.
        community_code: The book.
        minutes: How many.
        expires_at: When it ends by itself.
        state: Where it is; one that is OPEN here after ``expires_at`` has ended.
        shard: Whose chain.
        seq: The block that last touched it.
    """

    id: str
    account: str
    other: str
    community_code: str
    minutes: int
    expires_at: datetime
    state: HoldState
    shard: int
    seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Minutes that one step moved."""

    step: int
    verb: str
    transfer_id: str
    source: str
    target: str
    unit: Unit
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of an instruction, and where in the chain that stands.

    Attributes:
        id: Of the instruction.
        fingerprint: Of the body that was answered.
        community_code: The book.
        asked_by: Who asked.
        refused: Code of the reason, or nothing.
        at_step: The step that was refused; 0 if none was.
        moved: What moved, in the order of the steps.
        holds: The holds that were made.
        shard: Whose chain.
        seq: The block.
        logged_at: When, in log time.
    """

    id: str
    fingerprint: str
    community_code: str
    asked_by: str
    refused: str
    at_step: int
    moved: tuple[Moved, ...]
    holds: tuple[str, ...]
    shard: int
    seq: int
    logged_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The newest block of a shard that readers can see.

    Attributes:
        shard: Which chain.
        seq: Its newest block; the number of its blocks, too.
        hash: Of that block.
    """

    shard: int
    seq: int
    hash: str

"""What readers see of a block: account lines, statement entries, the head of the chain. Each follows from the block alone."""

from dataclasses import dataclass
from datetime import datetime

from services.ledger.domain.accounts import Unit, book_of, member_of
from services.ledger.domain.encoding import Sealed
from shared.kernel.clock import from_unix_millis


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
        record_id: The record of service.
        assignment_id: The service.
        service_kind: Code of its kind.
        effective_at: When the service was given.
        logged_at: When the ledger wrote it, log time.
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


def head_of(sealed: Sealed) -> Head:
    """Return the head of the chain once this block stands."""
    return Head(shard=sealed.block.shard, seq=sealed.block.seq, hash=sealed.hash)


def account_lines(sealed: Sealed) -> tuple[AccountLine, ...]:
    """Return the line of each account and unit the block touched, as it stands after the block."""
    block = sealed.block
    last = {(posting.account, posting.unit): posting for posting in block.postings}
    return tuple(
        AccountLine(
            id=f"{posting.account}:{posting.unit.value}",
            account=posting.account,
            unit=posting.unit,
            community_code=book_of(posting.account),
            member_id=member_of(posting.account),
            minutes=posting.balance_minutes,
            number=posting.number,
            shard=block.shard,
            seq=block.seq,
        )
        for posting in last.values()
    )


def statement_entries(sealed: Sealed) -> tuple[Entry, ...]:
    """Return the postings to members' accounts, in the order of the block; accounts of the book have no statement."""
    block = sealed.block
    logged_at = from_unix_millis(block.logged_at_millis)
    placed = (
        (transfer, posting, member_of(posting.account))
        for transfer in block.transfers
        for posting in transfer.postings
    )
    return tuple(
        Entry(
            id=f"{block.id}:{place:05d}",
            block_id=block.id,
            member_id=member_id,
            unit=posting.unit,
            minutes=posting.minutes,
            balance_minutes=posting.balance_minutes,
            community_code=transfer.community_code,
            transfer_id=transfer.transfer_id,
            record_id=transfer.record_id,
            assignment_id=transfer.assignment_id,
            service_kind=transfer.service_kind,
            effective_at=from_unix_millis(transfer.effective_at_millis),
            logged_at=logged_at,
        )
        for place, (transfer, posting, member_id) in enumerate(placed)
        if member_id is not None
    )

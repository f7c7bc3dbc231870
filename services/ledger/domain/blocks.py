"""What stands in the journal: postings, transfers, refusals, and the blocks that chain them.

No personal data: opaque ids, codes, minutes and instants only, so that a person can be forgotten and the chain stays whole.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from services.ledger.domain.accounts import Unit
from services.ledger.domain.errors import Unbalanced
from services.ledger.domain.instructions import Instruction
from services.ledger.domain.marks import Marks

FORMAT: Final = "linli-journal-1"
"""Not yet released: it may change until the ledger's journal format is published."""

GENESIS: Final = "0" * 64
"""What the first block of every shard names as the hash before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """One line of one account.

    Attributes:
        account: Whose minutes, by :mod:`services.ledger.domain.accounts`.
        unit: What is counted.
        minutes: Credit positive, debit negative.
        balance_minutes: What stands in the account in this unit afterwards.
        number: How many postings the account has in this unit, this one counted.
    """

    account: str
    unit: Unit
    minutes: int
    balance_minutes: int
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """Minutes moved between accounts of one book, once, for ever.

    Attributes:
        transfer_id: Derived from the record; posting it twice is posting it once.
        record_id: The record of service it pays for.
        event_id: The event that brought the record.
        fingerprint: Of the fact, to tell the same record from one with another body.
        community_code: The book.
        assignment_id: Which service, for whoever may look it up.
        service_kind: Code of the kind of service.
        effective_at_millis: When the service was given; not when we heard of it.
        postings: At least two; they sum to zero in every unit.
        marks: What is not the usual of the service; nothing of it stands in the text where there is none.

    Raises:
        Unbalanced: If they do not.
    """

    transfer_id: str
    record_id: str
    event_id: str
    fingerprint: str
    community_code: str
    assignment_id: str
    service_kind: str
    effective_at_millis: int
    postings: tuple[Posting, ...]
    marks: Marks = ()

    def __post_init__(self) -> None:
        """Refuse to exist unbalanced."""
        _check_balanced(self.transfer_id, self.postings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A fact the ledger did not post, and why; it changes nothing but its own record.

    Attributes:
        record_id: The record of service it was about.
        event_id: The event that brought it.
        fingerprint: Of the fact.
        community_code: The book.
        member_id: Whose minutes they would have been.
        reason: ``not-volunteering`` or ``record-conflict``.
    """

    record_id: str
    event_id: str
    fingerprint: str
    community_code: str
    member_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Minutes that one step of an instruction moved.

    Attributes:
        transfer_id: Derived from the instruction and the step.
        step: Which step, from 0.
        postings: At least two; they sum to zero in every unit.

    Raises:
        Unbalanced: If they do not.
    """

    transfer_id: str
    step: int
    postings: tuple[Posting, ...]

    def __post_init__(self) -> None:
        """Refuse to exist unbalanced."""
        _check_balanced(self.transfer_id, self.postings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """An instruction and its answer, once, for ever.

    Attributes:
        instruction: What was asked.
        moves: What moved, in the order of the steps; nothing if it was refused.
        refused: Code of the reason, or nothing.
        at_step: The step that was refused; 0 if none was.
    """

    instruction: Instruction
    moves: tuple[Move, ...]
    refused: str
    at_step: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What is set aside of an account's credits after a block that changed it.

    Attributes:
        account: Whose.
        minutes: In all open holds together.
    """

    account: str
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Where in the log the facts of a block were read.

    Attributes:
        topic: The topic.
        partition: Its partition.
        first: Position of the first fact.
        next: Position after the last fact.
    """

    topic: str
    partition: int
    first: int
    next: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What one poll of the log did to one shard.

    Attributes:
        format: How it is encoded.
        shard: Whose chain, 0 to 63.
        seq: 1, 2, 3 … without gaps.
        prev: Hash of the block before, in hexadecimal.
        logged_at_millis: Log time: strictly later than the block before, whatever the machine's clock says.
        rules: Version of the rule pack that decided.
        nonce: Chosen by the writer, to know its own block again when the answer to its write was lost.
        taken: The positions consumed.
        transfers: In the order they were posted.
        refusals: In the order they were refused.
        acts: Instructions and their answers, after the facts, in the order they were carried out.
        held: The accounts whose open holds changed, by name; holds whose time was over end before all else.
        postings_total: How many postings the shard holds, these included.
    """

    format: str
    shard: int
    seq: int
    prev: str
    logged_at_millis: int
    rules: str
    nonce: str
    taken: tuple[Taken, ...]
    transfers: tuple[Transfer, ...]
    refusals: tuple[Refusal, ...]
    acts: tuple[Act, ...]
    held: tuple[Held, ...]
    postings_total: int

    @property
    def id(self) -> str:
        """Return the fence: two writers of one shard cannot both write it."""
        return block_id(self.shard, self.seq)

    @property
    def postings(self) -> tuple[Posting, ...]:
        """Return every posting in order: those of facts, then those of instructions."""
        return all_postings(self.transfers, self.acts)


def all_postings(transfers: Iterable[Transfer], acts: Iterable[Act]) -> tuple[Posting, ...]:
    """Return every posting of these facts, then every posting of these instructions."""
    of_facts = (posting for transfer in transfers for posting in transfer.postings)
    of_acts = (posting for act in acts for move in act.moves for posting in move.postings)
    return (*of_facts, *of_acts)


def block_id(shard: int, seq: int) -> str:
    """Return the id of a block, sorting by shard and then by sequence."""
    return f"{shard:02d}:{seq:012d}"


def _check_balanced(transfer_id: str, postings: tuple[Posting, ...]) -> None:
    sums: dict[Unit, int] = defaultdict(int)
    for posting in postings:
        sums[posting.unit] += posting.minutes
    if not postings or any(sums.values()):
        raise Unbalanced(transfer_id=transfer_id)

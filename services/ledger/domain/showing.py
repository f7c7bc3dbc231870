"""What a block means to readers, worked out from the block and the state that it made."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from services.ledger.domain.accounts import Unit, book_of, member_of
from services.ledger.domain.blocks import Act, Block, Move, Posting
from services.ledger.domain.encoding import Sealed
from services.ledger.domain.instructions import Step, Verb
from services.ledger.domain.lines import AccountLine, Answer, Entry, Head, HoldLine, Moved
from services.ledger.domain.refusal_lines import RefusalLine, refusal_lines
from services.ledger.domain.state import ShardState
from services.ledger.domain.turns import hold_id
from shared.kernel.clock import from_unix_millis

EARNED = "EARNED"
"""The kind of an entry that a record of service made."""

_KEEPING = frozenset({Verb.SET_LIMIT, Verb.OPEN, Verb.CLOSE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Everything a block changes for readers."""

    entries: tuple[Entry, ...]
    lines: tuple[AccountLine, ...]
    holds: tuple[HoldLine, ...]
    answers: tuple[Answer, ...]
    refusals: tuple[RefusalLine, ...]
    head: Head


def shown_of(state: ShardState, sealed: Sealed) -> Shown:
    """Return what readers see of a block; ask right after the state has applied it."""
    block = sealed.block
    return Shown(
        entries=tuple(statement_entries(block)),
        lines=account_lines(state, block),
        holds=hold_lines(state, block),
        answers=tuple(answer_of(act, block) for act in block.acts),
        refusals=tuple(refusal_lines(block)),
        head=Head(shard=block.shard, seq=block.seq, hash=sealed.hash),
    )


def account_lines(state: ShardState, block: Block) -> tuple[AccountLine, ...]:
    """Return the line of each account and unit the block touched, as it stands after the block."""
    touched = {(posting.account, posting.unit): None for posting in block.postings}
    touched |= {(held.account, Unit.CREDIT): None for held in block.held}
    touched |= {(step.account, Unit.CREDIT): None for _, _, step in _done(block) if step.verb in _KEEPING}
    return tuple(_line(state, block, account, unit) for account, unit in touched)


def _line(state: ShardState, block: Block, account: str, unit: Unit) -> AccountLine:
    standing, books = state.standing(account, unit), state.books
    spends = unit is Unit.CREDIT
    return AccountLine(
        id=f"{account}:{unit.value}",
        account=account,
        unit=unit,
        community_code=book_of(account),
        member_id=member_of(account),
        minutes=standing.minutes,
        number=standing.number,
        shard=block.shard,
        seq=block.seq,
        held_minutes=books.held.get(account, 0) if spends else 0,
        floor_minutes=books.floors.get(account, 0) if spends else 0,
        closed=books.is_closed(account),
        lots=books.lots.get(account, ()) if spends else (),
    )


def hold_lines(state: ShardState, block: Block) -> tuple[HoldLine, ...]:
    """Return each hold that the block made or settled."""
    made = (
        hold_id(act.instruction.instruction_id, number)
        for act, number, step in _done(block)
        if step.verb is Verb.HOLD
    )
    settled = (step.about for _, _, step in _done(block) if step.verb in {Verb.POST, Verb.VOID})
    return tuple(_hold_line(state, block, each) for each in dict.fromkeys((*made, *settled)))


def _hold_line(state: ShardState, block: Block, hold_id: str) -> HoldLine:
    hold = state.books.holds.get(hold_id, None)
    assert hold is not None, "the block says that it stands"
    return HoldLine(
        id=hold_id,
        account=hold.account,
        other=hold.other,
        community_code=book_of(hold.account),
        minutes=hold.minutes,
        expires_at=from_unix_millis(hold.expires_at_millis),
        state=hold.state,
        shard=block.shard,
        seq=block.seq,
    )


def _done(block: Block) -> Iterator[tuple[Act, int, Step]]:
    """Yield the steps that happened, each with its place."""
    for act in block.acts:
        if not act.refused:
            for number, step in enumerate(act.instruction.steps):
                yield act, number, step


def answer_of(act: Act, block: Block) -> Answer:
    """Return the answer to an instruction as readers see it."""
    asked = act.instruction
    held = (
        ()
        if act.refused
        else tuple(
            hold_id(asked.instruction_id, number)
            for number, step in enumerate(asked.steps)
            if step.verb is Verb.HOLD
        )
    )
    return Answer(
        id=asked.instruction_id,
        fingerprint=asked.fingerprint,
        community_code=asked.community_code,
        asked_by=asked.asked_by,
        refused=act.refused,
        at_step=act.at_step,
        moved=tuple(moved for move in act.moves for moved in moved_of(act, move)),
        holds=held,
        shard=block.shard,
        seq=block.seq,
        logged_at=from_unix_millis(block.logged_at_millis),
    )


def moved_of(act: Act, move: Move) -> Iterator[Moved]:
    """Yield what a step moved in each unit, from whom to whom."""
    for unit in Unit:
        postings = [each for each in move.postings if each.unit is unit]
        if postings:
            yield Moved(
                step=move.step,
                verb=act.instruction.steps[move.step].verb.value,
                transfer_id=move.transfer_id,
                source=next(each.account for each in postings if each.minutes < 0),
                target=next(each.account for each in postings if each.minutes > 0),
                unit=unit,
                minutes=sum(each.minutes for each in postings if each.minutes > 0),
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cause:
    """What the postings of one transfer have in common in a statement."""

    kind: str
    transfer_id: str
    effective_at_millis: int
    record_id: str = ""
    assignment_id: str = ""
    service_kind: str = ""
    instruction_id: str = ""
    reason: str = ""


def statement_entries(block: Block) -> Iterator[Entry]:
    """Yield the postings to members' accounts, in the order of the block; accounts of the book have no statement."""
    for place, (cause, posting, postings) in enumerate(_placed(block)):
        member_id = member_of(posting.account)
        if member_id is not None:
            yield Entry(
                id=f"{block.id}:{place:05d}",
                block_id=block.id,
                member_id=member_id,
                unit=posting.unit,
                minutes=posting.minutes,
                balance_minutes=posting.balance_minutes,
                community_code=book_of(posting.account),
                transfer_id=cause.transfer_id,
                record_id=cause.record_id,
                assignment_id=cause.assignment_id,
                service_kind=cause.service_kind,
                effective_at=from_unix_millis(cause.effective_at_millis),
                logged_at=from_unix_millis(block.logged_at_millis),
                kind=cause.kind,
                counterparty=_other_side(posting, postings),
                instruction_id=cause.instruction_id,
                reason=cause.reason,
            )


def _other_side(posting: Posting, postings: Iterable[Posting]) -> str:
    return next(
        each.account
        for each in postings
        if each.unit is posting.unit and (each.minutes < 0) is not (posting.minutes < 0)
    )


def _placed(block: Block) -> Iterator[tuple[_Cause, Posting, tuple[Posting, ...]]]:
    for transfer in block.transfers:
        earned = _Cause(
            kind=EARNED,
            transfer_id=transfer.transfer_id,
            effective_at_millis=transfer.effective_at_millis,
            record_id=transfer.record_id,
            assignment_id=transfer.assignment_id,
            service_kind=transfer.service_kind,
        )
        for posting in transfer.postings:
            yield earned, posting, transfer.postings
    for act in block.acts:
        for move in act.moves:
            moved = _cause_of(act, move, block)
            for posting in move.postings:
                yield moved, posting, move.postings


def _cause_of(act: Act, move: Move, block: Block) -> _Cause:
    asked = act.instruction
    return _Cause(
        kind=asked.steps[move.step].verb.value,
        transfer_id=move.transfer_id,
        effective_at_millis=asked.effective_at_millis or block.logged_at_millis,
        instruction_id=asked.instruction_id,
        reason=asked.reason,
    )

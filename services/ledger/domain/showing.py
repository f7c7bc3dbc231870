"""What blocks mean to readers, worked out from the blocks and the state that they made."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from services.ledger.domain.accounts import Unit, book_of, member_of, shown_as
from services.ledger.domain.blocks import Act, Block, Move
from services.ledger.domain.encoding import Sealed
from services.ledger.domain.instructions import Verb
from services.ledger.domain.lines import AccountLine, Answer, Head, HoldLine, Moved
from services.ledger.domain.lots import Lots
from services.ledger.domain.places import Page, done_in, touched_by
from services.ledger.domain.pool_lines import PoolLine, pool_lines
from services.ledger.domain.refusal_lines import RefusalLine, refusal_lines
from services.ledger.domain.state import ShardState
from services.ledger.domain.statements import Row, parts_of
from services.ledger.domain.turns import hold_id
from services.ledger.domain.waiting_lines import WaitingLine, waiting_lines
from shared.kernel.clock import from_unix_millis

MOST_UNSHOWN: Final = 8
"""So many blocks are shown at once at the most: a page that all of them touched is written once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one block posted to one member.

    Attributes:
        block_id: The block.
        member_id: The member.
        logged_at_millis: Log time of the block.
        rows: What was posted.
    """

    block_id: str
    member_id: str
    logged_at_millis: int
    rows: list[Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """What an account holds, in both units.

    Attributes:
        account: The account.
        served_minutes: Service minutes.
        served_number: How many postings made them.
        credit_minutes: Time credits.
        credit_number: How many postings made them.
        held_minutes: Of the credits, how many are set aside.
        floor_minutes: How low what is free may go.
        closed: Whether the account was closed.
        lots: Of a member's credits that are not held, what ends when.
    """

    account: str
    served_minutes: int
    served_number: int
    credit_minutes: int
    credit_number: int
    held_minutes: int
    floor_minutes: int
    closed: bool
    lots: Lots


@dataclass(frozen=True, slots=True, kw_only=True)
class BalancePage:
    """The balances of a page of a book, as they stand after a block.

    Attributes:
        page: Which page.
        shard: Whose chain.
        seq: The block that last touched it; an older page never replaces it.
        balances: By place.
    """

    page: Page
    shard: int
    seq: int
    balances: tuple[Balance, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a member's account stands in its book."""

    account: str
    member_id: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Everything that some blocks of a shard change for readers."""

    parts: tuple[Part, ...]
    places: tuple[Place, ...]
    pages: tuple[BalancePage, ...]
    holds: tuple[HoldLine, ...]
    answers: tuple[Answer, ...]
    refusals: tuple[RefusalLine, ...]
    waiting: tuple[WaitingLine, ...]
    pool: tuple[PoolLine, ...]
    head: Head


def shown_of(state: ShardState, blocks: Sequence[Sealed]) -> Shown:
    """Return what readers see of the newest blocks; ask right after the state has applied the last of them."""
    touched: dict[str, int] = {}
    holds: dict[str, HoldLine] = {}
    for sealed in blocks:
        touched |= dict.fromkeys(touched_by(sealed.block), sealed.block.seq)
        holds |= {each.id: each for each in hold_lines(state, sealed.block)}
    newest = blocks[-1]
    return Shown(
        parts=tuple(part for sealed in blocks for part in statement_parts(sealed.block)),
        places=tuple(_new_places(state, touched, blocks)),
        pages=tuple(_pages(state, touched)),
        holds=tuple(holds.values()),
        answers=tuple(answer_of(act, sealed.block) for sealed in blocks for act in sealed.block.acts),
        refusals=tuple(line for sealed in blocks for line in refusal_lines(sealed.block)),
        waiting=tuple(line for sealed in blocks for line in waiting_lines(state, sealed.block)),
        pool=tuple(line for sealed in blocks for line in pool_lines(sealed.block)),
        head=Head(shard=state.shard, seq=newest.block.seq, hash=newest.hash),
    )


def statement_parts(block: Block) -> Iterator[Part]:
    """Yield what a block posted to each member."""
    for member_id, rows in parts_of(block).items():
        yield Part(block_id=block.id, member_id=member_id, logged_at_millis=block.logged_at_millis, rows=rows)


def _pages(state: ShardState, touched: dict[str, int]) -> Iterator[BalancePage]:
    places, newest = state.books.places, dict[Page, int]()
    for account, seq in touched.items():
        page = places.page_of(account)
        newest[page] = max(seq, newest.get(page, 0))
    for page, seq in newest.items():
        balances = tuple(balance_of(state, account) for account in places.on(page))
        yield BalancePage(page=page, shard=state.shard, seq=seq, balances=balances)


def _new_places(state: ShardState, touched: Iterable[str], blocks: Sequence[Sealed]) -> Iterator[Place]:
    """Yield where members' accounts stand that these blocks name first; told again, it does no harm."""
    firsts = {each.account for sealed in blocks for each in sealed.block.postings if each.number == 1}
    for account in touched:
        member_id = shown_as(account)
        if member_id is None:
            continue
        if account in firsts or not any(state.standing(account, unit).number for unit in Unit):
            yield Place(account=account, member_id=member_id, number=state.books.places.own[account])


def balance_of(state: ShardState, account: str) -> Balance:
    """Return what an account holds now."""
    books = state.books
    served, credit = books.standing(account, Unit.SERVICE), books.standing(account, Unit.CREDIT)
    return Balance(
        account=account,
        served_minutes=served.minutes,
        served_number=served.number,
        credit_minutes=credit.minutes,
        credit_number=credit.number,
        held_minutes=books.held.get(account, 0),
        floor_minutes=books.floors.get(account, 0),
        closed=books.is_closed(account),
        lots=books.lots.get(account, ()),
    )


def account_lines(balance: Balance, shard: int, seq: int) -> Iterator[AccountLine]:
    """Yield an account's lines, credits always, service minutes where there were any."""
    for unit in Unit:
        spends = unit is Unit.CREDIT
        number = balance.credit_number if spends else balance.served_number
        if number or spends:
            yield AccountLine(
                id=f"{balance.account}:{unit.value}",
                account=balance.account,
                unit=unit,
                community_code=book_of(balance.account),
                member_id=member_of(balance.account),
                minutes=balance.credit_minutes if spends else balance.served_minutes,
                number=number,
                shard=shard,
                seq=seq,
                held_minutes=balance.held_minutes if spends else 0,
                floor_minutes=balance.floor_minutes if spends else 0,
                closed=balance.closed,
                lots=balance.lots if spends else (),
            )


def hold_lines(state: ShardState, block: Block) -> Iterator[HoldLine]:
    """Yield each hold that the block made or settled, as it stands now."""
    done = list(done_in(block))
    made = (
        hold_id(act.instruction.instruction_id, number)
        for act, number, step in done
        if step.verb is Verb.HOLD
    )
    settled = (step.about for _, _, step in done if step.verb in {Verb.POST, Verb.VOID})
    for each in dict.fromkeys((*made, *settled)):
        yield _hold_line(state, block, each)


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

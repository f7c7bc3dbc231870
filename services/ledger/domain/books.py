"""The books of a shard: balances, lots, holds, limits, answers; a pure value but for being grown in place."""

from dataclasses import dataclass, replace
from enum import Enum

from services.ledger.domain.accounts import NAMED, UNLIMITED, AccountKind, Unit, kind_of
from services.ledger.domain.blocks import Posting, Transfer
from services.ledger.domain.layers import Layer
from services.ledger.domain.lots import NEVER, Lot, Lots, parted, together, total
from services.ledger.domain.marks import Marks, proof_in
from services.ledger.domain.places import Places

Key = tuple[str, Unit]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What an account holds in one unit.

    Attributes:
        minutes: The balance.
        number: How many postings made it.
    """

    minutes: int = 0
    number: int = 0


class HoldState(Enum):
    """Where a hold is; from OPEN it goes on once."""

    OPEN = "OPEN"
    POSTED = "POSTED"
    VOID = "VOID"
    EXPIRED = "EXPIRED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Credits set aside.

    Attributes:
        account: Whose.
        other: For whom.
        minutes: How many.
        expires_at_millis: When it ends by itself, in log time.
        lots: Which credits; no expiry takes them while they are held.
        state: Where it is.
    """

    account: str
    other: str
    minutes: int
    expires_at_millis: int
    lots: Lots
    state: HoldState = HoldState.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A transfer that stands, as far as a reversal must know it.

    Attributes:
        postings: Account, unit and minutes of each.
        lots: The credits that the giver gave.
        reversed: Whether its opposite was posted.
        is_reversal: Whether it is itself the opposite of another.
        marks: What is not the usual of the service that a record's transfer pays for.
    """

    postings: tuple[tuple[str, Unit, int], ...]
    lots: Lots = ()
    reversed: bool = False
    is_reversal: bool = False
    marks: Marks = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Rules of earning that a book chose.

    Attributes:
        starts_at_millis: From which instant of service on.
        pack: Which version of which pack.
        terms: What it says of earning, as it stands in the chain.
    """

    starts_at_millis: int
    pack: str
    terms: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Hours of a day that wait for somebody to agree.

    Attributes:
        member_id: Whose.
        community_code: The book.
        level: Who must agree: ``ORGANISATION`` or ``HIGHER``.
        minutes: How many.
        service_kind: Of the service.
        served_at_millis: When it was given.
        settled_by: The transfer that credited them or took them back; nothing while they wait.
        marks: What is not the usual of the service.
        record: The transfer that paid for the service first.
    """

    member_id: str
    community_code: str
    level: str
    minutes: int
    service_kind: str
    served_at_millis: int
    settled_by: str = ""
    marks: Marks = ()
    record: str = ""


NOTHING = Standing()


class Books:
    """Everything the blocks of a shard add up to, in layers.

    Invariant, for each member: credits in lots − owed = balance − held.
    """

    def __init__(self, below: "Books | None" = None) -> None:
        """Lie, empty, over other books or over nothing."""
        self.standings: Layer[Key, Standing] = Layer(below.standings if below else None)
        self.bodies: Layer[str, tuple[str, ...]] = Layer(below.bodies if below else None)
        self.lots: Layer[str, Lots] = Layer(below.lots if below else None)
        self.owed: Layer[str, int] = Layer(below.owed if below else None)
        self.held: Layer[str, int] = Layer(below.held if below else None)
        self.floors: Layer[str, int] = Layer(below.floors if below else None)
        self.opened: Layer[str, bool] = Layer(below.opened if below else None)
        self.holds: Layer[str, Hold | None] = Layer(below.holds if below else None)
        self.posted: Layer[str, Posted | None] = Layer(below.posted if below else None)
        self.places: Places = below.places if below else Places()
        self.chosen: Layer[str, tuple[Chosen, ...]] = Layer(below.chosen if below else None)
        self.days: Layer[str, int] = Layer(below.days if below else None)
        self.waiting: Layer[str, Waiting | None] = Layer(below.waiting if below else None)
        self.settled: Layer[str, str] = Layer(below.settled if below else None)
        self.lengthened: Layer[str, tuple[str, ...]] = Layer(below.lengthened if below else None)
        self.above_cap: Layer[str, str] = Layer(below.above_cap if below else None)

    def above(self) -> "Books":
        """Return empty books over these."""
        return Books(self)

    def settle(self) -> None:
        """Let what was worked out here stand below."""
        for layer in (self.standings, self.bodies, self.lots, self.owed, self.held, self.floors):
            layer.settle()
        self.opened.settle()
        self.holds.settle()
        self.posted.settle()
        self.chosen.settle()
        self.days.settle()
        self.waiting.settle()
        self.settled.settle()
        self.lengthened.settle()
        self.above_cap.settle()

    def answers(self, asked: str) -> tuple[str, ...]:
        """Return the fingerprints a record or instruction was already answered for; the first one counts."""
        return self.bodies.get(asked, ())

    def answered(self, asked: str, fingerprint: str) -> None:
        """Remember, for ever, that this body has its answer."""
        self.bodies.put(asked, (*self.answers(asked), fingerprint))

    def standing(self, account: str, unit: Unit) -> Standing:
        """Return what an account holds."""
        return self.standings.get((account, unit), NOTHING)

    def is_closed(self, account: str) -> bool:
        """Tell whether an account was closed, for ever."""
        return not self.opened.get(account, True)

    def is_known(self, account: str) -> bool:
        """Tell whether there is such an account: a book has its own, others are opened or have postings."""
        kind = kind_of(account)
        if kind not in NAMED:
            return kind is not None
        return self.opened.get(account, False) or any(self.standing(account, unit).number for unit in Unit)

    def free_minutes(self, account: str) -> int:
        """Return the credits that are not held."""
        return self.standing(account, Unit.CREDIT).minutes - self.held.get(account, 0)

    def can_spend(self, account: str, minutes: int) -> bool:
        """Tell whether an account may give so many credits, its holds and its limit counted."""
        if kind_of(account) in UNLIMITED:
            return True
        return self.free_minutes(account) - minutes >= self.floors.get(account, 0)

    def post(self, account: str, unit: Unit, minutes: int) -> Posting:
        """Return the posting of these minutes on top of what stands."""
        before = self.standing(account, unit)
        after = Standing(minutes=before.minutes + minutes, number=before.number + 1)
        self.standings.put((account, unit), after)
        return Posting(
            account=account, unit=unit, minutes=minutes, balance_minutes=after.minutes, number=after.number
        )

    def take_lots(self, account: str, minutes: int) -> Lots:
        """Return credits out of an account's lots, the first to end first; what it has not it owes."""
        if kind_of(account) is not AccountKind.MEMBER:
            return (Lot(expires_at_millis=NEVER, minutes=minutes),)
        first, rest = parted(self.lots.get(account, ()), minutes)
        self.lots.put(account, rest)
        owed = minutes - total(first)
        if not owed:
            return first
        self.owed.put(account, self.owed.get(account, 0) + owed)
        return together(first, (Lot(expires_at_millis=NEVER, minutes=owed),))

    def take_lots_of(self, account: str, minutes: int, like: Lot) -> Lots:
        """Return credits out of an account's lots: those that end and are known like this one, then as always."""
        if kind_of(account) is not AccountKind.MEMBER:
            return self.take_lots(account, minutes)
        lots = self.lots.get(account, ())
        kind = (like.expires_at_millis, like.proof)
        alike = tuple(lot for lot in lots if (lot.expires_at_millis, lot.proof) == kind)
        first, rest = parted(alike, minutes)
        self.lots.put(account, together(rest, tuple(lot for lot in lots if lot not in alike)))
        left = minutes - total(first)
        return together(first, self.take_lots(account, left)) if left else first

    def give_lots(self, account: str, lots: Lots) -> None:
        """Put credits into an account's lots, after what it owes."""
        if kind_of(account) is not AccountKind.MEMBER:
            return
        owed, rest = self.owed.get(account, 0), lots
        if owed:
            paid, rest = parted(lots, owed)
            self.owed.put(account, owed - total(paid))
        self.lots.put(account, together(self.lots.get(account, ()), rest))

    def earn(self, transfer: Transfer, expires_at_millis: int) -> None:
        """Take in what a record's postings mean beyond balances: when the credits end, and what a reversal must mirror."""
        for posting in transfer.postings:
            if posting.unit is Unit.CREDIT and posting.minutes > 0:
                proof = proof_in(transfer.marks)
                lot = Lot(expires_at_millis=expires_at_millis, minutes=posting.minutes, proof=proof)
                self.give_lots(posting.account, (lot,))
        moved = tuple((each.account, each.unit, each.minutes) for each in transfer.postings)
        self.posted.put(transfer.transfer_id, Posted(postings=moved, marks=transfer.marks))

    def hold(self, hold_id: str, hold: Hold) -> None:
        """Set credits aside."""
        self.holds.put(hold_id, hold)
        self.held.put(hold.account, self.held.get(hold.account, 0) + hold.minutes)

    def end_hold(self, hold_id: str, hold: Hold, state: HoldState, free_again: Lots) -> None:
        """Let a hold go on to its last state, and give back what of it was not used."""
        self.holds.put(hold_id, replace(hold, state=state, lots=()))
        self.held.put(hold.account, self.held.get(hold.account, 0) - hold.minutes)
        self.give_lots(hold.account, free_again)

    def time_out(self, hold_id: str) -> None:
        """End a hold whose time is over, if it is still open."""
        hold = self.holds.get(hold_id, None)
        if hold is not None and hold.state is HoldState.OPEN:
            self.end_hold(hold_id, hold, HoldState.EXPIRED, hold.lots)

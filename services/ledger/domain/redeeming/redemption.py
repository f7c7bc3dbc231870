"""A redemption: credits set aside for a service, from the order until they are used or free again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from services.ledger.domain.accounts import book_account, member_account
from services.ledger.domain.instructions import Instruction, Step, Verb
from services.ledger.domain.redeeming.errors import RedemptionOver, StillOrdered
from services.ledger.domain.turns import hold_id
from shared.kernel.clock import unix_millis
from shared.kernel.ids import derived_id

HOLD_OUTLASTS: Final = timedelta(days=60)
"""A hold stands this long after the service, for the minutes may be agreed to late."""


class RedemptionState(StrEnum):
    """Where a redemption stands."""

    ORDERED = "ORDERED"
    """The ledger is asked to set the credits aside."""
    REFUSED = "REFUSED"
    """It did not: too few credits."""
    BOOKED = "BOOKED"
    """The credits are set aside, a helper is looked for."""
    ARRANGED = "ARRANGED"
    """Somebody said yes."""
    WITHDRAWING = "WITHDRAWING"
    """Taken back; unless the service began, the need closes."""
    USING = "USING"
    """The service was given; the ledger is asked to use what it took."""
    USED = "USED"
    """What the service took was used, the rest is free again."""
    RELEASING = "RELEASING"
    """Nothing came of it; the ledger is asked to let go."""
    RELEASED = "RELEASED"
    """The credits are free again."""


S = RedemptionState
NEXT_STATES: Final[Mapping[RedemptionState, frozenset[RedemptionState]]] = MappingProxyType(
    {
        S.ORDERED: frozenset({S.BOOKED, S.REFUSED, S.RELEASING}),
        S.REFUSED: frozenset(),
        S.BOOKED: frozenset({S.ARRANGED, S.WITHDRAWING, S.USING, S.RELEASING}),
        S.ARRANGED: frozenset({S.BOOKED, S.WITHDRAWING, S.USING, S.RELEASING}),
        S.WITHDRAWING: frozenset({S.USING, S.RELEASING}),
        S.USING: frozenset({S.USED, S.RELEASED}),
        S.USED: frozenset(),
        S.RELEASING: frozenset({S.RELEASED}),
        S.RELEASED: frozenset(),
    }
)
WAITS: Final = frozenset({S.ORDERED, S.USING, S.RELEASING})
"""States in which the ledger's answer is awaited."""


class PaidBy(StrEnum):
    """Whose credits."""

    MEMBER = "MEMBER"
    POOL = "POOL"


class OrderedAs(StrEnum):
    """In which role somebody ordered."""

    SELF = "SELF"
    RELATIVE = "RELATIVE"
    STAFF = "STAFF"


class IdentitySeen(StrEnum):
    """What staff looked at to know who stands before them; nothing of it is copied."""

    IDENTITY_CARD = "IDENTITY_CARD"
    OTHER_DOCUMENT = "OTHER_DOCUMENT"
    KNOWN_IN_PERSON = "KNOWN_IN_PERSON"


class ConsentGiven(StrEnum):
    """How the person agreed."""

    SPOKEN = "SPOKEN"
    WRITTEN = "WRITTEN"


class Ending(StrEnum):
    """Why credits are let go."""

    WITHDRAWN = "withdrawn"
    NOBODY_FOUND = "nobody-found"
    NO_SHOW = "no-show"
    QUOTA_FULL = "quota-full"
    NOT_POSSIBLE = "not-possible"
    HOLD_OVER = "hold-over"


@dataclass(frozen=True, slots=True, kw_only=True)
class AtCounter:
    """What staff recorded at the counter.

    Attributes:
        seen: What they looked at.
        consent: How the person agreed.
        hardship: Whether they verified hardship; never why.
    """

    seen: IdentitySeen
    consent: ConsentGiven
    hardship: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Redemption:
    """One service for time credits.

    Attributes:
        community_code: Whose catalogue it was chosen from.
        book: In whose book the credits are.
        member_id: Whose credits; None where the pool pays.
        resident_id: Who receives the service.
        minutes: Set aside; the most it can cost.
        used_minutes: What the service took, once it was given.
        missed: Whether a helper did not come.
        reason: Code of why it was refused or released.
        ended_at: When it was used, refused or released, UTC.
    """

    id: str
    version: int = 0
    community_code: str
    book: str
    entry_id: str
    service_kind: str
    paid_by: PaidBy
    member_id: str | None
    resident_id: str
    ordered_by: str
    ordered_as: OrderedAs
    at_counter: AtCounter | None = None
    minutes: int
    used_minutes: int = 0
    starts_at: datetime
    ends_at: datetime
    state: RedemptionState = RedemptionState.ORDERED
    missed: bool = False
    reason: str = ""
    created_at: datetime
    arranged_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def is_over(self) -> bool:
        """Tell whether it has reached a state it never leaves."""
        return not NEXT_STATES[self.state]

    @property
    def code(self) -> str:
        """Return the number printed on the slip, to be read aloud."""
        digits = f"{int(derived_id('slip', self.id).replace('-', ''), 16) % 10**8:08d}"
        return f"{digits[:4]} {digits[4:]}"

    @property
    def account(self) -> str:
        """Return the account that pays."""
        if self.member_id is None:
            return book_account(self.book, "pool")
        return member_account(self.book, self.member_id)

    @property
    def hold_id(self) -> str:
        """Return the id of the hold; it follows from the redemption."""
        return hold_id(self._asked("hold"), 1)

    @property
    def awaits(self) -> str | None:
        """Return the id of the instruction whose answer is awaited, if one is."""
        asked = {S.ORDERED: "hold", S.USING: "post", S.RELEASING: "void"}.get(self.state)
        return self._asked(asked) if asked else None

    def asks(self) -> Instruction:
        """Return what the ledger is asked in this state."""
        partner = book_account(self.book, "partner:redeemed")
        steps = {
            S.ORDERED: (
                Step(verb=Verb.OPEN, account=partner),
                Step(
                    verb=Verb.HOLD,
                    account=self.account,
                    other=partner,
                    minutes=self.minutes,
                    expires_at_millis=unix_millis(self.ends_at + HOLD_OUTLASTS),
                ),
            ),
            S.USING: (Step(verb=Verb.POST, about=self.hold_id, minutes=self.used_minutes),),
            S.RELEASING: (Step(verb=Verb.VOID, about=self.hold_id),),
        }[self.state]
        return Instruction(
            instruction_id=str(self.awaits),
            community_code=self.book,
            steps=steps,
            asked_by=self.ordered_by,
            reason="REDEMPTION",
        )

    def step(self, there: RedemptionState) -> "Redemption":
        """Return it in state ``there``, or as it is where no arrow leads there: what came too late changes nothing."""
        return replace(self, state=there) if there in NEXT_STATES[self.state] else self

    def booked(self) -> "Redemption":
        """Return it with its credits set aside."""
        return self.step(S.BOOKED)

    def refused(self, reason: str, now: datetime) -> "Redemption":
        """Return it refused by the ledger."""
        return self._closed(S.REFUSED, reason, now)

    def arranged(self, now: datetime) -> "Redemption":
        """Return it with a helper who said yes."""
        there = self.step(S.ARRANGED)
        return there if there is self else replace(there, arranged_at=self.arranged_at or now)

    def helper_left(self, *, missed: bool) -> "Redemption":
        """Return it looking for a helper again; who was missed is the reason even where that is told last."""
        there = self.step(S.BOOKED)
        told_late = self.reason == Ending.NOBODY_FOUND.value
        if not missed or (self.is_over and not told_late):
            return there
        return replace(there, missed=True, reason=Ending.NO_SHOW.value if told_late else there.reason)

    def check_can_withdraw(self) -> None:
        """Pass if it may be taken back.

        Raises:
            StillOrdered: If the ledger has not answered yet.
            RedemptionOver: If it is over, or being settled.
        """
        if self.state is S.ORDERED:
            raise StillOrdered
        if self.state not in (S.BOOKED, S.ARRANGED, S.WITHDRAWING):
            raise RedemptionOver

    @property
    def can_withdraw(self) -> bool:
        """Tell whether :meth:`check_can_withdraw` passes and it is not being withdrawn."""
        return self.state in (S.BOOKED, S.ARRANGED)

    def withdrawn(self) -> "Redemption":
        """Return it taken back."""
        return self.step(S.WITHDRAWING)

    def given(self, minutes: int) -> "Redemption":
        """Return it with the service given: what it took is to be used, at most what is held."""
        there = self.step(S.USING)
        return there if there is self else replace(there, used_minutes=min(minutes, self.minutes))

    def let_go(self, ending: Ending) -> "Redemption":
        """Return it come to nothing, its credits to be let go."""
        there = self.step(S.RELEASING)
        return there if there is self else replace(there, reason=ending.value)

    def settled(self, refused: str, now: datetime) -> "Redemption":
        """Return it with the ledger's answer to a use or a release; a hold that is over has let go by itself."""
        if self.state is S.RELEASING:
            return self._closed(S.RELEASED, self.reason, now)
        if refused:
            return replace(self._closed(S.RELEASED, Ending.HOLD_OVER.value, now), used_minutes=0)
        return self._closed(S.USED, "", now)

    def _closed(self, there: RedemptionState, reason: str, now: datetime) -> "Redemption":
        closed = self.step(there)
        return closed if closed is self else replace(closed, reason=reason, ended_at=now)

    def _asked(self, what: str) -> str:
        return derived_id(f"redemption-{what}", self.id)

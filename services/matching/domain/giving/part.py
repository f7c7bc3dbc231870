"""A part of a need: one thing asked for, who answers it, and how far that has come."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated

from services.matching.domain.errors import IllegalStep
from services.matching.domain.giving.kinds import GoodsCategory
from services.matching.domain.offer import OfferKind
from shared.events.fields import Moment, Text, Whole
from shared.kernel.ids import derived_id

MOST_PARTS = 8
MOST_ATTEMPTS = 20

PartTitle = Annotated[str, Text(least=2, most=60)]
Quantity = Annotated[int, Whole(least=1, most=10_000_000_000)]


class PartState(StrEnum):
    """Where a part of a need stands."""

    OPEN = "OPEN"
    RESERVED = "RESERVED"
    HANDED_OVER = "HANDED_OVER"
    CONFIRMED = "CONFIRMED"
    EXPIRED = "EXPIRED"
    WITHDRAWN = "WITHDRAWN"


NEXT_STATES: Mapping[PartState, frozenset[PartState]] = MappingProxyType(
    {
        PartState.OPEN: frozenset({PartState.RESERVED, PartState.EXPIRED, PartState.WITHDRAWN}),
        PartState.RESERVED: frozenset({PartState.OPEN, PartState.HANDED_OVER, PartState.WITHDRAWN}),
        PartState.HANDED_OVER: frozenset({PartState.OPEN, PartState.CONFIRMED, PartState.WITHDRAWN}),
        PartState.CONFIRMED: frozenset(),
        PartState.EXPIRED: frozenset(),
        PartState.WITHDRAWN: frozenset(),
    }
)
SETTLED = frozenset(state for state, following in NEXT_STATES.items() if not following)
ANSWERED = frozenset({PartState.RESERVED, PartState.HANDED_OVER, PartState.CONFIRMED})


class ReceivedAs(StrEnum):
    """In which role somebody said that it arrived."""

    RECEIVER = "RECEIVER"
    DELEGATE = "DELEGATE"
    STAFF = "STAFF"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedPart:
    """What is asked for in one part.

    Attributes:
        title: In words, such as 大米和油.
        category: For goods.
        quantity: Units of goods, fen of funds, people in a venue; 1 for service.
        professional: For service: it is a social worker's.
        starts_at: For a venue, from when; none is the need's start.
        ends_at: For a venue, until when; none is the need's end.
        due_at: By when it should have been handed over; none is the need's end.
    """

    kind: OfferKind
    title: PartTitle
    category: GoodsCategory | None = None
    quantity: Quantity = 1
    professional: bool = False
    starts_at: Moment | None = None
    ends_at: Moment | None = None
    due_at: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Who answers a part, and how far that has come.

    Attributes:
        reservation_id: Of what the offer set aside; for service the id of the answer itself.
        owner_id: The member who answers, or who made the party's offer.
        party_id: The party that answers, if it is one.
        party_name: As it was called then.
        offer_id: From which offer; none for service.
        quantity: Set aside, then handed over.
        taken_by: Who said that they answer it.
    """

    reservation_id: str
    owner_id: str
    party_id: str | None = None
    party_name: str = ""
    offer_id: str | None = None
    quantity: int = 1
    taken_by: str
    reserved_at: datetime
    handed_over_at: datetime | None = None
    handed_over_by: str | None = None
    confirmed_at: datetime | None = None
    confirmed_by: str | None = None
    confirmed_as: ReceivedAs | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a need.

    Attributes:
        due_at: By when it should have been handed over, UTC; its clock.
        answer: Who answers it; kept with what was withdrawn while it was answered.
        attempts: How often it was given back.
    """

    id: str
    asked: AskedPart
    due_at: datetime
    state: PartState = PartState.OPEN
    answer: Answer | None = None
    attempts: int = 0

    @property
    def is_settled(self) -> bool:
        """Tell whether it has reached a state it never leaves."""
        return self.state in SETTLED

    def step(self, there: PartState) -> "Part":
        """Return this part in state ``there``.

        Raises:
            IllegalStep: If NEXT_STATES has no such arrow.
        """
        if there not in NEXT_STATES[self.state]:
            raise IllegalStep(here=self.state, there=there)
        return replace(self, state=there)

    def is_overdue(self, now: datetime) -> bool:
        """Tell whether its clock has run out before it was handed over."""
        return self.state in (PartState.OPEN, PartState.RESERVED) and now > self.due_at

    def withdrawn(self) -> "Part":
        """Return it as a withdrawn need leaves it: what was handed over stays for its receiver to confirm."""
        if self.is_settled or self.state is PartState.HANDED_OVER:
            return self
        return self.step(PartState.WITHDRAWN)

    def expired(self) -> "Part":
        """Return it as the end of the need leaves it: expired if nobody answers it."""
        return self.step(PartState.EXPIRED) if self.state is PartState.OPEN else self


def part_of_need(need_id: str, key: str, asked: AskedPart, ends_at: datetime) -> Part:
    """Return an open part; its id follows from the need and a key that no other of its parts has."""
    return Part(id=derived_id("part", need_id, key), asked=asked, due_at=asked.due_at or ends_at)

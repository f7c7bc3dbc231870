"""An offer: what somebody is ready to give."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from services.matching.domain.errors import IllegalStep
from services.matching.domain.giving.kinds import Funds, Goods, Venue
from services.matching.domain.giving.reservation import Reservation
from shared.kernel.geography import Point


class OfferKind(StrEnum):
    """What is offered."""

    SERVICE = "SERVICE"
    GOODS = "GOODS"
    FUNDS = "FUNDS"
    VENUE = "VENUE"


class OfferState(StrEnum):
    """Whether an offer stands."""

    OPEN = "OPEN"
    PAUSED = "PAUSED"
    WITHDRAWN = "WITHDRAWN"


NEXT_STATES: Mapping[OfferState, frozenset[OfferState]] = MappingProxyType(
    {
        OfferState.OPEN: frozenset({OfferState.PAUSED, OfferState.WITHDRAWN}),
        OfferState.PAUSED: frozenset({OfferState.OPEN, OfferState.WITHDRAWN}),
        OfferState.WITHDRAWN: frozenset(),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a member, or a party through them, is ready to give.

    Attributes:
        member_id: Who made it; for a party one of its staff.
        party_id: The party it is offered by, if it is not the member's own.
        party_name: As it was called when this was offered.
        service_kinds: Codes of the kinds of service, for ``SERVICE``.
        radius_metres: How far the member goes; 0 takes the member's own radius.
        point: From where; none takes the member's own.
        note: In the member's words.
        goods: What there is, for ``GOODS``.
        funds: What there is, for ``FUNDS``.
        venue: What there is, for ``VENUE``.
        reservations: What is set aside and what was given, oldest first: the account of the offer.
        changed_at: When it last changed, UTC.
    """

    id: str
    version: int = 0
    member_id: str
    community_code: str
    party_id: str | None = None
    party_name: str = ""
    kind: OfferKind = OfferKind.SERVICE
    service_kinds: tuple[str, ...] = ()
    radius_metres: int = 0
    point: Point | None = None
    state: OfferState = OfferState.OPEN
    note: str = ""
    goods: Goods | None = None
    funds: Funds | None = None
    venue: Venue | None = None
    reservations: tuple[Reservation, ...] = ()
    created_at: datetime
    changed_at: datetime

    @property
    def quantity(self) -> int:
        """Return all there ever was, in units or fen, or a venue's capacity in people; 0 for service."""
        if self.goods:
            return self.goods.quantity
        if self.funds:
            return self.funds.amount_fen
        return self.venue.capacity if self.venue else 0

    def step(self, there: OfferState) -> "Offer":
        """Return it in state ``there``; itself if it is there already.

        Raises:
            IllegalStep: If NEXT_STATES has no such arrow.
        """
        if there is self.state:
            return self
        if there not in NEXT_STATES[self.state]:
            raise IllegalStep(here=self.state, there=there)
        return replace(self, state=there)

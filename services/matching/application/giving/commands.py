"""What may be asked of a part of a need, with the limits of its fields."""

from dataclasses import dataclass
from typing import Annotated

from services.matching.domain.giving.part import AskedPart, Quantity
from shared.events.fields import Id, Text

Words200 = Annotated[str, Text(most=200, lines=True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskParts:
    """Ask for more in a need that is under way."""

    parts: tuple[AskedPart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReservePart:
    """Answer a part.

    Attributes:
        offer_id: From which offer; needed for goods, funds and venues.
        party_id: For service that is not professional: the party that gives it.
        quantity: Less than is asked for, if less can be given; none is all of it.
    """

    offer_id: Id | None = None
    party_id: Id | None = None
    quantity: Quantity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasePart:
    """Give a part back, or take it back once it was returned; a reason may be given."""

    reason: Words200 = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverPart:
    """Say that it was handed over; none is all that was set aside, the rest goes back into stock."""

    quantity: Quantity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmPart:
    """Say that it arrived; none is all that was handed over, the rest goes back into stock."""

    quantity: Quantity | None = None

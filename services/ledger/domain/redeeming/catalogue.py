"""What a community lets people redeem: each entry with its price in minutes, its places a month, and for whom it is."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from services.ledger.domain.redeeming.errors import NotListed, QuotaFull
from shared.kernel.clock import CHINA

MOST_CHANGES: Final = 50
"""Older changes of an entry stand in the event log alone."""


class EntryState(StrEnum):
    """Whether an entry can be chosen."""

    LISTED = "LISTED"
    WITHDRAWN = "WITHDRAWN"


NEXT_ENTRY_STATES: Final[Mapping[EntryState, frozenset[EntryState]]] = MappingProxyType(
    {
        EntryState.LISTED: frozenset({EntryState.WITHDRAWN}),
        EntryState.WITHDRAWN: frozenset({EntryState.LISTED}),
    }
)
"""An entry taken out of the catalogue can be put back: that is how a withdrawal is undone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Who changed an entry.

    Attributes:
        at: When, UTC.
        by: Who.
        did: ``LISTED``, ``AMENDED`` or ``WITHDRAWN``.
    """

    at: datetime
    by: str
    did: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked:
    """A place of a month that a redemption takes."""

    redemption_id: str
    month: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What an entry asks for and gives.

    Attributes:
        minutes: Price and length of the service, in minutes, 15 to 480.
        monthly_quota: Places in a month of China, 1 to 500.
        lead_hours: How long ahead it must be booked, 0 to 336.
        least_age: From what age of who receives it, 0 to 100; hardship seen by staff stands above it.
    """

    minutes: int
    monthly_quota: int
    lead_hours: int
    least_age: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueEntry:
    """One service that can be redeemed in a community.

    Attributes:
        booked: Places taken, of this month and later ones.
        changes: Who changed it, oldest first, the last 50.
    """

    id: str
    version: int = 0
    community_code: str
    service_kind: str
    terms: Terms
    state: EntryState = EntryState.LISTED
    booked: tuple[Booked, ...] = ()
    changes: tuple[Change, ...] = ()
    created_at: datetime

    def changed(self, change: Change) -> "CatalogueEntry":
        """Return it with who changed it noted."""
        return replace(self, changes=(*self.changes, change)[-MOST_CHANGES:])

    def step(self, there: EntryState, change: Change) -> "CatalogueEntry":
        """Return it listed or withdrawn; what is so already stays as it is."""
        if there not in NEXT_ENTRY_STATES[self.state]:
            return self
        return replace(self, state=there).changed(change)

    def amended(self, terms: Terms, change: Change) -> "CatalogueEntry":
        """Return it on other terms; what was ordered before keeps its own."""
        return self if terms == self.terms else replace(self, terms=terms).changed(change)

    def left_in(self, month: str) -> int:
        """Return how many places of a month are left; none below zero."""
        taken = sum(each.month == month for each in self.booked)
        return max(0, self.terms.monthly_quota - taken)

    def check_can_book(self, month: str) -> None:
        """Pass if a place of the month can be taken.

        Raises:
            NotListed: If the entry was withdrawn.
            QuotaFull: If none is left.
        """
        if self.state is not EntryState.LISTED:
            raise NotListed
        if not self.left_in(month):
            raise QuotaFull(month=month)

    def with_place(self, redemption_id: str, month: str, now: datetime) -> "CatalogueEntry":
        """Return it with a place taken; taken by the same redemption again, it is taken once.

        Raises:
            QuotaFull: If none is left.
        """
        if any(each.redemption_id == redemption_id for each in self.booked):
            return self
        if not self.left_in(month):
            raise QuotaFull(month=month)
        kept = tuple(each for each in self.booked if each.month >= month_of(now))
        return replace(self, booked=(*kept, Booked(redemption_id=redemption_id, month=month)))

    def without_place(self, redemption_id: str) -> "CatalogueEntry":
        """Return it with the place of a redemption free again; one that has none changes nothing."""
        kept = tuple(each for each in self.booked if each.redemption_id != redemption_id)
        return self if len(kept) == len(self.booked) else replace(self, booked=kept)


def month_of(instant: datetime) -> str:
    """Return the month of China an instant lies in: ``2026-11``."""
    return f"{instant.astimezone(CHINA):%Y-%m}"

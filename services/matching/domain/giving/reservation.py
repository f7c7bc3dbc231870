"""A reservation: what an offer has set aside for one part of one need."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType


class ReservationState(StrEnum):
    """Whether it is being made, stands, or was given; a released one is gone."""

    RESERVED = "RESERVED"
    HELD = "HELD"
    GIVEN = "GIVEN"


NEXT_STATES: Mapping[ReservationState, frozenset[ReservationState]] = MappingProxyType(
    {
        ReservationState.RESERVED: frozenset({ReservationState.HELD, ReservationState.GIVEN}),
        ReservationState.HELD: frozenset({ReservationState.GIVEN}),
        ReservationState.GIVEN: frozenset(),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reservation:
    """What is set aside, or was given.

    Attributes:
        id: Follows from the offer, the part and how often the part was given back.
        quantity: Units, fen or people.
        starts_at: For a venue, from when, UTC.
        ends_at: For a venue, until when, UTC.
        reserved_at: When, UTC; one that does not stand after a minute is looked at.
    """

    id: str
    need_id: str
    part_id: str
    quantity: int
    state: ReservationState = ReservationState.RESERVED
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    reserved_at: datetime


def total(reservations: Iterable[Reservation]) -> int:
    """Return how much all of them take together."""
    return sum(each.quantity for each in reservations)


def most_at_once(reservations: Iterable[Reservation], starts_at: datetime, ends_at: datetime) -> int:
    """Return the most that is taken at any moment of a span by reservations with a time."""
    steps: list[tuple[datetime, int]] = []
    for each in reservations:
        if each.starts_at and each.ends_at and each.starts_at < ends_at and starts_at < each.ends_at:
            steps += [(each.starts_at, each.quantity), (each.ends_at, -each.quantity)]
    now = most = 0
    for _, change in sorted(steps):
        now += change
        most = max(most, now)
    return most

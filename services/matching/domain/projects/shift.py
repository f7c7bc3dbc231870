"""A shift of a project: its roles with their places, who holds them, who waits, and who came."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from services.matching.domain.errors import IllegalStep, TooManyAttempts
from services.matching.domain.need import MOST_ATTEMPTS, RecordedAs
from services.matching.domain.projects.errors import (
    ListTooLong,
    NoSuchRole,
    NotAttending,
    ShiftFull,
    ShiftNotOpen,
    TooManyPhotos,
    WaitlistFull,
)
from services.matching.domain.projects.photo import MOST_PHOTOS
from services.matching.domain.projects.presence import MOST_ATTENDING, Attendee
from shared.kernel.geography import Point
from shared.kernel.ids import derived_id

MOST_PLACES = 200
MOST_WAITING = 100
MOST_ROLES = 6


class ShiftState(StrEnum):
    """Where a shift stands."""

    OPEN = "OPEN"
    SETTLED = "SETTLED"
    CANCELLED = "CANCELLED"


NEXT_STATES: Mapping[ShiftState, frozenset[ShiftState]] = MappingProxyType(
    {
        ShiftState.OPEN: frozenset({ShiftState.SETTLED, ShiftState.CANCELLED}),
        ShiftState.SETTLED: frozenset({ShiftState.OPEN}),
        ShiftState.CANCELLED: frozenset(),
    }
)
"""Somebody entered late opens a settled shift again, until their minutes stand, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftRole:
    """A kind of place in a shift.

    Attributes:
        code: Unique in the shift.
        name: As the organisation says it.
        places: How many, 1 to 200 in all roles together.
        leads: Whether who holds it signs the others in.
    """

    code: str
    name: str
    places: int
    leads: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A place that somebody holds.

    Attributes:
        seat_id: Bound in the holder's diary.
        adult: Whether the holder is 18 or older then.
        signed_up_by: The leader of the holder's team, if they did it.
        team_id: The team with which the holder comes, if its leader signed the team up.
    """

    seat_id: str
    member_id: str
    role: str
    taken_at: datetime
    adult: bool = True
    signed_up_by: str | None = None
    team_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """One shift: a time, a place, and the people of it.

    Attributes:
        expected_minutes: Agreed length for one person, in minutes, 1 to 1440.
        address: Where to meet, in words; public, for a shift is no home.
        least_age: Full years asked for, beyond what the kind of service asks.
        note: What to bring, what is taught before the start.
        seats: Held places, oldest first.
        waiting: Who waits, oldest first, with the place they would get.
        left_by: Members who held or waited for a place and left, once for each time.
        attendees: Who came, in the order they were told.
        photo_ids: Photos that show it took place, at most a dozen.
        key: What the codes on the presence screen are made with.
        reason: Why it was cancelled, in words.
    """

    id: str
    version: int = 0
    project_id: str
    party_id: str
    community_code: str
    service_kind: str
    title: str
    starts_at: datetime
    ends_at: datetime
    expected_minutes: int
    address: str
    point: Point | None = None
    roles: tuple[ShiftRole, ...]
    least_age: int = 0
    certificate_needed: bool = False
    note: str = ""
    recorded_as: RecordedAs = RecordedAs.VOLUNTEER
    state: ShiftState = ShiftState.OPEN
    seats: tuple[Seat, ...] = ()
    waiting: tuple[Seat, ...] = ()
    left_by: tuple[str, ...] = ()
    attendees: tuple[Attendee, ...] = ()
    photo_ids: tuple[str, ...] = ()
    key: str
    reason: str = ""
    posted_by: str
    created_at: datetime

    @property
    def places(self) -> tuple[Seat, ...]:
        """Return the held places, as the gates of a kind of service look at them."""
        return self.seats

    @property
    def places_left(self) -> int:
        """Return how many places nobody holds."""
        return sum(role.places for role in self.roles) - len(self.seats)

    def left_in(self, role: str) -> int:
        """Return how many places of a role nobody holds."""
        return self.role(role).places - sum(1 for seat in self.seats if seat.role == role)

    def role(self, code: str) -> ShiftRole:
        """Return a role.

        Raises:
            NoSuchRole: If there is none.
        """
        found = next((role for role in self.roles if role.code == code), None)
        if found is None:
            raise NoSuchRole
        return found

    def seat_of(self, member_id: str) -> Seat | None:
        """Return the place a member holds, if any."""
        return next((seat for seat in self.seats if seat.member_id == member_id), None)

    def wait_of(self, member_id: str) -> Seat | None:
        """Return the place a member waits for, if any."""
        return next((seat for seat in self.waiting if seat.member_id == member_id), None)

    def is_led_by(self, member_id: str) -> bool:
        """Tell whether a member leads the shift."""
        seat = self.seat_of(member_id)
        return seat is not None and self.role(seat.role).leads

    def attendee(self, id_: str) -> Attendee:
        """Return who came, by the id on the list.

        Raises:
            NotAttending: If there is nobody.
        """
        found = next((each for each in self.attendees if each.id == id_), None)
        if found is None:
            raise NotAttending
        return found

    def attendee_of(self, member_id: str) -> Attendee | None:
        """Return a member's line of the list, if any."""
        return next((each for each in self.attendees if each.member_id == member_id), None)

    def next_seat_id(self, member_id: str) -> str:
        """Return the id of the place a member would get; the same until one was held and left."""
        return derived_id("seat", self.id, member_id, str(self.left_by.count(member_id)))

    def step(self, there: ShiftState) -> "Shift":
        """Return this shift in state ``there``.

        Raises:
            IllegalStep: If NEXT_STATES has no such arrow.
        """
        if there not in NEXT_STATES[self.state]:
            raise IllegalStep(here=self.state, there=there)
        return replace(self, state=there)

    def with_seat(self, seat: Seat) -> "Shift":
        """Return it with one more place held.

        Raises:
            ShiftFull: If no place of the role is left.
            TooManyAttempts: If the member left too often.
        """
        self._check_joins(seat.member_id)
        if self.left_in(seat.role) < 1:
            raise ShiftFull
        still = tuple(each for each in self.waiting if each.member_id != seat.member_id)
        return replace(self, seats=(*self.seats, seat), waiting=still)

    def with_wait(self, seat: Seat) -> "Shift":
        """Return it with one more who waits, at the end of the list.

        Raises:
            WaitlistFull: If the list is as long as it may be.
        """
        self._check_joins(seat.member_id)
        if len(self.waiting) >= MOST_WAITING:
            raise WaitlistFull
        return replace(self, waiting=(*self.waiting, seat))

    def _check_joins(self, member_id: str) -> None:
        if self.state is not ShiftState.OPEN:
            raise ShiftNotOpen
        if self.left_by.count(member_id) >= MOST_ATTEMPTS:
            raise TooManyAttempts

    def without(self, member_id: str) -> "Shift":
        """Return it without a member's place, held or waited for; itself if there is none."""
        if self.seat_of(member_id) is None and self.wait_of(member_id) is None:
            return self
        return replace(
            self,
            seats=tuple(each for each in self.seats if each.member_id != member_id),
            waiting=tuple(each for each in self.waiting if each.member_id != member_id),
            left_by=(*self.left_by, member_id),
        )

    def next_waiting(self, passed: frozenset[str]) -> Seat | None:
        """Return who gets the next free place: the first in order whose role has one, those passed over left out."""
        return next(
            (each for each in self.waiting if each.seat_id not in passed and self.left_in(each.role) > 0),
            None,
        )

    def with_photo(self, photo_id: str) -> "Shift":
        """Return it with one more photo; itself if it has it.

        Raises:
            TooManyPhotos: If it has a dozen.
        """
        if photo_id in self.photo_ids:
            return self
        if len(self.photo_ids) >= MOST_PHOTOS:
            raise TooManyPhotos(most=MOST_PHOTOS)
        return replace(self, photo_ids=(*self.photo_ids, photo_id))

    def without_photo(self, photo_id: str) -> "Shift":
        """Return it without a photo."""
        return replace(self, photo_ids=tuple(each for each in self.photo_ids if each != photo_id))

    def cancelled(self, reason: str) -> "Shift":
        """Return it cancelled."""
        return replace(self.step(ShiftState.CANCELLED), reason=reason)

    def with_attendees(self, changed: Mapping[str, Attendee]) -> "Shift":
        """Return it with lines of the attendance list changed or added; settled once all minutes of members stand.

        Raises:
            ShiftNotOpen: If it was cancelled.
            ListTooLong: If the list would grow too long.
        """
        if self.state is ShiftState.CANCELLED:
            raise ShiftNotOpen
        known = {each.id: each for each in self.attendees} | dict(changed)
        if len(known) > MOST_ATTENDING:
            raise ListTooLong(most=MOST_ATTENDING)
        listed = replace(self, attendees=tuple(known.values()))
        there = ShiftState.SETTLED if listed.all_agreed else ShiftState.OPEN
        return listed if there is self.state else listed.step(there)

    @property
    def all_agreed(self) -> bool:
        """Tell whether the minutes of everyone who came stand; not while nobody did, or somebody is not known yet."""
        return bool(self.attendees) and all(each.agreed is not None for each in self.attendees)

"""A need: what a resident asks for, the places it has for helpers, and the states it passes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from services.matching.domain.caring.visits import Visit
from services.matching.domain.errors import IllegalStep, NeedFull, NotOpen, TooManyAttempts
from services.matching.domain.giving.part import ANSWERED, Part, PartState
from shared.kernel.geography import Point
from shared.kernel.ids import derived_id

MOST_HELPERS = 50
MOST_ATTEMPTS = 5


class NeedState(StrEnum):
    """Where a need stands."""

    AWAITING_REVIEW = "AWAITING_REVIEW"
    OPEN = "OPEN"
    FILLED = "FILLED"
    MET = "MET"
    REFUSED = "REFUSED"
    WITHDRAWN = "WITHDRAWN"
    EXPIRED = "EXPIRED"


NEXT_STATES: Mapping[NeedState, frozenset[NeedState]] = MappingProxyType(
    {
        NeedState.AWAITING_REVIEW: frozenset(
            {NeedState.OPEN, NeedState.REFUSED, NeedState.WITHDRAWN, NeedState.EXPIRED}
        ),
        NeedState.OPEN: frozenset(
            {NeedState.AWAITING_REVIEW, NeedState.FILLED, NeedState.WITHDRAWN, NeedState.EXPIRED}
        ),
        NeedState.FILLED: frozenset(
            {NeedState.AWAITING_REVIEW, NeedState.OPEN, NeedState.MET, NeedState.WITHDRAWN, NeedState.EXPIRED}
        ),
        NeedState.MET: frozenset(),
        NeedState.REFUSED: frozenset(),
        NeedState.WITHDRAWN: frozenset(),
        NeedState.EXPIRED: frozenset(),
    }
)
CLOSED = frozenset(state for state, following in NEXT_STATES.items() if not following)


class PostedAs(StrEnum):
    """In which role somebody posted a need."""

    SELF = "SELF"
    DELEGATE = "DELEGATE"
    STAFF = "STAFF"


class RecordedAs(StrEnum):
    """What a service is recorded as; only ``VOLUNTEER`` earns. Source: 民政部令67号 18–21."""

    VOLUNTEER = "VOLUNTEER"
    PROFESSIONAL = "PROFESSIONAL"
    DUTY = "DUTY"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One helper's place.

    Attributes:
        assignment_id: The assignment bound to it.
        member_id: Who took it.
        taken_at: When, UTC.
        adult: Whether the helper was 18 or older then.
        confirmed: Whether the minutes of this helper stand.
    """

    assignment_id: str
    member_id: str
    taken_at: datetime
    adult: bool = True
    confirmed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One request for service.

    Attributes:
        expected_minutes: Agreed length for one helper, in minutes, 1 to 1440.
        helpers_wanted: Places, 1 to 50; 0 if only other parts are asked for.
        point: Where to meet, if known.
        address: Where to meet in words; for the parties and staff only.
        certificate_needed: The part of the work is asked for that the kind's conditional certificate is about.
        places: Taken places, oldest first.
        parts: What is asked for beside helpers: goods, funds, a venue, professional help.
        left_by: Members who took a place and gave it back, once for each time.
        reason: Why it was refused or withdrawn, in words.
        redemption_id: The redemption that pays for it with time credits, if one does.
        visit: Which visit of a care plan it is, if it is one.
    """

    id: str
    version: int = 0
    community_code: str
    district_code: str
    resident_id: str
    posted_by: str
    posted_as: PostedAs
    service_kind: str
    title: str
    details: str
    starts_at: datetime
    ends_at: datetime
    expected_minutes: int
    helpers_wanted: int
    point: Point | None = None
    address: str = ""
    recorded_as: RecordedAs = RecordedAs.VOLUNTEER
    certificate_needed: bool = False
    state: NeedState
    places: tuple[Place, ...] = ()
    parts: tuple[Part, ...] = ()
    left_by: tuple[str, ...] = ()
    reviewed_by: str | None = None
    reason: str = ""
    redemption_id: str | None = None
    visit: Visit | None = None
    created_at: datetime

    @property
    def places_left(self) -> int:
        """Return how many helpers may still join."""
        return self.helpers_wanted - len(self.places)

    @property
    def is_closed(self) -> bool:
        """Tell whether it has reached a state it never leaves."""
        return self.state in CLOSED

    def place_of(self, member_id: str) -> Place | None:
        """Return the place a member holds, if any."""
        return next((place for place in self.places if place.member_id == member_id), None)

    def next_assignment_id(self, member_id: str) -> str:
        """Return the id of the assignment a member would get; the same until a place was taken and left."""
        return derived_id("assignment", self.id, member_id, str(self.left_by.count(member_id)))

    def step(self, there: NeedState) -> "Need":
        """Return this need in state ``there``.

        Raises:
            IllegalStep: If NEXT_STATES has no such arrow.
        """
        if there not in NEXT_STATES[self.state]:
            raise IllegalStep(here=self.state, there=there)
        return replace(self, state=there)

    def opened(self, reviewed_by: str) -> "Need":
        """Return it approved by staff; filled at once if it asks for no helpers."""
        return replace(self.step(NeedState.OPEN), reviewed_by=reviewed_by).filled_if_full()

    def filled_if_full(self) -> "Need":
        """Return it filled if it is open without a place left."""
        full = self.state is NeedState.OPEN and self.places_left <= 0
        return self.step(NeedState.FILLED) if full else self

    def reopened_if_short(self) -> "Need":
        """Return it open if it was filled and now asks for more helpers."""
        short = self.state is NeedState.FILLED and self.places_left > 0
        return self.step(NeedState.OPEN) if short else self

    def with_clocks_of(self, before: "Need") -> "Need":
        """Return it with the clocks of its parts moved along with its end; none runs beyond it."""
        parts = tuple(
            replace(part, due_at=self.ends_at)
            if part.due_at == before.ends_at or part.due_at > self.ends_at
            else part
            for part in self.parts
        )
        return replace(self, parts=parts)

    def refused(self, reviewed_by: str, reason: str) -> "Need":
        """Return it refused by staff, with the reason."""
        refused = self.step(NeedState.REFUSED)
        return replace(refused, reviewed_by=reviewed_by, reason=reason, parts=self._withdrawn_parts)

    def withdrawn(self, reason: str) -> "Need":
        """Return it withdrawn; its helpers' assignments are to be cancelled by who reacts."""
        return replace(self.step(NeedState.WITHDRAWN), reason=reason, parts=self._withdrawn_parts)

    def fallen(self, reason: str) -> "Need":
        """Return it withdrawn because its care plan does not hold it any more."""
        assert self.visit is not None, "only a visit falls with its plan"
        return replace(self.withdrawn(reason), visit=replace(self.visit, fell=True))

    @property
    def _withdrawn_parts(self) -> tuple[Part, ...]:
        return tuple(part.withdrawn() for part in self.parts)

    def with_place(self, place: Place) -> "Need":
        """Return it with one more helper; filled if that was the last place.

        Raises:
            NeedFull: If no place is left.
            NotOpen: If it is not open.
            TooManyAttempts: If the member left it too often.
        """
        if self.state is NeedState.FILLED:
            raise NeedFull
        if self.state is not NeedState.OPEN:
            raise NotOpen
        if self.left_by.count(place.member_id) >= MOST_ATTEMPTS:
            raise TooManyAttempts
        return replace(self, places=(*self.places, place)).filled_if_full()

    def without_place(self, assignment_id: str, now: datetime) -> "Need":
        """Return it with the place of an assignment free again, open again while there is time.

        Leaving a place that nobody holds changes nothing.
        """
        gone = next((place for place in self.places if place.assignment_id == assignment_id), None)
        if gone is None or self.is_closed:
            return self
        rest = tuple(place for place in self.places if place is not gone)
        left = replace(self, places=rest, left_by=(*self.left_by, gone.member_id))
        if now < self.ends_at:
            return left if left.state is NeedState.OPEN else left.step(NeedState.OPEN)
        return left.over(now)

    def with_confirmed(self, assignment_id: str, now: datetime) -> "Need":
        """Return it with a helper's minutes standing; met once that holds for every place and none can be added."""
        if self.is_closed:
            return self
        places = tuple(
            replace(place, confirmed=True) if place.assignment_id == assignment_id else place
            for place in self.places
        )
        return replace(self, places=places).over(now)

    def over(self, now: datetime) -> "Need":
        """Return it as the end of its window leaves it; before the end only a filled need can become met.

        Nobody came and no part is answered: expired. Some came: filled, nobody else may join; and met once all their
        minutes stand and all parts are settled. Parts that nobody answers by the end expire.
        """
        ended = now >= self.ends_at
        if self.is_closed or (self.state is not NeedState.FILLED and not ended):
            return self
        left = replace(self, parts=tuple(part.expired() for part in self.parts)) if ended else self
        if ended and not left.places and not any(part.state in ANSWERED for part in left.parts):
            return left.step(NeedState.EXPIRED)
        filled = left if left.state is NeedState.FILLED else left.step(NeedState.FILLED)
        if filled.is_settled:
            return filled.step(NeedState.MET)
        return filled if filled != self else self

    @property
    def is_settled(self) -> bool:
        """Tell whether every helper's minutes stand and every part is settled, one of either at least."""
        if not all(place.confirmed for place in self.places) or not all(
            part.is_settled for part in self.parts
        ):
            return False
        return bool(self.places) or any(part.state is PartState.CONFIRMED for part in self.parts)

"""A pairing: who keeps to whom, how often they are in touch, and when they were."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType

from services.matching.domain.errors import IllegalStep
from services.matching.domain.pairing.errors import AnswerIsTheirs, ContactOutside, TooManyContacts
from services.matching.domain.pairing.words import ContactFound, ContactWay, PairingEnd, PairRhythm, PairSide
from shared.identity.member import day_in_china
from shared.kernel.clock import CHINA
from shared.kernel.words import Words

MOST_CONTACTS = 600
TOLD_FROM = time(9)
"""In China."""
STAFF_ARE_TOLD_AFTER = timedelta(days=7)
"""So long after the due day the community looks after it, unless the two were in touch meanwhile."""


class PairingState(StrEnum):
    """Where a pairing stands."""

    ASKED = "ASKED"
    AGREED = "AGREED"
    REFUSED = "REFUSED"
    ENDED = "ENDED"

    @property
    def words(self) -> Words:
        """Return what people call it."""
        return _STATE_WORDS[self]


_STATE_WORDS = {
    PairingState.ASKED: Words("等答复", "Awaiting an answer"),
    PairingState.AGREED: Words("结对中", "Paired"),
    PairingState.REFUSED: Words("未同意", "Not agreed"),
    PairingState.ENDED: Words("已结束", "Ended"),
}

NEXT_STATES: Mapping[PairingState, frozenset[PairingState]] = MappingProxyType(
    {
        PairingState.ASKED: frozenset({PairingState.AGREED, PairingState.REFUSED, PairingState.ENDED}),
        PairingState.AGREED: frozenset({PairingState.ENDED}),
        PairingState.REFUSED: frozenset(),
        PairingState.ENDED: frozenset(),
    }
)
LIVE = frozenset({PairingState.ASKED, PairingState.AGREED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """That one of the two said yes.

    Attributes:
        side: Who agreed.
        by: Who said so: the person, their delegate, or staff who heard it spoken.
        spoken: Whether staff took it down as it was spoken.
        at: UTC.
    """

    side: PairSide
    by: str
    spoken: bool = False
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PairContact:
    """One contact of the two; chosen words only, nothing of what was said.

    Attributes:
        id: Follows from the day, the way and how it was, so that it is told once.
        on: Day in China.
        way: How they met.
        found: How the resident was.
        told_by: Who told it.
    """

    id: str
    on: date
    way: ContactWay
    found: ContactFound
    told_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """Who keeps to whom.

    Attributes:
        helper_id: The volunteer.
        resident_id: The resident.
        community_code: The resident's, 12 digits.
        rhythm: How often the helper gets in touch.
        agreements: Who of the two said yes, in order; with both it holds.
        agreed_on: Day it began, in China.
        contacts: In the order they were told.
        reminded_of: The due day that the helper was reminded of.
        raised_for: The due day for which staff were told that nobody was in touch.
        reason: Why it was not agreed to, or ended.
        asked_by: Who brought it about.
    """

    id: str
    version: int = 0
    helper_id: str
    resident_id: str
    community_code: str
    rhythm: PairRhythm
    state: PairingState = PairingState.ASKED
    agreements: tuple[Agreement, ...] = ()
    agreed_on: date | None = None
    contacts: tuple[PairContact, ...] = ()
    reminded_of: date | None = None
    raised_for: date | None = None
    reason: PairingEnd | None = None
    asked_by: str
    created_at: datetime
    changed_at: datetime

    @property
    def is_live(self) -> bool:
        """Tell whether it holds, or may still."""
        return self.state in LIVE

    @property
    def live_key(self) -> str | None:
        """Return what no two live pairings share."""
        return f"{self.helper_id}:{self.resident_id}" if self.is_live else None

    def awaits(self, side: PairSide) -> bool:
        """Tell whether this side is still to answer."""
        return self.state is PairingState.ASKED and side not in {each.side for each in self.agreements}

    def due_on(self) -> date | None:
        """Return the day by which the next contact is due: a rhythm after the last that reached the resident."""
        if self.state is not PairingState.AGREED or self.agreed_on is None:
            return None
        reached = [each.on for each in self.contacts if each.found is not ContactFound.NOT_REACHED]
        return max((self.agreed_on, *reached)) + timedelta(days=self.rhythm.days)

    def told_next_at(self) -> datetime | None:
        """Return when somebody is to be told that a contact is due: the helper in the morning of that day, then staff."""
        due = self.due_on()
        if due is None or self.raised_for == due:
            return None
        day = due + STAFF_ARE_TOLD_AFTER if self.reminded_of == due else due
        return datetime.combine(day, TOLD_FROM, CHINA)

    def told_of_due(self) -> "Pairing":
        """Return it with the next of the two told, the helper before staff."""
        due = self.due_on()
        return replace(self, raised_for=due) if self.reminded_of == due else replace(self, reminded_of=due)

    def agreed(self, agreement: Agreement) -> "Pairing":
        """Return it with one side's yes; with both it holds from that day on.

        Raises:
            AnswerIsTheirs: If that side has answered.
            IllegalStep: If it was refused or ended.
        """
        if self.state is not PairingState.ASKED:
            raise IllegalStep(here=self.state.words.zh, there=PairingState.AGREED.words.zh)
        if not self.awaits(agreement.side):
            raise AnswerIsTheirs
        agreements = (*self.agreements, agreement)
        both = {each.side for each in agreements} == set(PairSide)
        return replace(
            self,
            agreements=agreements,
            state=PairingState.AGREED if both else PairingState.ASKED,
            agreed_on=day_in_china(agreement.at) if both else None,
        )

    def over(self, there: PairingState, reason: PairingEnd) -> "Pairing":
        """Return it refused or ended; itself if that stands already.

        Raises:
            IllegalStep: If NEXT_STATES has no such arrow.
        """
        if there is self.state:
            return self
        if there not in NEXT_STATES[self.state]:
            raise IllegalStep(here=self.state.words.zh, there=there.words.zh)
        return replace(self, state=there, reason=reason)

    def with_contact(self, contact: PairContact, today: date) -> "Pairing":
        """Return it with one more contact; itself if it has it.

        Raises:
            ContactOutside: If it does not hold, or the day lies before it began or ahead.
            TooManyContacts: If there are as many as it may hold.
        """
        if any(each.id == contact.id for each in self.contacts):
            return self
        if self.state is not PairingState.AGREED or self.agreed_on is None:
            raise ContactOutside
        if not self.agreed_on <= contact.on <= today:
            raise ContactOutside
        if len(self.contacts) >= MOST_CONTACTS:
            raise TooManyContacts(most=MOST_CONTACTS)
        return replace(self, contacts=(*self.contacts, contact))

"""What may be asked of pairings, with the limits of every field."""

from dataclasses import dataclass
from typing import Annotated

from services.matching.domain.pairing.words import ContactFound, ContactWay, PairingEnd, PairRhythm
from shared.events.days import OnDay
from shared.events.fields import CommunityCode, Id, Text

VolunteerNumber = Annotated[str, Text(least=1, most=20, pattern=r"[A-Za-z0-9-]+")]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskPairing:
    """Ask that a helper keeps to a resident: as the resident, their delegate, or staff of the community.

    Attributes:
        resident_id: Whom it is for.
        volunteer_number: Of the helper, as it stands on their page and on requests.
        rhythm: How often the helper gets in touch.
        spoken_consent: As staff: the resident was asked and said yes.
    """

    resident_id: Id
    volunteer_number: VolunteerNumber
    rhythm: PairRhythm
    spoken_consent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPairing:
    """Say yes or no: as the helper, the resident, a delegate, or staff who heard the resident say so.

    Attributes:
        reason: Why not; nobody has to say.
        spoken_consent: As staff: this is what the resident said.
    """

    agree: bool
    reason: PairingEnd = PairingEnd.OTHER
    spoken_consent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EndPairing:
    """End a pairing, or take back what was asked."""

    reason: PairingEnd


@dataclass(frozen=True, slots=True, kw_only=True)
class TellContact:
    """Say that the two were in touch, or that nobody answered; no words of what was said are kept."""

    on: OnDay
    way: ContactWay
    found: ContactFound


@dataclass(frozen=True, slots=True, kw_only=True)
class PairingsQuery:
    """Which pairings to list, newest first: a community's, a resident's, or one's own.

    Attributes:
        community_code: As its staff.
        resident_id: As the resident, a delegate, or staff of the community.
    """

    community_code: CommunityCode | None = None
    resident_id: Id | None = None

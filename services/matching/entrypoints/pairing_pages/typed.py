"""What the forms of pairing send, as it is typed."""

from dataclasses import dataclass
from typing import Annotated

from services.matching.domain.pairing.words import ContactFound, ContactWay, PairingEnd, PairRhythm
from services.matching.entrypoints.register_pages.typed import Tick
from shared.events.days import OnDay
from shared.events.fields import Id, Text

Number = Annotated[str, Text(most=20, pattern=r"[A-Za-z0-9-]*")]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairingForm:
    """Who is to keep to whom: a helper who came before, or any other by number."""

    resident_id: Id
    known: Number = ""
    volunteer_number: Number = ""
    rhythm: PairRhythm
    spoken_consent: Tick = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeForm:
    """A yes; as staff, that the resident said so."""

    spoken_consent: Tick = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseForm:
    """A no; nobody has to say why."""

    reason: PairingEnd
    spoken_consent: Tick = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndForm:
    """Why it ends."""

    reason: PairingEnd


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactForm:
    """A day on which the two were in touch."""

    on: OnDay
    way: ContactWay
    found: ContactFound


@dataclass(frozen=True, slots=True, kw_only=True)
class PairingsPlaceQuery:
    """Which community's pairings, as its staff, or which resident's; nothing is one's own."""

    community: Annotated[str, Text(most=12, pattern=r"[0-9]*")] = ""
    resident: Annotated[str, Text(most=120)] = ""

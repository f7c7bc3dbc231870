"""What may be asked of relatives, with the limits of every field."""

from dataclasses import dataclass

from services.matching.application.parties.commands import OptionalReason
from services.matching.application.register.commands import Name, Phone
from shared.events.fields import Id
from shared.identity.kinship import ConsentManner, Kin


@dataclass(frozen=True, slots=True, kw_only=True)
class AskKinship:
    """Put a relative on record; they are asked.

    Attributes:
        phone: They sign in with it.
        name: Their full name; must go with the phone.
        kin: What they are to oneself.
        consent: That oneself agrees.
    """

    phone: Phone
    name: Name
    kin: Kin
    consent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordKinship:
    """Take down as staff that somebody is a relative, for people of whom one at least has no account.

    Attributes:
        relative_id: The other side.
        kin: What they are to the person whose file is open.
        manner: How whoever has no account agreed: ``SPOKEN`` or ``WRITTEN``; who has one is asked.
        consent: That they did.
    """

    relative_id: Id
    kin: Kin
    manner: ConsentManner
    consent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerKinship:
    """Agree to be on record as a relative, or not."""

    agree: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EndKinship:
    """End a record, one's own, or as staff with a reason."""

    reason: OptionalReason = ""
